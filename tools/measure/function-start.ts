import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { assetFolder, bundle } from '../../infra/bundle.ts';
import { percentile, rounded } from './figures.ts';

const run = promisify(execFile);
const Measured = z.object({ imported: z.number(), first: z.number(), healthz: z.number(), door: z.number() });

/** Stands in for Secrets Manager, the one service that the function asks while it starts. */
const secrets = async (): Promise<{ endpoint: string; server: Server }> => {
  const server = createServer((_, answer) => {
    answer.setHeader('Content-Type', 'application/x-amz-json-1.1');
    answer.end(JSON.stringify({ ARN: 'arn', Name: 'session', SecretString: 'x'.repeat(43) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, server };
};

const environment = (endpoint: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_ENDPOINT_URL: endpoint,
  STAGE: 'bench',
  TABLE: 'bench',
  FILES_BUCKET: 'bench',
  PUBLIC_URL: 'http://127.0.0.1:8080',
  SESSION_SECRET: 'session',
  OIDC_PROVIDERS: JSON.stringify([{ issuer: 'http://127.0.0.1:9/oidc', clientId: 'web', audience: 'api' }]),
});

/** Runs in a process of its own: import, the first request that brings the rules, then warm ones. */
const script = (asset: string): string => `
const event = (path) => ({ version: '2.0', routeKey: 'GET ' + path, rawPath: path, rawQueryString: '', headers: { host: 'x' }, isBase64Encoded: false,
  requestContext: { http: { method: 'GET', path, sourceIp: '127.0.0.1' }, domainName: 'x', stage: '$default', requestId: 'r' } });
const timed = async (work) => { const from = performance.now(); const value = await work(); return [performance.now() - from, value]; };
const [imported, { handler }] = await timed(() => import(${JSON.stringify(asset)}));
if (handler === undefined) { console.log(JSON.stringify({ imported, first: 0, healthz: 0, door: 0 })); process.exit(0); }
const [first] = await timed(() => handler(event('/api/inbox'), {}));
const warm = async (path) => { const times = []; for (let i = 0; i < 150; i += 1) times.push((await timed(() => handler(event(path), {})))[0]); return times.sort((a, b) => a - b)[75]; };
console.log(JSON.stringify({ imported, first, healthz: await warm('/healthz'), door: await warm('/api/inbox') }));
process.exit(0);
`;

const once = async (asset: string, endpoint: string): Promise<z.infer<typeof Measured>> => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script(asset)], {
    env: environment(endpoint),
  });
  return Measured.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
};

const EMPTY = `data:text/javascript,export default 1`;

export type FunctionStart = {
  /** Milliseconds, medians of fresh processes; importing an empty module is taken off. */
  importMs: number;
  emptyMs: number;
  /** The first request under /api brings the rules of the office. */
  firstRequestMs: number;
  /** Warm: the whole handler for a health check, and for a request that is turned away at the door. */
  healthzMs: number;
  doorMs: number;
};

/** What a start of the bundled API function costs on this machine, and what its handler adds to each request. */
export const functionStart = async (runs: number): Promise<FunctionStart> => {
  await bundle({ only: ['api'] });
  const { endpoint, server } = await secrets();
  try {
    const asset = pathToFileURL(join(assetFolder('api'), 'index.mjs')).href;
    const [api, empty]: [z.infer<typeof Measured>[], z.infer<typeof Measured>[]] = [[], []];
    for (let turn = 0; turn < runs; turn += 1) {
      api.push(await once(asset, endpoint));
      empty.push(await once(EMPTY, endpoint));
    }
    const median = (samples: z.infer<typeof Measured>[], key: keyof z.infer<typeof Measured>) =>
      percentile(
        samples.map((one) => one[key]),
        0.5,
      );
    const emptyMs = median(empty, 'imported');
    return {
      importMs: rounded(median(api, 'imported') - emptyMs),
      emptyMs: rounded(emptyMs),
      firstRequestMs: rounded(median(api, 'first')),
      healthzMs: rounded(median(api, 'healthz'), 2),
      doorMs: rounded(median(api, 'door'), 2),
    };
  } finally {
    server.close();
  }
};
