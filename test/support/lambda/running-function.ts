import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';

const Ready = z.object({ ready: z.boolean(), error: z.string().optional(), milliseconds: z.number().optional() });
const Answer = z.object({ call: z.number(), value: z.unknown().optional(), error: z.string().optional() });

/** What Lambda itself puts into the environment of every function. */
const RUNTIME = {
  AWS_REGION: 'ap-southeast-1',
  AWS_LAMBDA_FUNCTION_NAME: 'under-test',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
  PATH: process.env.PATH ?? '',
  TMPDIR: process.env.TMPDIR ?? '/tmp',
};

export type RunningFunction = {
  /** Milliseconds from import to handler. */
  initialised: number;
  invoke: (event: unknown) => Promise<unknown>;
  /** Lines that the function logged. */
  lines: string[];
  stop: () => void;
};

const firstMessage = (child: ChildProcess): Promise<z.infer<typeof Ready>> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(Ready.parse(message)));
    child.once('exit', (code) => reject(new Error(`the function ended with ${code} before it was ready`)));
  });

/** Starts the bundled function in a process with its own environment and nothing else of ours. */
export const startFunction = async (o: {
  folder: string;
  environment: Record<string, string>;
  /** Where the AWS services stand in this test. */
  endpoints: Record<string, string>;
  node?: string;
  /** Origins outside, and what stands in for them here. */
  standIns?: Record<string, string>;
}): Promise<RunningFunction> => {
  const child = fork(join(import.meta.dirname, 'host.ts'), [o.folder, JSON.stringify(o.standIns ?? {})], {
    env: { ...RUNTIME, ...o.endpoints, ...o.environment },
    execArgv: [],
    ...(o.node === undefined ? {} : { execPath: o.node }),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => lines.push(...chunk.toString('utf8').split('\n').filter(Boolean)));
  const ready = await firstMessage(child);
  if (!ready.ready) throw new Error(`${o.folder} did not start: ${ready.error}`);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  child.on('message', (message) => {
    const { call, value, error } = Answer.parse(message);
    const one = waiting.get(call);
    waiting.delete(call);
    if (error === undefined) one?.resolve(value);
    else one?.reject(new Error(error));
  });
  child.once('exit', (code) => {
    for (const one of waiting.values())
      one.reject(new Error(`the function ended with ${code}: ${lines.slice(-5).join(' / ')}`));
  });
  let calls = 0;
  return {
    initialised: ready.milliseconds ?? 0,
    lines,
    invoke: (event) =>
      new Promise((resolve, reject) => {
        calls += 1;
        waiting.set(calls, { resolve, reject });
        child.send({ call: calls, event });
      }),
    stop: () => {
      child.kill('SIGKILL');
    },
  };
};
