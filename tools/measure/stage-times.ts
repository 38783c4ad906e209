import { fork } from 'node:child_process';
import * as z from 'zod';
import { percentile, rounded } from './figures.ts';

export type StageTimes = {
  pages: number;
  /** First pass of a fresh process; `total` sums the stages. Milliseconds. */
  cold: Record<string, number>;
  /** Median of the later passes. */
  warm: Record<string, number>;
  coldOverWarm: number;
};

const Passes = z.array(z.record(z.string(), z.number())).min(2);

const answerOf = (pages: number, passes: number): Promise<z.infer<typeof Passes>> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('./paper-stages.ts', import.meta.url), [JSON.stringify({ pages, passes })], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', (message) => resolve(Passes.parse(message)));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the stages of ${pages} pages ended with code ${code}`)));
  });

const totalOf = (stages: Record<string, number>): number =>
  Object.values(stages).reduce((sum, value) => sum + value, 0);
const shown = (stages: Record<string, number>): Record<string, number> => ({
  ...Object.fromEntries(Object.entries(stages).map(([name, value]) => [name, rounded(value)])),
  total: rounded(totalOf(stages)),
});

/** Stages of issuing for so many pages, cold and warm, in a process of its own. */
export const stageTimes = async (pages: number, passes: number): Promise<StageTimes> => {
  const [cold = {}, ...later] = await answerOf(pages, passes);
  const median = (stage: string) =>
    percentile(
      later.map((one) => one[stage] ?? 0),
      0.5,
    );
  const warm = Object.fromEntries(Object.keys(cold).map((stage) => [stage, median(stage)]));
  return { pages, cold: shown(cold), warm: shown(warm), coldOverWarm: rounded(totalOf(cold) / totalOf(warm)) };
};
