import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundled, bundle } from '../../infra/bundle.ts';
import { functionNames } from '../../infra/contracts.ts';
import { sizesOf, sourcesOf } from '../support/lambda/sizes.ts';

const KB = 1000;

describe('the assets of the functions', () => {
  let into: string;
  let made: Map<string, Bundled>;
  beforeAll(async () => {
    into = mkdtempSync(join(tmpdir(), 'vanthu-bundles-'));
    made = new Map((await bundle({ into })).map((one) => [one.name, one]));
  }, 120_000);
  afterAll(() => rmSync(into, { recursive: true, force: true }));
  const of = (name: string): Bundled => {
    const found = made.get(name);
    if (found === undefined) throw new Error(`no bundle ${name}`);
    return found;
  };

  it('start the API with no more than 500 KB; rules, files and the API description come with the first request for them', () => {
    const { atOnce, all } = sizesOf(of('api'));
    expect(atOnce).toBeLessThanOrEqual(500 * KB);
    expect(all).toBeLessThanOrEqual(1300 * KB);
  });

  it('start every other function within its own budget', () => {
    const budgets = { authorize: 500, search: 1100, inspect: 750, relay: 1000, sweep: 1000, mail: 1000, compact: 600 };
    for (const [name, budget] of Object.entries(budgets))
      expect(sizesOf(of(name)).atOnce, name).toBeLessThanOrEqual(budget * KB);
    for (const name of ['render', 'sign', 'issue'])
      expect(sizesOf(of(name)).atOnce, name).toBeLessThanOrEqual(2600 * KB);
  });

  it('carry the keys of no one: only the signing functions hold the client of KMS', () => {
    const holders = functionNames.filter((name) =>
      sourcesOf(of(name)).some((source) => source.includes('@aws-sdk/client-kms/')),
    );
    expect(holders.toSorted()).toEqual(['issue', 'sign']);
  });

  it('carry no code of the demo authority or of the embedded engines', () => {
    for (const name of functionNames) {
      const sources = sourcesOf(of(name));
      const foreign = sources.filter((source) => /adapters\/(sqlite|local-issuer|local-tsa|fs)\//.test(source));
      expect(foreign, name).toEqual([]);
    }
  });

  it('bring Typst with its templates where pages are set, and fonts where files are numbered', () => {
    const folder = of('render').folder;
    expect(readdirSync(join(folder, 'templates'))).toContain('letter.typ');
    expect(readdirSync(join(folder, 'node_modules', '@myriaddreamin')).length).toBe(2);
    for (const name of ['render', 'sign', 'issue'])
      expect(
        existsSync(join(of(name).folder, 'node_modules', '@expo-google-fonts', 'tinos', 'package.json')),
        name,
      ).toBe(true);
  });

  it('carry no source map and no path of the machine that made them', () => {
    for (const { folder } of made.values())
      for (const file of readdirSync(folder).filter((one) => one.endsWith('.mjs'))) {
        const text = readFileSync(join(folder, file), 'utf8');
        expect(text.includes('sourceMappingURL')).toBe(false);
        expect(text.includes(process.cwd())).toBe(false);
      }
  });
});
