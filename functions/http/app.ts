import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Contract } from '../../shared/kernel/contract.ts';
import { hashOf } from '../../shared/kernel/event-record.ts';
import { type Instant, milliseconds } from '../../shared/kernel/time.ts';
import type { RefusalWords } from '../../shared/words/refusals.ts';
import type { App, Caller } from '../app/call.ts';
import type { Identity } from '../ports/identity.ts';
import { doorStatus, makeAuthenticate } from './authenticate.ts';
import { contractRoutes } from './contract-routes.ts';
import { securityHeaders } from './headers.ts';
import { makeProblem, type Problem } from './problem.ts';
import { makeRateLimit } from './rate-limit.ts';
import type { Sessions } from './sessions.ts';

export type HttpLimits = {
  /** Bytes of a JSON body; files go by {@link fileRoutes}. */
  body: number;
  /** Milliseconds until the client is told to send again. */
  time: number;
  /** API requests per credential: at once, and refilled per second. */
  requests: { capacity: number; perSecond: number };
};
export const HTTP_LIMITS: HttpLimits = { body: 1_048_576, time: 25_000, requests: { capacity: 200, perSecond: 50 } };

export type HttpOptions = {
  app: App;
  contracts: readonly Contract[];
  sessions: Sessions;
  identity: Identity;
  words: RefusalWords;
  /** `https://vanthu.example.gov.vn`, no trailing slash: cookies, redirects and the QR are built on it. */
  publicUrl: string;
  limits?: Partial<HttpLimits>;
  /** The office clock (offset in the demo). */
  now: () => Instant;
  /** The wall clock: sessions, tokens, rate limits. */
  realNow: () => Instant;
  demoBanner?: string;
  /** One JSON line per surprise. */
  log: (line: Record<string, unknown>) => void;
  traceId: () => string;
  /** Client address behind whatever proxy the entry knows; rate limits count by it. */
  addressOf?: (c: Context) => string;
  /** What GET /api/me adds about the caller: name, positions held today. */
  profile?: (caller: Caller) => Promise<Record<string, unknown>>;
  openapi?: Record<string, unknown>;
  healthy?: () => Promise<boolean>;
  /** Sign-in, step-up, verification, files, the web files: mounted at the root, beside the API. */
  extras?: readonly Hono[];
};

const surprise =
  (o: HttpOptions, problem: Problem) =>
  (error: unknown, c: Context): Response => {
    const trace = o.traceId();
    // Name, message and stack stay here; the body of the request may hold personal data and is never logged.
    const told =
      error instanceof Error
        ? { name: error.name, message: error.message, stack: error.stack }
        : { message: String(error) };
    o.log({ level: 'error', trace, at: o.realNow(), method: c.req.method, path: c.req.path, ...told });
    return problem(c, { kind: 'invalid', code: 'kernel.surprise', facts: { trace } }, { status: 500 });
  };

const timeLimit =
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
const requestLimit = (o: HttpOptions, limits: HttpLimits, problem: Problem): MiddlewareHandler => {
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

const meRoute =
  (o: HttpOptions, authenticate: ReturnType<typeof makeAuthenticate>, problem: Problem) =>
  async (c: Context): Promise<Response> => {
    const caller = await authenticate(c);
    if (!caller.ok) return problem(c, caller.error, doorStatus(caller.error));
    return c.json({
      person: caller.value.person,
      authenticatedAt: caller.value.authenticatedAt,
      officeNow: o.now(),
      ...(o.demoBanner === undefined ? {} : { demoBanner: o.demoBanner }),
      ...(await o.profile?.(caller.value)),
    });
  };

/** The whole product over HTTP: one route per contract row, errors as problem documents (RFC 9457), nothing cached. */
export const httpApp = (o: HttpOptions): Hono => {
  const limits = { ...HTTP_LIMITS, ...o.limits };
  const problem = makeProblem(o.words);
  const { sessions, identity, realNow } = o;
  const onFault = (fault: string) => o.log({ level: 'info', at: realNow(), event: 'token-refused', fault });
  const authenticate = makeAuthenticate({
    sessions,
    identity,
    realNow,
    origins: [new URL(o.publicUrl).origin],
    onFault,
  });
  const app = new Hono();
  app.onError(surprise(o, problem));
  app.notFound((c) => problem(c, { kind: 'absent', code: 'kernel.no-such-address' }));
  app.use(securityHeaders(o.publicUrl));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, allowed) =>
        problem(
          c,
          { kind: 'invalid', code: 'kernel.method-not-allowed' },
          { status: 405, headers: { Allow: allowed.join(', ') } },
        ),
    }),
  );
  app.get('/healthz', async (c) => ((await (o.healthy?.() ?? true)) ? c.text('ok') : c.text('unhealthy', 503)));
  const tooLarge = (c: Context) => problem(c, { kind: 'invalid', code: 'kernel.body-too-large' }, { status: 413 });
  app.use('/api/*', requestLimit(o, limits, problem));
  app.use('/api/*', bodyLimit({ maxSize: limits.body, onError: tooLarge }));
  app.use('/api/*', timeLimit(limits.time, problem));
  app.get('/api/me', meRoute(o, authenticate, problem));
  const { openapi } = o;
  if (openapi !== undefined) app.get('/openapi.json', (c) => c.json(openapi));
  for (const extra of o.extras ?? []) app.route('/', extra);
  app.route('/', contractRoutes({ app: o.app, contracts: o.contracts, authenticate, problem }));
  return app;
};
