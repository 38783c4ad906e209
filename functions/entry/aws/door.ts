import { hkdfSync, timingSafeEqual } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { officeDate, shortDate } from '../../../shared/kernel/time.ts';
import { readSecret } from '../../adapters/secrets/secrets.ts';
import type { DoorConfig, StateConfig } from '../../aws-config.ts';
import { type HttpOptions, httpApp } from '../../http/app.ts';
import { makeSessions, type Sessions } from '../../http/sessions.ts';
import type { Identity } from '../../ports/identity.ts';
import { lazyIdentity } from './lazy-identity.ts';
import { type AwsState, logLine, RETRIES, realNow } from './state.ts';

/** What API Gateway tells of the connection. */
const Connected = z.object({
  event: z.object({ requestContext: z.object({ http: z.object({ sourceIp: z.string() }) }) }),
});

/**
 * The client's address: as CloudFront saw it when every request has to come through it ({@link originGuard}), else as API Gateway did. Without a
 * distribution the header is anybody's claim.
 */
export const addressOf =
  (behindDistribution: boolean) =>
  (c: Context): string => {
    const viewer = behindDistribution ? c.req.header('CloudFront-Viewer-Address')?.replace(/:\d+$/, '') : undefined;
    const known = Connected.safeParse(c.env);
    return viewer ?? (known.success ? known.data.event.requestContext.http.sourceIp : 'unknown');
  };

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** Requests that did not come through the distribution (and its firewall) are turned away; without a distribution everybody may come. */
export const originGuard =
  (secret: string | undefined): MiddlewareHandler =>
  async (c, next) => {
    if (secret === undefined || same(c.req.header('X-Origin-Verify') ?? '', secret)) return next();
    return c.text('Forbidden', 403);
  };

const SESSION_KEY_BYTES = 32;
const secretsClient = () => new SecretsManagerClient(RETRIES);

export const readOriginSecret = async (arn: string | undefined): Promise<string | undefined> =>
  arn === undefined ? undefined : readSecret({ client: secretsClient(), arn });

/** Who is at the door, the same answer in every function: sessions sealed with one key, tokens of the same providers. */
export const awsIdentity = async (
  config: z.infer<typeof DoorConfig>,
): Promise<{ sessions: Sessions; identity: Identity; guard: MiddlewareHandler }> => {
  const secret = await readSecret({ client: secretsClient(), arn: config.SESSION_SECRET });
  if (secret.length < 32) throw new Error('the session secret has fewer than 32 characters');
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'vanthu session', SESSION_KEY_BYTES));
  return {
    sessions: makeSessions({ key, publicUrl: config.PUBLIC_URL, realNow }),
    identity: lazyIdentity(config.OIDC_PROVIDERS),
    guard: originGuard(await readOriginSecret(config.ORIGIN_SECRET)),
  };
};

export type HttpConfig = z.infer<typeof DoorConfig> & z.infer<typeof StateConfig> & { READ_ONLY?: boolean | undefined };

/** The banner of a demo stage, on pages and in GET /api/me. */
export const bannerOf = (config: z.infer<typeof StateConfig>, state: Pick<AwsState, 'clock'>) =>
  config.DEMO
    ? {
        demoBanner: `BẢN TRÌNH DIỄN – không có giá trị pháp lý. Ngày của văn phòng trình diễn: ${shortDate(officeDate(state.clock.now()))}.`,
      }
    : {};

/** HTTP for one function: the same door everywhere, and the rows that this function answers. */
export const awsHttp = async (
  config: HttpConfig,
  state: Pick<AwsState, 'clock' | 'ids'>,
  rows: Pick<HttpOptions, 'app' | 'contracts' | 'words'> & Partial<HttpOptions>,
): Promise<Hono> => {
  const { guard, ...who } = await awsIdentity(config);
  return httpApp({
    ...who,
    publicUrl: config.PUBLIC_URL,
    now: state.clock.now,
    realNow,
    log: logLine,
    traceId: () => state.ids.ulid(),
    addressOf: addressOf(config.ORIGIN_SECRET !== undefined),
    before: [guard],
    ...(config.READ_ONLY === true ? { readOnly: true } : {}),
    ...bannerOf(config, state),
    ...rows,
  });
};
