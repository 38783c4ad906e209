import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as z from 'zod';
import { type Instant, milliseconds } from '../../../shared/kernel/time.ts';
import { pkceChallenge } from '../oidc/pkce.ts';
import { type AuthorizationRequest, type Client, readRequest } from './authorization-request.ts';
import { DemoPerson } from './people.ts';
import { refusedPage, signInPage, signInStyle } from './sign-in-page.ts';
import { makeTokens, type Tokens } from './tokens.ts';

export type LocalIssuerOptions = {
  /** `http://127.0.0.1:8080/oidc`: where these routes are mounted. */
  issuer: string;
  /** Must be true: the PIN is printed at start, so this provider proves nothing to anyone. */
  demo: boolean;
  people: readonly DemoPerson[];
  pin: string;
  clients: readonly Client[];
  audience: string;
  realNow: () => Instant;
  /** 256 random bits, url-safe. */
  random: () => string;
};

type Grant = { person: DemoPerson; request: AuthorizationRequest; authTime: number };
const CODE_SECONDS = 60;
const TRIES = 5;
const LOCK_SECONDS = 30;

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const page = (c: Context, body: string | Promise<string>, status: 200 | 400 | 401 | 429 = 200) => {
  c.header('Content-Security-Policy', PAGE_POLICY);
  c.header('Cache-Control', 'no-store');
  return c.html(body, status);
};

/** Codes live a minute and are spent by being asked for, right or wrong (RFC 6749 §4.1.2). */
const makeGrants = (random: () => string) => {
  const grants = new Map<string, Grant>();
  return {
    put: (grant: Grant, now: number): string => {
      for (const [code, old] of grants) if (now - old.authTime > CODE_SECONDS) grants.delete(code);
      const code = random();
      grants.set(code, grant);
      return code;
    },
    take: (code: string, now: number): Grant | undefined => {
      const grant = grants.get(code);
      grants.delete(code);
      return grant !== undefined && now - grant.authTime <= CODE_SECONDS ? grant : undefined;
    },
  };
};

/** After five wrong PINs a person waits half a minute: six digits are then out of reach of guessing. */
const makeTries = () => {
  const wrong = new Map<string, { count: number; at: number }>();
  return {
    locked: (person: string, now: number) => {
      const seen = wrong.get(person);
      return seen !== undefined && seen.count >= TRIES && now - seen.at < LOCK_SECONDS;
    },
    miss: (person: string, now: number) => {
      const seen = wrong.get(person);
      const count = seen === undefined || now - seen.at >= LOCK_SECONDS ? 1 : seen.count + 1;
      wrong.set(person, { count, at: now });
    },
    clear: (person: string) => wrong.delete(person),
  };
};

const backTo = (c: Context, request: AuthorizationRequest, answer: Record<string, string>, issuer: string) => {
  const url = new URL(request.redirect_uri);
  for (const [name, value] of Object.entries({ ...answer, state: request.state, iss: issuer }))
    url.searchParams.set(name, value);
  return c.redirect(url.toString(), 303);
};

const authorizeRoutes = (o: LocalIssuerOptions, grants: ReturnType<typeof makeGrants>): Hono => {
  const routes = new Hono();
  const tries = makeTries();
  const seconds = () => Math.floor(milliseconds(o.realNow()) / 1000);
  const show = (
    c: Context,
    request: AuthorizationRequest,
    problem?: { text: string; status: 401 | 429; chosen?: string },
  ) =>
    page(
      c,
      signInPage({
        people: o.people,
        request,
        ...(problem === undefined
          ? {}
          : { problem: problem.text, ...(problem.chosen === undefined ? {} : { chosen: problem.chosen }) }),
      }),
      problem?.status,
    );
  routes.get('/authorize', (c) => {
    const request = readRequest(c.req.query(), o.clients);
    if (request === undefined) return page(c, refusedPage(), 400);
    // This provider remembers nobody, so every sign-in is a fresh proof and a silent one is never possible.
    if (request.prompt === 'none') return backTo(c, request, { error: 'login_required' }, o.issuer);
    return show(c, request);
  });
  routes.post('/authorize', async (c) => {
    const form = await c.req.parseBody();
    const request = readRequest(form, o.clients);
    if (request === undefined) return page(c, refusedPage(), 400);
    const now = seconds();
    const person = o.people.find((each) => each.id === form.person);
    if (person === undefined) return show(c, request, { text: 'Hãy chọn một người.', status: 401 });
    if (tries.locked(person.id, now))
      return show(c, request, {
        text: `Sai mã PIN nhiều lần. Chờ ${LOCK_SECONDS} giây rồi thử lại.`,
        status: 429,
        chosen: person.id,
      });
    if (form.pin !== o.pin) {
      tries.miss(person.id, now);
      return show(c, request, { text: 'Mã PIN chưa đúng.', status: 401, chosen: person.id });
    }
    tries.clear(person.id);
    return backTo(c, request, { code: grants.put({ person, request, authTime: now }, now) }, o.issuer);
  });
  return routes;
};

const TokenRequest = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  client_id: z.string(),
  code_verifier: z.string().min(43).max(128),
});

const tokenRoute =
  (o: LocalIssuerOptions, grants: ReturnType<typeof makeGrants>, tokens: Tokens) => async (c: Context) => {
    const asked = TokenRequest.safeParse(await c.req.parseBody());
    c.header('Cache-Control', 'no-store');
    if (!asked.success) return c.json({ error: 'invalid_request' }, 400);
    const now = Math.floor(milliseconds(o.realNow()) / 1000);
    const grant = grants.take(asked.data.code, now);
    const fits =
      grant !== undefined &&
      grant.request.client_id === asked.data.client_id &&
      grant.request.redirect_uri === asked.data.redirect_uri &&
      grant.request.code_challenge === pkceChallenge(asked.data.code_verifier);
    if (!fits) return c.json({ error: 'invalid_grant' }, 400);
    const { person, request, authTime } = grant;
    return c.json(
      await tokens.issue({
        person,
        clientId: request.client_id,
        authTime,
        now,
        ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
      }),
    );
  };

/** A small real OpenID provider for the demo people: same protocol, same verification path as in production. */
export const localIssuer = async (o: LocalIssuerOptions): Promise<Hono> => {
  if (!o.demo) throw new Error('the local issuer serves the demo only');
  z.array(DemoPerson).min(1).parse(o.people);
  const tokens = await makeTokens({ issuer: o.issuer, audience: o.audience, kid: o.random().slice(0, 16) });
  const grants = makeGrants(o.random);
  const routes = new Hono();
  routes.use(async (c, next) => {
    await next();
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
  });
  routes.use(bodyLimit({ maxSize: 65_536 }));
  routes.get('/.well-known/openid-configuration', (c) =>
    c.json({
      issuer: o.issuer,
      authorization_endpoint: `${o.issuer}/authorize`,
      token_endpoint: `${o.issuer}/token`,
      jwks_uri: `${o.issuer}/jwks.json`,
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      scopes_supported: ['openid', 'profile'],
      authorization_response_iss_parameter_supported: true,
    }),
  );
  routes.get('/jwks.json', (c) => c.json(tokens.jwks));
  routes.get('/sign-in.css', (c) =>
    c.body(signInStyle, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'max-age=300' }),
  );
  routes.post('/token', tokenRoute(o, grants, tokens));
  routes.route('/', authorizeRoutes(o, grants));
  return routes;
};
