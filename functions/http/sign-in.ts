import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import * as z from 'zod';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { StepUp } from '../app/step-up.ts';
import type { Identity, IdentityFault, ProvenIdentity } from '../ports/identity.ts';
import { type Authenticate, doorStatus, fromOwnPage } from './authenticate.ts';
import { page, wantsJson } from './page.ts';
import type { Problem } from './problem.ts';
import type { Sessions } from './sessions.ts';

export type SignInOptions = {
  identity: Identity;
  sessions: Sessions;
  stepUp: StepUp;
  authenticate: Authenticate;
  problem: Problem;
  publicUrl: string;
  realNow: () => Instant;
  log: (line: Record<string, unknown>) => void;
  demoBanner?: string;
};

export const CALLBACK = '/dang-nhap/xong';

const Kept = z.object({
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  maxAge: z.number().optional(),
  returnTo: z.string(),
  intent: z.string().optional(),
});
type Kept = z.infer<typeof Kept>;

/** Only a path on this site: `//host` and `/\host` are other sites to a browser. */
export const localPath = (wish: string | undefined): string =>
  wish !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wish) ? wish : '/';

/** One cookie per attempt, so that two tabs do not undo each other. */
const cookieOf = (state: string): string => `vanthu-in-${state.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16)}`;

const failed = (c: Context, o: SignInOptions, fault: IdentityFault | 'unknown-attempt'): Response => {
  o.log({ level: 'info', at: o.realNow(), event: 'sign-in-failed', fault });
  const unreachable = fault === 'provider-unreachable';
  const refusal: Refusal = {
    kind: 'forbidden',
    code: unreachable ? 'kernel.identity-provider-unavailable' : 'kernel.sign-in-failed',
  };
  const status = unreachable ? 503 : 401;
  if (wantsJson(c)) return o.problem(c, refusal, { status });
  return page(c, {
    title: 'Đăng nhập không thành công',
    status,
    demoBanner: o.demoBanner,
    body: html`<h1>Đăng nhập không thành công</h1>
      <p>${unreachable ? 'Không kết nối được hệ thống định danh. Hãy thử lại sau ít phút.' : 'Lượt đăng nhập đã quá 10 phút, đã dùng rồi, hoặc bị từ chối.'}</p>
      <p><a class="button" href="/dang-nhap">Đăng nhập lại</a></p>`,
  });
};

/** Sends the browser to the provider, with what must come back sealed in a cookie. */
const sendAway = async (
  c: Context,
  o: SignInOptions,
  wish: { returnTo: string; intent?: { id: string; challenge: string; person: string }; fresh?: boolean },
): Promise<Response> => {
  const { intent } = wish;
  const begun = await o.identity.begin({
    redirectUri: `${o.publicUrl}${CALLBACK}`,
    ...(intent === undefined ? {} : { fresh: true, nonce: intent.challenge, hint: intent.person }),
    ...(wish.fresh === true ? { fresh: true } : {}),
  });
  if (!begun.ok) return failed(c, o, begun.error);
  const { transaction, url } = begun.value;
  const kept: Kept = {
    ...transaction,
    returnTo: wish.returnTo,
    ...(intent === undefined ? {} : { intent: intent.id }),
  };
  await o.sessions.keep(c, cookieOf(transaction.state), kept);
  return c.redirect(url, 302);
};

const proven = async (c: Context, o: SignInOptions, kept: Kept & { intent: string }, who: ProvenIdentity) => {
  // A provider that leaves auth_time out has not said when the person was present: no proof.
  const answered = who.authTimeClaimed
    ? await o.stepUp.prove(kept.intent, {
        person: who.person,
        issuer: who.issuer,
        authTime: who.authenticatedAt,
        nonce: kept.nonce,
      })
    : ({ ok: false, error: { kind: 'unmet', code: 'step-up.not-fresh' } } as const);
  if (!answered.ok) {
    if (wantsJson(c)) return o.problem(c, answered.error);
    return c.redirect(withResult(kept.returnTo, { 'xac-nhan-loi': answered.error.code }), 303);
  }
  if (wantsJson(c)) return c.json({ id: kept.intent, status: 'proven' });
  return c.redirect(withResult(kept.returnTo, { 'xac-nhan': kept.intent }), 303);
};

const withResult = (path: string, result: Record<string, string>): string => {
  const url = new URL(path, 'http://local');
  for (const [name, value] of Object.entries(result)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
};

const callback =
  (o: SignInOptions) =>
  async (c: Context): Promise<Response> => {
    const answer = c.req.query();
    const kept = Kept.safeParse(await o.sessions.take(c, cookieOf(answer.state ?? '')));
    if (!kept.success) return failed(c, o, 'unknown-attempt');
    const { returnTo, intent, maxAge, ...rest } = kept.data;
    const transaction = { ...rest, ...(maxAge === undefined ? {} : { maxAge }) };
    const redirectUri = `${o.publicUrl}${CALLBACK}`;
    const who = await o.identity.finish({ transaction, answer, redirectUri, at: o.realNow() });
    if (!who.ok) return failed(c, o, who.error);
    const { person, issuer, authenticatedAt, name } = who.value;
    if (intent !== undefined) return proven(c, o, { ...kept.data, intent }, who.value);
    await o.sessions.start(c, { person, issuer, authenticatedAt, ...(name === undefined ? {} : { name }) });
    return c.redirect(returnTo, 303);
  };

const reauthenticate =
  (o: SignInOptions) =>
  async (c: Context): Promise<Response> => {
    const caller = await o.authenticate(c);
    if (!caller.ok) return o.problem(c, caller.error, doorStatus(caller.error));
    const found = await o.stepUp.find(c.req.param('id') ?? '', caller.value.person);
    if (!found.ok) return o.problem(c, found.error);
    const { id, challenge, status } = found.value;
    if (status !== 'open') return o.problem(c, { kind: 'conflict', code: 'step-up.already-proven' });
    return sendAway(c, o, {
      returnTo: localPath(c.req.query('return')),
      intent: { id, challenge, person: caller.value.person },
    });
  };

/** Đăng nhập, đăng xuất, and the second proof of presence before signing. */
export const signInRoutes = (o: SignInOptions): Hono => {
  const routes = new Hono();
  routes.get('/dang-nhap', (c) => sendAway(c, o, { returnTo: localPath(c.req.query('return')) }));
  routes.get(CALLBACK, callback(o));
  routes.post('/dang-xuat', (c) => {
    if (!fromOwnPage(c, [new URL(o.publicUrl).origin]))
      return o.problem(c, { kind: 'forbidden', code: 'kernel.cross-site-request' });
    o.sessions.end(c);
    return c.body(null, 204);
  });
  routes.get('/api/step-up/:id/reauthenticate', reauthenticate(o));
  return routes;
};
