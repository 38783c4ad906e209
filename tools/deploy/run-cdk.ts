import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..', '..');
/** Where tools/synth.ts writes the templates of a stage file. */
export const assemblyOf = (file: string): string => join(PROJECT, 'cdk.out', file);

const run = (program: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: PROJECT, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });

export type RunCdk = (args: readonly string[]) => Promise<number>;
/** The one place where the pinned `cdk` command changes an account; its exit code. */
export const runCdk: RunCdk = (args) => run(join(PROJECT, 'node_modules', '.bin', 'cdk'), args);

/** Bundles, templates and their checks (tools/synth.ts), as a process of its own: what is deployed is what was checked and written. */
export const runSynth = (file: string): Promise<number> =>
  run(process.execPath, [join(PROJECT, 'tools', 'synth.ts'), '--stage', file]);
