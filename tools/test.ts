import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * `npm test`: format, lint, types, then every runner, each in turn (two heavy suites at once only slow each other). Ends with one line
 * `N passed, N failed, N skipped`, summed over the runners; the gates without tests of their own count as one each.
 */
type Tally = { passed: number; failed: number; skipped: number };
type Runner = { name: string; run: () => Promise<Tally> };

const bin = (name: string) => join('node_modules', '.bin', name);
const REPORTS = join('test-results', 'reports');

const run = (command: string, args: string[], env: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      env: {
        ...process.env,
        PATH: `${join(process.cwd(), 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
        NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
        NO_COLOR: '1',
        ...env,
      },
      shell: process.platform === 'win32',
    });
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });

const gate = (name: string, command: string, args: string[]): Runner => ({
  name,
  run: async () =>
    (await run(bin(command), args)) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 },
});

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});
const vitest = (name: string, paths: string[]): Runner => ({
  name,
  run: async () => {
    const report = join(REPORTS, `${name}.json`);
    const code = await run(bin('vitest'), [
      'run',
      ...paths,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
    const told = VitestReport.parse(JSON.parse(readFileSync(report, 'utf8')));
    // A file that does not load fails no test by name; the exit code says so.
    const failed = told.numFailedTests === 0 && code !== 0 ? 1 : told.numFailedTests;
    return { passed: told.numPassedTests, failed, skipped: told.numPendingTests + told.numTodoTests };
  },
});

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});
const browser: Runner = {
  name: 'browser',
  run: async () => {
    const report = join(REPORTS, 'browser.json');
    const code = await run(bin('playwright'), ['test', '--reporter=dot,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
    if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
    const { expected, unexpected, flaky, skipped } = PlaywrightReport.parse(
      JSON.parse(readFileSync(report, 'utf8')),
    ).stats;
    return { passed: expected, failed: unexpected + flaky === 0 && code !== 0 ? 1 : unexpected + flaky, skipped };
  },
};

const runners: Runner[] = [
  gate('format and lint', 'biome', ['ci', '--colors=off', '.']),
  gate('types', 'tsc', ['--noEmit']),
  vitest('unit', ['test/architecture.test.ts', 'test/shared', 'test/functions', 'test/properties', 'test/tools']),
  vitest('contracts', ['test/contracts']),
  vitest('stories', ['test/stories']),
  vitest('infra', ['test/infra', 'test/lambda']),
  vitest('campaign', ['test/campaign']),
  browser,
];

const main = async (only: string[]): Promise<void> => {
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  console.log(`Node ${process.version}, ${availableParallelism()} cores`);
  if (process.env.VANTHU_CORPUS === undefined)
    console.log('VANTHU_CORPUS is not set: tests that read the corpus are skipped.');
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  const lines: string[] = [];
  for (const runner of runners.filter((one) => only.length === 0 || only.includes(one.name))) {
    const from = performance.now();
    console.log(`\n== ${runner.name}`);
    const { passed, failed, skipped } = await runner.run();
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    lines.push(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${runner.name.padEnd(16)} ${passed} passed, ${failed} failed, ${skipped} skipped (${((performance.now() - from) / 1000).toFixed(0)} s)`,
    );
  }
  console.log(`\n${lines.join('\n')}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
};

await main(process.argv.slice(2));
