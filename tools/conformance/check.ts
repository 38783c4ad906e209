import { spawnSync } from 'node:child_process';

/** `unavailable` says what is missing; it is no success and is counted by itself. */
export type Outcome = { name: string; result: 'ok' | 'failed' | 'unavailable'; detail: string };

export const passed = (name: string, detail: string): Outcome => ({ name, result: 'ok', detail });
export const failed = (name: string, detail: string): Outcome => ({ name, result: 'failed', detail });
export const unavailable = (name: string, missing: string): Outcome => ({
  name,
  result: 'unavailable',
  detail: missing,
});
export const outcome = (name: string, isGood: boolean, detail: string): Outcome =>
  isGood ? passed(name, detail) : failed(name, detail);

export type Run = { status: number; out: string };
/** Runs a program to its end; status 127 when it is not installed. */
export const run = (program: string, args: readonly string[], seconds = 120): Run => {
  const done = spawnSync(program, [...args], {
    encoding: 'utf8',
    timeout: seconds * 1000,
    maxBuffer: 32 * 1024 * 1024,
  });
  return {
    status: done.error === undefined ? (done.status ?? 1) : 127,
    out: `${done.stdout ?? ''}${done.stderr ?? ''}`,
  };
};
export const isInstalled = (program: string): boolean => run('sh', ['-c', `command -v ${program}`]).status === 0;
export const shortened = (text: string): string => text.trim().split('\n').slice(-4).join(' / ').slice(0, 400);
