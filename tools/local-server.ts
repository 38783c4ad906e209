import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A port of this machine that nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

/**
 * A server that a test has started, once it answers: `stop` ends it, and so does the end of this process. Throws when it has ended or does not answer
 * in time; `after` is run when it has stopped, however it came to that.
 */
export const whenReady = async (
  child: ChildProcess,
  o: { name: string; answers: () => Promise<boolean>; milliseconds: number; after?: () => Promise<void> },
): Promise<{ stop: () => Promise<void> }> => {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await exited;
    process.off('exit', kill);
    await o.after?.();
  };
  const deadline = performance.now() + o.milliseconds;
  while (performance.now() < deadline && child.exitCode === null) {
    if (await o.answers()) return { stop };
    await pause(100);
  }
  await stop();
  throw new Error(`${o.name} did not start within ${o.milliseconds / 1000} s`);
};
