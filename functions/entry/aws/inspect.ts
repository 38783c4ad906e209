import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { makeVerifyByCode } from '../../app/queries/verify-by-code.ts';
import { InspectConfig } from '../../aws-config.ts';
import { securityHeaders } from '../../http/headers.ts';
import { pageRoutes } from '../../http/page.ts';
import { verificationRoutes } from '../../http/verification.ts';
import { verifierInWorker } from '../../paper/verify/in-worker.ts';
import { bucketRoots } from './certificates.ts';
import { addressOf, bannerOf, originGuard, readOriginSecret } from './door.ts';
import { readEnvironment } from './environment.ts';
import { s3Client } from './s3.ts';
import { awsState, realNow } from './state.ts';

/** A request of Lambda holds 6 MB of text: 4.5 MB of bytes in base64. */
const MOST_UPLOADED = 4 * 1024 * 1024;

/** Files of strangers: parsed here, under a role that can read the roots and what a code shows, and nothing else. */
const config = readEnvironment(InspectConfig);
const state = awsState(config);
const trusted = bucketRoots({ client: s3Client(), bucket: config.FILES_BUCKET, clock: { now: realNow } });
const verify = verifierInWorker(new URL('./verify-worker.mjs', import.meta.url));

const http = new Hono();
http.use(originGuard(await readOriginSecret(config.ORIGIN_SECRET)));
http.use(securityHeaders(config.PUBLIC_URL));
http.route('/', pageRoutes());
http.route(
  '/',
  verificationRoutes({
    verifyByCode: makeVerifyByCode(state.views),
    verifyUpload: async (pdf) => {
      const roots = await trusted();
      return verify(pdf, { roots, timestampRoots: roots, at: state.clock.now() });
    },
    maxUpload: MOST_UPLOADED,
    realNow,
    addressOf: addressOf(config.ORIGIN_SECRET !== undefined),
    ...bannerOf(config, state),
  }),
);

export const handler = handle(http);
