import { Hono } from 'hono';
import { localIssuer } from '../../../functions/adapters/local-issuer/issuer.ts';
import type { DemoPerson } from '../../../functions/adapters/local-issuer/people.ts';
import { oidcIdentity } from '../../../functions/adapters/oidc/identity.ts';
import { sqliteStore } from '../../../functions/adapters/sqlite/store.ts';
import { makeExecute } from '../../../functions/app/execute.ts';
import { type DescribeIntent, makeStepUp } from '../../../functions/app/step-up.ts';
import { httpApp } from '../../../functions/http/app.ts';
import { makeSessions } from '../../../functions/http/sessions.ts';
import { withStepUp } from '../../../functions/http/step-up-contract.ts';
import { Actor } from '../../../shared/kernel/actor.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { refusalWords } from '../../../shared/words/refusals.ts';
import { contracts, fakeApp, KEY, NOW, wallClock } from './office.ts';

export const PUBLIC_URL = 'http://127.0.0.1:8080';
export const PIN = '246810';
export const people: DemoPerson[] = [
  {
    id: 'p01',
    name: 'Nguyễn Quốc Khải',
    title: 'Chủ tịch',
    unit: 'Ủy ban nhân dân thành phố Hà Nội',
    role: 'Ký ban hành',
  },
  {
    id: 'p09',
    name: 'Đặng Thu Ngân',
    title: 'Chuyên viên',
    unit: 'Văn phòng Ủy ban nhân dân thành phố Hà Nội',
    role: 'Soạn thảo',
  },
  { id: 'p12', name: 'Vũ Hải Đăng', title: 'Giám đốc', unit: 'Sở Nội vụ' },
];

export const actorOf = (person: string): Actor =>
  Actor.parse({ person, name: 'Nguyễn Quốc Khải', position: 'h01', title: 'Chủ tịch', unit: 'UBND-HN' });

const counter = (prefix: string, length: number) => {
  let n = 0;
  return () => {
    n += 1;
    return `${prefix}${n}`.padEnd(length, '0');
  };
};

/** Only the chair may sign here; what the step-up binds is then in the hands of the rules under test. */
const describe: DescribeIntent = async (caller) =>
  caller.person === 'p01'
    ? ok({ actor: actorOf('p01'), capacity: 'CHỦ TỊCH' })
    : refuse('forbidden', 'step-up.other-person');

/** The office behind its real doors: the local issuer, the OpenID client, sealed cookies, intents in a real store. */
export const aDemoOffice = async (o: { publicUrl?: string; extras?: readonly Hono[]; people?: DemoPerson[] } = {}) => {
  const publicUrl = o.publicUrl ?? PUBLIC_URL;
  const clock = wallClock();
  const store = sqliteStore({ file: ':memory:', now: () => NOW });
  const officeClock = { now: () => NOW };
  const execute = makeExecute({ store, realNow: () => NOW });
  const ids = { ulid: counter('01HD5Z2N6B8W3V9KQJ4T7RX', 26), code: counter('abcdefgh', 26) };
  const stepUp = makeStepUp({ store, execute, ids, clock: officeClock, realNow: clock.now, describe });
  const issuer = `${publicUrl}/oidc`;
  const random = counter('r', 43);
  const client = { id: 'vanthu-web', redirectUris: [`${publicUrl}/dang-nhap/xong`] };
  const local = await localIssuer({
    issuer,
    demo: true,
    people: o.people ?? people,
    pin: PIN,
    clients: [client],
    audience: 'vanthu-api',
    realNow: clock.now,
    random,
  });
  const door: { http?: Hono } = {};
  const identity = oidcIdentity({
    providers: [{ issuer, clientId: client.id, audience: 'vanthu-api', personClaim: 'sub', scope: 'openid profile' }],
    fetch: async (url, init) => (await door.http?.request(url, init)) ?? Response.error(),
    random,
  });
  const logged: Record<string, unknown>[] = [];
  const sessions = makeSessions({ key: KEY, publicUrl, realNow: clock.now });
  const http = httpApp({
    ...withStepUp({ app: fakeApp().app, contracts }, stepUp),
    sessions,
    identity,
    stepUp,
    words: refusalWords,
    publicUrl,
    now: () => NOW,
    realNow: clock.now,
    log: (line) => logged.push(line),
    traceId: () => 'trace-1',
    demoBanner: 'BẢN TRÌNH DIỄN',
    extras: [new Hono().route('/oidc', local), ...(o.extras ?? [])],
  });
  door.http = http;
  return { http, clock, store, identity, stepUp, logged };
};

/** A browser in small: keeps cookies, follows nothing by itself, sends what a same-origin page sends. */
export const aBrowser = (http: Hono) => {
  const jar = new Map<string, string>();
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await http.request(new URL(url, PUBLIC_URL).toString(), { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const at = pair.indexOf('=');
      const gone = attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0');
      if (gone) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const form = (url: string, fields: Record<string, string>) =>
    go(url, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  /** Fills in the provider's form and comes back with its answer. */
  const prove = async (authorizeUrl: string, person: string, pin = PIN) => {
    const asked = Object.fromEntries(new URL(authorizeUrl).searchParams);
    return form(`${PUBLIC_URL}/oidc/authorize`, { ...asked, person, pin });
  };
  const signIn = async (person: string) => {
    const away = await go('/dang-nhap?return=/van-ban');
    const back = await prove(away.headers.get('Location') ?? '', person);
    return go(back.headers.get('Location') ?? '');
  };
  const own = { 'X-Van-Thu': '1', 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' };
  const send = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    go(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { ...own, 'Idempotency-Key': 'key-0123456789-abcdef', ...headers },
    });
  return { go, form, prove, signIn, send, jar };
};
