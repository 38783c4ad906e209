import type { Context } from 'hono';
import { PositionId } from '../../shared/kernel/ids.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Caller } from '../app/call.ts';
import type { Identity, IdentityFault } from '../ports/identity.ts';
import type { Sessions } from './sessions.ts';

export type AuthenticateOptions = {
  sessions: Sessions;
  identity: Identity;
  realNow: () => Instant;
  /** Origins whose pages may send unsafe cookie requests when the browser gives no Sec-Fetch-Site. */
  origins: readonly string[];
  /** Faults of tokens are for the log; the client hears "not signed in". */
  onFault?: (fault: IdentityFault) => void;
};

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Cookie requests that change something must come from our own pages: the custom header cannot be sent across sites without CORS,
 * and the browser itself says where the request began.
 */
export const fromOwnPage = (c: Context, origins: readonly string[]): boolean => {
  if (SAFE.has(c.req.method)) return true;
  if (c.req.header('X-Van-Thu') !== '1') return false;
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('Origin');
  return origin !== undefined && origins.includes(origin);
};

const actingAs = (c: Context): Result<{ as?: PositionId }, Refusal> => {
  const header = c.req.header('Acting-As');
  if (header === undefined || header === '') return ok({});
  const position = PositionId.safeParse(header);
  return position.success ? ok({ as: position.data }) : refuse('invalid', 'kernel.invalid-params');
};

/** Who is at the door: a bearer access token (API clients, exempt from the cross-site check) or the session cookie. */
export const makeAuthenticate =
  (options: AuthenticateOptions) =>
  async (c: Context): Promise<Result<Caller, Refusal>> => {
    const as = actingAs(c);
    if (!as.ok) return as;
    const bearer = /^Bearer ([\w.~+/=-]+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    if (bearer !== undefined) {
      const proven = await options.identity.verifyAccessToken(bearer, options.realNow());
      if (!proven.ok) {
        options.onFault?.(proven.error);
        return refuse('forbidden', 'kernel.unauthenticated');
      }
      return ok({ person: proven.value.person, authenticatedAt: proven.value.authenticatedAt, ...as.value });
    }
    if (c.req.header('Authorization') !== undefined) return refuse('forbidden', 'kernel.unauthenticated');
    const session = await options.sessions.read(c);
    if (session === undefined) return refuse('forbidden', 'kernel.unauthenticated');
    if (!fromOwnPage(c, options.origins)) return refuse('forbidden', 'kernel.cross-site-request');
    return ok({ person: session.person, authenticatedAt: session.authenticatedAt, ...as.value });
  };
export type Authenticate = ReturnType<typeof makeAuthenticate>;

/** 401 for a missing session, the usual status for every other refusal at the door. */
export const doorStatus = (refusal: Refusal): { status: 401; headers: Record<string, string> } | undefined =>
  refusal.code === 'kernel.unauthenticated'
    ? { status: 401, headers: { 'WWW-Authenticate': 'Bearer realm="van-thu"' } }
    : undefined;
