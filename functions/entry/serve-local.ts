import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { officeDate, shortDate } from '../../shared/kernel/time.ts';
import { refusalWords } from '../../shared/words/refusals.ts';
import { localIssuer } from '../adapters/local-issuer/issuer.ts';
import { oidcIdentity } from '../adapters/oidc/identity.ts';
import type { FetchLike } from '../adapters/oidc/provider.ts';
import type { App } from '../app/call.ts';
import { httpApp } from '../http/app.ts';
import { makeSessions } from '../http/sessions.ts';
import { withStepUp } from '../http/step-up-contract.ts';
import type { Identity } from '../ports/identity.ts';
import { addressOf } from './address-of.ts';
import type { Office } from './compose.ts';
import { localExtras } from './local-extras.ts';
import { localSecret } from './local-ports.ts';
import type { ServeOptions } from './serve-options.ts';

const CLIENT_ID = 'vanthu-web';
const AUDIENCE = 'vanthu-api';
const random = () => randomBytes(32).toString('base64url');

/** Whatever was stored is carried on at once, not at the next poll. */
const notifying = (office: Office): App => ({
  ...office.app,
  commands: new Map(
    [...office.app.commands].map(([name, handler]) => [
      name,
      async (call) => {
        const answer = await handler(call);
        if (answer.ok) office.relay.notify();
        return answer;
      },
    ]),
  ),
});

/** The identity provider, and the routes that the demo's own one brings. */
const identityOf = async (o: ServeOptions): Promise<{ identity: Identity; routes: Hono[] }> => {
  if (o.identity.kind === 'oidc')
    return {
      identity: oidcIdentity({ providers: o.identity.providers, fetch: (url, init) => fetch(url, init), random }),
      routes: [],
    };
  const issuer = `${o.publicUrl}/oidc`;
  const { people, pin } = o.identity;
  const clients = [{ id: CLIENT_ID, redirectUris: [`${o.publicUrl}/dang-nhap/xong`] }];
  const routes = new Hono().route(
    '/oidc',
    await localIssuer({
      issuer,
      demo: true,
      people,
      pin,
      clients,
      audience: AUDIENCE,
      realNow: o.ports.realNow,
      random,
    }),
  );
  // The same requests that a remote provider would get, without leaving the process.
  const inProcess: FetchLike = async (url, init) => routes.fetch(new Request(url, init));
  const providers = [{ issuer, clientId: CLIENT_ID, audience: AUDIENCE, personClaim: 'sub', scope: 'openid profile' }];
  return { identity: oidcIdentity({ providers, fetch: inProcess, random }), routes: [routes] };
};

/** One machine's HTTP: the API, sign-in, the public page, files; in the demo the identity provider too. */
export const serveLocal = async (o: ServeOptions): Promise<Hono> => {
  const { ports, office } = o;
  const { identity, routes } = await identityOf(o);
  const demo = o.identity.kind === 'demo';
  const banner = `BẢN TRÌNH DIỄN – không có giá trị pháp lý. Ngày của văn phòng trình diễn: ${shortDate(officeDate(ports.clock.now()))}.`;
  return httpApp({
    ...withStepUp({ app: notifying(office), contracts: office.contracts }, office.stepUp),
    stepUp: office.stepUp,
    identity,
    words: refusalWords,
    publicUrl: o.publicUrl,
    sessions: makeSessions({ key: localSecret(o.dataDir, 'session'), publicUrl: o.publicUrl, realNow: ports.realNow }),
    now: ports.clock.now,
    realNow: ports.realNow,
    log: o.log,
    traceId: () => ports.ids.ulid(),
    addressOf,
    profile: office.profile,
    ...(demo ? { demoBanner: banner } : {}),
    ...(o.openapi === undefined ? {} : { openapi: o.openapi }),
    ...(o.readOnly === undefined ? {} : { readOnly: o.readOnly }),
    extras: [...routes, ...localExtras(o, demo ? banner : undefined)],
  });
};
