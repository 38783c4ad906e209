import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { freePort, whenReady } from './local-server.ts';
import { pythonTools } from './python-tools.ts';

/**
 * moto_server: S3 (versions, conditional put, Object Lock through its API), KMS, SQS, SES, Cognito, Secrets Manager and more, in memory.
 * It is no AWS: what it does not check (policies, quotas, consistency) is not proven by it.
 */
export const MOTO = 'moto[server]==5.2.1';
const START_MILLISECONDS = 60_000;

export type Moto = { endpoint: string; stop: () => Promise<void> } | { missing: string };

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
  const endpoint = `http://127.0.0.1:${port}`;
  const ready = { name: MOTO, answers: () => answers(endpoint), milliseconds: START_MILLISECONDS };
  return { endpoint, ...(await whenReady(child, ready)) };
};
