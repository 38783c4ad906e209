import type { Context, MiddlewareHandler } from 'hono';
import { hashOf } from '../../shared/kernel/event-record.ts';
import { type Instant, milliseconds } from '../../shared/kernel/time.ts';
import type { Problem } from './problem.ts';
import { makeRateLimit } from './rate-limit.ts';

export type HttpLimits = {
  /** Bytes of a JSON body; files go by {@link fileRoutes}. */
  body: number;
  /** Milliseconds until the client is told to send again. */
  time: number;
  /** API requests per credential: at once, and refilled per second. */
  requests: { capacity: number; perSecond: number };
};
export const HTTP_LIMITS: HttpLimits = { body: 1_048_576, time: 25_000, requests: { capacity: 200, perSecond: 50 } };

/** Nobody waits longer than this; the act itself may still finish, and its idempotency key makes asking again safe. */
export const timeLimit =
  (time: number, problem: Problem): MiddlewareHandler =>
  async (c, next) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, time, 'late');
    });
    const first = await Promise.race([next(), late]).finally(() => clearTimeout(timer));
    if (first === 'late')
      return problem(
        c,
        { kind: 'conflict', code: 'kernel.too-slow' },
        { status: 503, headers: { 'Retry-After': '2' } },
      );
    return undefined;
  };

/** Each credential has its bucket, and each address ten: an office behind one address is many people, a flood of made-up tokens is not. */
export const requestLimit = (
  o: { realNow: () => Instant; addressOf?: ((c: Context) => string) | undefined },
  limits: HttpLimits,
  problem: Problem,
): MiddlewareHandler => {
  const wall = { milliseconds: () => milliseconds(o.realNow()) };
  const { capacity, perSecond } = limits.requests;
  const perCredential = makeRateLimit({ capacity, perSecond, ...wall });
  const perAddress = makeRateLimit({ capacity: capacity * 10, perSecond: perSecond * 10, ...wall });
  return async (c, next) => {
    const address = o.addressOf?.(c) ?? 'all';
    const credential = c.req.header('Authorization') ?? c.req.header('Cookie') ?? '';
    const seconds = perAddress(address) ?? perCredential(`${address} ${hashOf(credential)}`);
    if (seconds === undefined) return next();
    return problem(
      c,
      { kind: 'conflict', code: 'kernel.too-many-requests', facts: { seconds } },
      { status: 429, headers: { 'Retry-After': String(seconds) } },
    );
  };
};
