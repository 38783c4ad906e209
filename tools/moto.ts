import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pythonTools } from './python-tools.ts';

/**
 * moto_server: S3 (versions, conditional put, Object Lock through its API), KMS, SQS, SES, Cognito, Secrets Manager and more, in memory.
 * It is no AWS: what it does not check (policies, quotas, consistency) is not proven by it.
 */
export const MOTO = 'moto[server]==5.2.1';
const START_MILLISECONDS = 60_000;

export type Moto = { endpoint: string; stop: () => Promise<void> } | { missing: string };

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });

const answers = async (endpoint: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${endpoint}/moto-api/data.json`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
};

/** The running server, or what is missing on this machine. Throws when everything is there and it does not start all the same. */
export const startMoto = async (): Promise<Moto> => {
  const tools = await pythonTools('moto', [MOTO]);
  if ('missing' in tools) return tools;
  const port = await freePort();
  const child = spawn(join(tools.bin, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    kill();
    await exited;
    process.off('exit', kill);
  };
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + START_MILLISECONDS;
  while (performance.now() < deadline && child.exitCode === null) {
    if (await answers(endpoint)) return { endpoint, stop };
    await pause(100);
  }
  await stop();
  throw new Error(`${MOTO} did not start within ${START_MILLISECONDS / 1000} s`);
};
