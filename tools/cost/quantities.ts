import { platform } from '../../functions/platform.ts';
import { RUNS } from './behaviour.ts';
import type { PriceName } from './prices.ts';

/** How much of each priced thing. */
export type Quantities = Partial<Record<PriceName, number>>;

export const GB = 1e9;

export const add = (...parts: readonly Quantities[]): Quantities => {
  const names = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(
    names.map((name) => [
      name,
      parts.reduce((total, part) => total + (new Map(Object.entries(part)).get(name) ?? 0), 0),
    ]),
  );
};

type Called = Exclude<keyof typeof RUNS, 'logBytes'>;
const memoryOf = (name: Called): number => platform[name].memory / 1024;

/** Invocations by function, as compute, invocations and log lines. Typesetting runs on x86: Typst's binary (functions/platform.ts). */
export const runs = (calls: Partial<Record<Called, number>>): Quantities => {
  const found: Quantities = { invocation: 0, compute: 0, computeX86: 0, logs: 0 };
  for (const name of Object.keys(platform).filter((one): one is Called => one in RUNS)) {
    const count = calls[name] ?? 0;
    const kind = 'native' in platform[name] ? 'computeX86' : 'compute';
    found[kind] = (found[kind] ?? 0) + count * RUNS[name] * memoryOf(name);
    found.invocation = (found.invocation ?? 0) + count;
    found.logs = (found.logs ?? 0) + (count * RUNS.logBytes) / GB;
  }
  return found;
};
