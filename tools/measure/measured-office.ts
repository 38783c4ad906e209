import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type ApiClient, type ApiClientOptions, apiClient } from '../../functions/entry/api-client.ts';
import { DEMO_PIN, openDemo } from '../../functions/entry/open-demo.ts';
import { Instant } from '../../shared/kernel/time.ts';

/** Wednesday 3 January 2024, nine in Hà Nội: the registers of 2024 open by themselves and begin at 01. */
export const CAMPAIGN_DAY = Instant.parse('2024-01-03T02:00:00.000Z');
/** The address that cookies, redirects and the provider are built on; the port that really listens is another. */
const PUBLIC_URL = 'http://127.0.0.1:8080';
export const PARTS = { drafter: 'p09', contentReviewer: 'p08', formatReviewer: 'p07', signer: 'p01', clerk: 'p10' };

export type OfficeOptions = Omit<Parameters<typeof openDemo>[0], 'at'> & {
  /** Keys made before: 54 seals of RSA-3072 take longer than a small campaign. */
  keys?: string;
  /** False: nothing runs beside the requests that are measured. */
  reactions?: boolean;
};

/** The demo office in this process, listening on a free port of this machine, its reactions running beside. */
export const openMeasured = async (o: OfficeOptions) => {
  const own = join(o.dataDir, 'keys');
  if (o.keys !== undefined && existsSync(o.keys) && !existsSync(own)) cpSync(o.keys, own, { recursive: true });
  const opened = await openDemo({ ...o, at: CAMPAIGN_DAY });
  const server = serve({ fetch: opened.root.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the office listens on no port');
  const stopRelay = new AbortController();
  const running = o.reactions === false ? Promise.resolve() : opened.office.relay.run(stopRelay.signal);
  /** Takes no more work, lets reactions finish everything stored, and closes. */
  const finish = async (): Promise<void> => {
    stopRelay.abort();
    await running;
    await opened.settle();
  };
  const close = async (): Promise<void> => {
    stopRelay.abort();
    await running;
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await opened.close();
  };
  return { opened, port: address.port, finish, close };
};
export type MeasuredOffice = Awaited<ReturnType<typeof openMeasured>>;

/** Sends over the network what is addressed to the public URL: to whichever port the office listens on now. */
export const overNetwork =
  (port: () => number): ApiClientOptions['fetch'] =>
  async (request) => {
    const url = new URL(request.url);
    url.port = String(port());
    return fetch(new Request(url, request));
  };

export const networkClient = (port: () => number, person: string): ApiClient =>
  apiClient({ fetch: overNetwork(port), baseUrl: PUBLIC_URL, pin: DEMO_PIN }, person);
