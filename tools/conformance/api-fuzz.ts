import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Outcome, outcome, run, shortened, unavailable } from './check.ts';
import { signedInPeople, startDemo } from './running-demo.ts';

const own = import.meta.dirname;
const venv = join(own, '..', '..', '.cache', 'venv');
const SCHEMATHESIS = 'schemathesis==4.32.5';
const NAME = 'schemathesis';
const SEED = '3073';
const SECONDS = 150;
/** Not blocking: the demo's log is read meanwhile, and a log that nobody reads stops whoever writes it. */
const runBeside = (program: string, args: string[], o: { cwd: string; env: NodeJS.ProcessEnv }) =>
  new Promise<{ isGood: boolean; out: string }>((resolve) => {
    const options = { ...o, timeout: SECONDS * 1000, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) =>
      resolve({ isGood: error === null, out: `${stdout}${stderr}` }),
    );
  });

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
];

/** The program in the folder of fetched tools; a sentence when it cannot be had. */
const install = (): { program: string } | { missing: string } => {
  const program = join(venv, 'bin', 'schemathesis');
  if (existsSync(program)) return { program };
  if (run('python3', ['--version']).status !== 0) return { missing: 'python3' };
  run('python3', ['-m', 'venv', venv]);
  const installed = run(join(venv, 'bin', 'python'), ['-m', 'pip', 'install', '-q', SCHEMATHESIS], 300);
  return existsSync(program)
    ? { program }
    : { missing: `${SCHEMATHESIS} could not be installed: ${shortened(installed.out)}` };
};

const commandLine = (o: { baseUrl: string; report: string }): string[] => [
  ...['--config-file', join(own, 'schemathesis.toml'), 'run', `${o.baseUrl}/openapi.json`],
  ...['--phases', 'coverage,fuzzing', '--max-examples', '15', '--max-time', '110', '--seed', SEED, '--no-shrink'],
  ...['--checks', CHECKS.join(','), '--continue-on-failure', '--request-timeout', '30', '--no-color'],
  ...['--report', 'junit', '--report-junit-path', o.report],
];

const Summary = z.object({ tests: z.coerce.number(), failures: z.coerce.number(), errors: z.coerce.number() });
/** JUnit of one run: how many operations were tried, and which of them failed. */
const readReport = (xml: string) => {
  const attributes = /<testsuites ([^>]*)>/.exec(xml)?.[1] ?? '';
  const counts = Summary.parse(
    Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value]) => [name, value])),
  );
  const cases = xml.split('<testcase ').slice(1);
  const bad = cases.filter((one) => one.includes('<failure') || one.includes('<error'));
  return { ...counts, names: bad.map((one) => /name="([^"]*)"/.exec(one)?.[1] ?? '?') };
};

const judge = (done: { isGood: boolean; out: string }, xml: string): Outcome => {
  const { tests, failures, errors, names } = readReport(xml);
  const sent = Number(/(\d+) generated/.exec(done.out)?.[1] ?? '0');
  const isGood = done.isGood && failures + errors === 0 && tests > 50 && sent > 1000;
  const bad = names.length === 0 ? '' : `: ${names.join(', ')}; more with node tools/conformance/api-fuzz.ts --verbose`;
  return outcome(NAME, isGood, `${tests} operations, ${sent} requests, ${failures + errors} failed${bad}`);
};

/**
 * Thousands of requests made from the API's own description, right ones and wrong ones, by people who are signed in: no 5xx, no status or
 * answer that the description does not know, nothing accepted that it forbids. On a demo office of its own; speaks to 127.0.0.1 only.
 */
export const apiFuzz = async (): Promise<Outcome[]> => {
  const found = install();
  if ('missing' in found) return [unavailable(NAME, found.missing)];
  const folder = mkdtempSync(join(tmpdir(), 'vanthu-fuzz-'));
  const demo = await startDemo(folder);
  try {
    const report = join(folder, 'report.xml');
    const done = await runBeside(found.program, commandLine({ baseUrl: demo.baseUrl, report }), {
      cwd: folder,
      env: {
        ...process.env,
        PYTHONPATH: own,
        PYTHONDONTWRITEBYTECODE: '1',
        SCHEMATHESIS_HOOKS: 'api_fuzz_hooks',
        VANTHU_FUZZ: JSON.stringify(await signedInPeople(demo)),
      },
    });
    if (process.argv.includes('--verbose')) process.stdout.write(done.out);
    return [existsSync(report) ? judge(done, readFileSync(report, 'utf8')) : outcome(NAME, false, shortened(done.out))];
  } finally {
    await demo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

if (import.meta.main) {
  const outcomes = await apiFuzz();
  for (const { name, result, detail } of outcomes) console.log(`${result.padEnd(12)}${name}: ${detail}`);
  process.exitCode = outcomes.some((one) => one.result === 'failed') ? 1 : 0;
}
