import { handle } from 'hono/aws-lambda';
import * as kernelRefusals from '../../../shared/words/kernel-refusals.ts';
import type { App } from '../../app/call.ts';
import type { StepUp } from '../../app/step-up.ts';
import { ApiConfig } from '../../aws-config.ts';
import { lazyContracts } from '../../http/lazy-contracts.ts';
import { addressOf, awsHttp, bannerOf } from './door.ts';
import { readEnvironment } from './environment.ts';
import { later } from './later.ts';
import { lazyFiles } from './lazy-files.ts';
import { once } from './once.ts';
import { awsState } from './state.ts';

/** The API, sign-in, the start page and the look at a printed code. */
const config = readEnvironment(ApiConfig);
const state = awsState(config);
const files = lazyFiles(async () => {
  const s3 = await import('./s3.ts');
  return s3.awsFiles(config, s3.s3Client());
});
// Loaded by the first request that needs a rule; public pages and sign-in answer without.
const office = once(async () => (await import('./api-office.ts')).apiOffice(config, state, files));

const stepUp: StepUp = {
  open: async (call) => (await office()).stepUp.open(call),
  find: async (...asked) => (await office()).stepUp.find(...asked),
  prove: async (...proof) => (await office()).stepUp.prove(...proof),
};
const LINK_SECONDS = 60;
const nothing: App = { commands: new Map(), queries: new Map() };
const banner = bannerOf(config, state);

const http = await awsHttp(config, state, {
  app: nothing,
  contracts: [],
  // What the door itself can refuse; the office brings the rest of the sentences with its rules.
  words: kernelRefusals,
  stepUp,
  profile: async (caller) => (await office()).profile(caller),
  openapi: async () => (await import('../../http/openapi.json', { with: { type: 'json' } })).default,
  extras: [
    later('/', async (door) => {
      const [{ homeRoutes }, loaded] = await Promise.all([import('../../http/home.ts'), office()]);
      return homeRoutes({ ...loaded, ...banner })(door);
    }),
    later('/xac-thuc/:code', async () => {
      const { lookUp } = await import('./look-up.ts');
      return lookUp(state, { addressOf: addressOf(config.ORIGIN_SECRET !== undefined), ...banner });
    }),
  ],
  later: lazyContracts(async () => ({
    ...(await office()),
    fileLink: ({ hash, ...file }) => files.downloadUrl({ ...file, sha256: hash, expiresInSeconds: LINK_SECONDS }),
  })),
});

export const handler = handle(http);
