import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Contract } from '../../shared/kernel/contract.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { RefusalWords } from '../../shared/words/refusals.ts';
import type { App, Caller } from '../app/call.ts';
import type { StepUp } from '../app/step-up.ts';
import type { Identity } from '../ports/identity.ts';
import { ForeignCursor } from '../ports/store.ts';
import { type Authenticate, doorStatus, makeAuthenticate } from './authenticate.ts';
import { contractRoutes, type FileLink } from './contract-routes.ts';
import { securityHeaders } from './headers.ts';
import { HTTP_LIMITS, type HttpLimits, requestLimit, timeLimit } from './limits.ts';
import { pageRoutes } from './page.ts';
import { makeProblem, type Problem } from './problem.ts';
import { readOnlyGuard } from './read-only.ts';
import type { Sessions } from './sessions.ts';
import { signInRoutes } from './sign-in.ts';

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
  openapi?: () => Promise<Record<string, unknown>>;
  healthy?: () => Promise<boolean>;
  /** Acts are refused, reading goes on: during a move or a restore. */
  readOnly?: boolean;
  /** Run ahead of everything else: whether the request may come in at all. */
  before?: readonly MiddlewareHandler[];
  /** Mounts the re-authentication that proves presence ({@link withStepUp} adds the verb that opens it). */
  stepUp?: StepUp;
  /** Sends the browser to the files' own store for large files, whose rights the query has checked. */
  fileLink?: FileLink;
  /** Verification page, files, the local issuer, the web files: mounted at the root, beside the API. */
  extras?: readonly (Hono | ((door: Door) => Hono))[];
  /** Rows whose code is loaded when a request first reaches them ({@link lazyContracts}); after all others. */
  later?: (door: Door) => Hono;
};

/** What routes beside the contract rows need of the door: who is there, and how a no is said. */
export type Door = { authenticate: Authenticate; problem: Problem };

const surprise =
  (o: HttpOptions, problem: Problem) =>
  (error: unknown, c: Context): Response => {
    if (error instanceof ForeignCursor) return problem(c, { kind: 'invalid', code: 'kernel.invalid-cursor' });
    const trace = o.traceId();
    // Name, message and stack stay here; the body of the request may hold personal data and is never logged.
    const told =
      error instanceof Error
        ? { name: error.name, message: error.message, stack: error.stack }
        : { message: String(error) };
    o.log({ level: 'error', trace, at: o.realNow(), method: c.req.method, path: c.req.path, ...told });
    return problem(c, { kind: 'invalid', code: 'kernel.surprise', facts: { trace } }, { status: 500 });
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

const makeDoor = (o: HttpOptions): Door => {
  const { sessions, identity, realNow } = o;
  const onFault = (fault: string) => o.log({ level: 'info', at: realNow(), event: 'token-refused', fault });
  const origins = [new URL(o.publicUrl).origin];
  return {
    authenticate: makeAuthenticate({ sessions, identity, realNow, origins, onFault }),
    problem: makeProblem(o.words),
  };
};

const guards = (app: Hono, o: HttpOptions, problem: Problem): void => {
  const limits = { ...HTTP_LIMITS, ...o.limits };
  const tooLarge = (c: Context) => problem(c, { kind: 'invalid', code: 'kernel.body-too-large' }, { status: 413 });
  app.onError(surprise(o, problem));
  app.notFound((c) => problem(c, { kind: 'absent', code: 'kernel.no-such-address' }));
  app.use(securityHeaders(o.publicUrl));
  const onMethodNotAllowed = (c: Context, allowed: string[]) => {
    const headers = { Allow: allowed.join(', ') };
    return problem(c, { kind: 'invalid', code: 'kernel.method-not-allowed' }, { status: 405, headers });
  };
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  app.use('/api/*', requestLimit(o, limits, problem));
  if (o.readOnly === true) for (const path of ['/api/*', '/files/*']) app.use(path, readOnlyGuard(problem));
  app.use('/api/*', bodyLimit({ maxSize: limits.body, onError: tooLarge }));
  app.use('/api/*', timeLimit(limits.time, problem));
};

/** The whole product over HTTP: one route per contract row, errors as problem documents (RFC 9457), nothing cached. */
export const httpApp = (o: HttpOptions): Hono => {
  const door = makeDoor(o);
  const app = new Hono();
  for (const guard of o.before ?? []) app.use(guard);
  guards(app, o, door.problem);
  app.get('/healthz', async (c) => ((await (o.healthy?.() ?? true)) ? c.text('ok') : c.text('unhealthy', 503)));
  app.get('/api/me', meRoute(o, door.authenticate, door.problem));
  const { openapi, stepUp } = o;
  if (openapi !== undefined) app.get('/openapi.json', async (c) => c.json(await openapi()));
  app.route('/', pageRoutes());
  if (stepUp !== undefined) app.route('/', signInRoutes({ ...o, ...door, stepUp }));
  for (const extra of o.extras ?? []) app.route('/', typeof extra === 'function' ? extra(door) : extra);
  app.route('/', contractRoutes({ app: o.app, contracts: o.contracts, fileLink: o.fileLink, ...door }));
  if (o.later !== undefined) app.route('/', o.later(door));
  return app;
};
