import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { localIssuer } from '../../../../functions/adapters/local-issuer/issuer.ts';
import { oidcIdentity } from '../../../../functions/adapters/oidc/identity.ts';
import { Instant } from '../../../../shared/kernel/time.ts';

const NOW = Instant.parse('2026-03-02T03:00:00.000Z');
const now = Date.parse(NOW) / 1000;
const ISSUER = 'https://id.hanoi.example';
const OTHER = 'https://cognito.example/pool';
type Key = Awaited<ReturnType<typeof generateKeyPair>>;

/** A provider played by the test: its key set and whatever its token endpoint is told to answer. */
const keys: { good?: Key } = {};

let jwks: unknown;
let idToken = '';
let tokenRequest: URLSearchParams | undefined;
const fetcher = async (url: string, init?: RequestInit): Promise<Response> => {
  const base = url.startsWith(OTHER) ? OTHER : ISSUER;
  if (url.endsWith('/.well-known/openid-configuration'))
    return Response.json({
      issuer: base,
      authorization_endpoint: `${base}/auth`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/jwks`,
    });
  if (url.endsWith('/jwks')) return Response.json(jwks);
  tokenRequest = new URLSearchParams(String(init?.body));
  return idToken === ''
    ? Response.json({ error: 'invalid_grant' }, { status: 400 })
    : Response.json({ id_token: idToken });
};
const shared = { clientId: 'web', audience: 'api', scope: 'openid' };
let serial = 0;
const identity = oidcIdentity({
  providers: [
    { ...shared, issuer: ISSUER, personClaim: 'employee' },
    { ...shared, issuer: OTHER, personClaim: 'email', people: { 'ngan@hanoi.example': 'p09' } },
  ],
  fetch: fetcher,
  random: () => `random-${++serial}`.padEnd(43, 'x'),
});

beforeAll(async () => {
  keys.good = await generateKeyPair('ES256');
  jwks = { keys: [{ ...(await exportJWK(keys.good.publicKey)), kid: 'k1', alg: 'ES256' }] };
});

type Claims = Record<string, unknown>;
const token = (claims: Claims = {}, header: { kid?: string; key?: Key } = {}) => {
  const key = header.key ?? keys.good;
  if (key === undefined) throw new Error('no key');
  return new SignJWT({
    iss: ISSUER,
    aud: 'api',
    sub: 's1',
    employee: 'p01',
    iat: now - 10,
    exp: now + 600,
    auth_time: now - 60,
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', kid: header.kid ?? 'k1' })
    .sign(key.privateKey);
};
const verify = async (t: string | Promise<string>) => {
  const result = await identity.verifyAccessToken(await t, NOW);
  return result.ok ? result.value.person : result.error;
};
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a bearer token', () => {
  it('names our person by the claim that its provider uses', async () => {
    expect(await verify(token())).toBe('p01');
    expect(await verify(token({ iss: OTHER, email: 'ngan@hanoi.example' }))).toBe('p09');
  });
  it('is nobody when the claim is missing, unmapped or claims to be the system itself', async () => {
    expect(await verify(token({ employee: undefined }))).toBe('no-person');
    expect(await verify(token({ iss: OTHER, email: 'toString' }))).toBe('no-person');
    expect(await verify(token({ employee: 'system' }))).toBe('no-person');
  });
  it('is refused when it has ended or is not yet valid', async () => {
    expect(await verify(token({ exp: now - 6 }))).toBe('expired');
    expect(await verify(token({ nbf: now + 60 }))).not.toBe('p01');
  });
  it('is refused for another audience or from another issuer', async () => {
    expect(await verify(token({ aud: 'other-api' }))).toBe('wrong-audience');
    expect(await verify(token({ iss: 'https://evil.example' }))).toBe('unknown-issuer');
  });
  it('is refused without a signature, by a stranger, under an unknown key or a symmetric algorithm', async () => {
    const claims = { iss: ISSUER, aud: 'api', sub: 's1', employee: 'p01', iat: now, exp: now + 600 };
    expect(await verify(`${part({ alg: 'none' })}.${part(claims)}.`)).not.toBe('p01');
    expect(await verify(token({}, { key: await generateKeyPair('ES256') }))).toBe('bad-signature');
    expect(await verify(token({}, { kid: 'k2' }))).toBe('bad-signature');
    const hmac = new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(JSON.stringify(jwks).padEnd(64)));
    expect(await verify(hmac)).toBe('bad-signature');
    expect(await verify('not a token')).toBe('unknown-issuer');
  });
  it('is refused when it is an ID token, which proves a sign-in to the screen and opens no API', async () => {
    expect(await verify(token({ aud: 'web' }))).toBe('wrong-audience');
    expect(await verify(token({ nonce: 'n' }))).toBe('wrong-audience');
    expect(await verify(token({ token_use: 'id' }))).toBe('wrong-audience');
  });
  it('may name the client instead of an audience when it says that it is an access token', async () => {
    expect(await verify(token({ aud: undefined, client_id: 'web', token_use: 'access' }))).toBe('p01');
    expect(await verify(token({ aud: undefined, client_id: 'other', token_use: 'access' }))).toBe('wrong-audience');
    expect(await verify(token({ aud: undefined, client_id: 'web' }))).toBe('wrong-audience');
  });
});

describe('a sign-in', () => {
  const redirectUri = 'https://vanthu.example/dang-nhap/xong';
  const finish = async (claims: Claims, answer: Record<string, string> = {}, fresh = false) => {
    const begun = await identity.begin({ redirectUri, fresh, nonce: 'challenge' });
    if (!begun.ok) return begun.error;
    const { transaction } = begun.value;
    idToken = await token({ aud: 'web', nonce: 'challenge', ...claims });
    const result = await identity.finish({
      transaction,
      redirectUri,
      at: NOW,
      answer: { code: 'c', state: transaction.state, ...answer },
    });
    return result.ok ? result.value.person : result.error;
  };
  it('sends code, state, nonce and an S256 challenge, and exchanges the code with the verifier', async () => {
    const begun = await identity.begin({ redirectUri });
    const url = new URL(begun.ok ? begun.value.url : '');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
    expect(await finish({})).toBe('p01');
    expect(tokenRequest?.get('code_verifier')).toMatch(/^random-/);
  });
  it('is refused for another state, nonce, client or issuer', async () => {
    expect(await finish({}, { state: 'other' })).toBe('wrong-state');
    expect(await finish({ nonce: 'other' })).toBe('wrong-nonce');
    expect(await finish({ aud: 'api' })).toBe('wrong-audience');
    expect(await finish({ aud: ['web', 'evil'], azp: 'evil' })).toBe('wrong-audience');
    expect(await finish({}, { iss: OTHER })).toBe('unknown-issuer');
    expect(await finish({}, { error: 'access_denied' })).toBe('refused-by-provider');
  });
  it('that had to be fresh is refused when the provider passes off an old session', async () => {
    expect(await finish({ auth_time: now - 200 }, {}, true)).toBe('p01');
    expect(await finish({ auth_time: now - 301 }, {}, true)).toBe('expired');
    expect(await finish({ auth_time: undefined }, {}, true)).toBe('expired');
  });
});

describe('the local issuer', () => {
  const options = {
    issuer: 'http://127.0.0.1:8080/oidc',
    demo: true,
    people: [{ id: 'p01', name: 'Nguyễn Quốc Khải', title: 'Chủ tịch', unit: 'UBND' }],
    pin: '246810',
    clients: [{ id: 'web', redirectUris: ['http://127.0.0.1:8080/dang-nhap/xong'] }],
    audience: 'api',
    realNow: () => NOW,
    random: () => `code-${++serial}`.padEnd(43, 'x'),
  };
  const asked = {
    response_type: 'code',
    client_id: 'web',
    redirect_uri: 'http://127.0.0.1:8080/dang-nhap/xong',
    scope: 'openid',
    state: 's',
    // RFC 7636 appendix B.
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  };
  const post = (app: Awaited<ReturnType<typeof localIssuer>>, path: string, fields: Record<string, string>) =>
    app.request(`http://127.0.0.1:8080${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
  const codeFor = async (app: Awaited<ReturnType<typeof localIssuer>>) => {
    const answer = await post(app, '/authorize', { ...asked, person: 'p01', pin: '246810' });
    return new URL(answer.headers.get('Location') ?? '').searchParams.get('code') ?? '';
  };
  const exchange = {
    grant_type: 'authorization_code',
    redirect_uri: asked.redirect_uri,
    client_id: 'web',
    code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  };

  it('does not exist outside the demo', async () => {
    await expect(localIssuer({ ...options, demo: false })).rejects.toThrow('demo only');
  });
  it('gives a code once, for the verifier that belongs to it', async () => {
    const app = await localIssuer(options);
    const code = await codeFor(app);
    expect((await post(app, '/token', { ...exchange, code })).status).toBe(200);
    expect((await post(app, '/token', { ...exchange, code })).status).toBe(400);
    const wrong = await codeFor(app);
    expect((await post(app, '/token', { ...exchange, code: wrong, code_verifier: 'x'.repeat(43) })).status).toBe(400);
    expect((await post(app, '/token', { ...exchange, code: wrong })).status).toBe(400);
  });
  it('sends nobody to an address that is not registered to the letter', async () => {
    const app = await localIssuer(options);
    for (const redirect_uri of ['https://evil.example/', `${asked.redirect_uri}/`, `${asked.redirect_uri}?x=1`]) {
      const query = new URLSearchParams({ ...asked, redirect_uri });
      const response = await app.request(`http://127.0.0.1:8080/authorize?${query}`);
      expect([response.status, response.headers.get('Location')]).toEqual([400, null]);
    }
  });
  it('makes whoever guesses the PIN wait', async () => {
    const app = await localIssuer(options);
    const guess = (pin: string) => post(app, '/authorize', { ...asked, person: 'p01', pin });
    for (let i = 0; i < 5; i += 1) expect((await guess('000000')).status).toBe(401);
    expect((await guess('246810')).status).toBe(429);
  });
  it('shows names as text, whatever they contain', async () => {
    const app = await localIssuer({
      ...options,
      people: [{ id: 'p01', name: '<b>Khải</b>', title: '"x"', unit: 'UBND' }],
    });
    const html = await (
      await app.request(`http://127.0.0.1:8080/authorize?${new URLSearchParams({ ...asked, state: '"><script>' })}`)
    ).text();
    expect(html).toContain('&lt;b&gt;Khải');
    expect(html).not.toContain('<script>');
  });
});
