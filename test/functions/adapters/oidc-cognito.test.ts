import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oidcIdentity } from '../../../functions/adapters/oidc/identity.ts';
import { ProviderConfig } from '../../../functions/ports/identity.ts';
import { type Instant, instant, later } from '../../../shared/kernel/time.ts';
import { discoveryOf, makePool, type Pool } from '../../support/cognito-pool.ts';
import { withMoto } from '../../support/moto.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const provider = (o: { issuer: string; clientId: string; personClaim: string; people?: Record<string, string> }) =>
  ProviderConfig.parse({ audience: 'https://vanthu.example', ...o });
const random = () => 'r'.repeat(43);

await withMoto((server) => {
  const cognito = new CognitoIdentityProviderClient(server.client);
  afterAll(() => cognito.destroy());
  let hanoi: Pool;
  let danang: Pool;
  let now: Instant;
  beforeAll(async () => {
    hanoi = await makePool(cognito, { username: 'p01', person: 'p01' });
    danang = await makePool(cognito, { username: 'khai.nq', person: 'p09' });
    now = instant(Date.now());
  });

  /** The pool's documents as Cognito serves them, its keys from moto. */
  const fetcher = async (url: string): Promise<Response> => {
    const address = new URL(url);
    if (address.pathname.endsWith('/openid-configuration'))
      return Response.json(discoveryOf(url.slice(0, url.indexOf('/.well-known'))));
    return fetch(`${server.endpoint}${address.pathname}`);
  };
  const trusting = (...providers: ProviderConfig[]) => oidcIdentity({ providers, fetch: fetcher, random });
  const ofHanoi = () => provider({ issuer: hanoi.issuer, clientId: hanoi.web, personClaim: 'username' });
  const verify = async (token: string, at: Instant = now, ...providers: ProviderConfig[]) => {
    const proven = await trusting(...(providers.length === 0 ? [ofHanoi()] : providers)).verifyAccessToken(token, at);
    return proven.ok ? proven.value.person : proven.error;
  };

  describe('an access token of Cognito', () => {
    it('opens the API for the person it names, though it has no audience', async () => {
      expect(decodeJwt(hanoi.access).aud).toBeUndefined();
      expect(await verify(hanoi.access)).toBe('p01');
    });

    it('is refused when it was issued to another client of the same pool', async () => {
      expect(await verify(hanoi.foreign.access)).toBe('wrong-audience');
    });

    it('is refused when an ID token stands in its place', async () => {
      expect(await verify(hanoi.id)).toBe('wrong-audience');
      // Not even when somebody set the client id as the audience of the API.
      expect(await verify(hanoi.id, now, { ...ofHanoi(), audience: hanoi.web })).toBe('wrong-audience');
    });

    it('is refused after its hour', async () => {
      expect(await verify(hanoi.access, later(now, 3_500_000))).toBe('p01');
      expect(await verify(hanoi.access, later(now, 3_700_000))).toBe('expired');
    });

    it('is refused from a pool that the office does not trust, though the same service signed it', async () => {
      expect(await verify(danang.access)).toBe('unknown-issuer');
    });

    it('is refused without a signature, under an unknown key, by a stranger, and when a claim was changed', async () => {
      const [head = '', body = '', signature = ''] = hanoi.access.split('.');
      expect(await verify(`${part({ alg: 'none', typ: 'JWT' })}.${body}.`)).toBe('bad-signature');
      const stranger = await generateKeyPair('RS256');
      const signed = (kid: string) =>
        new SignJWT(decodeJwt(hanoi.access)).setProtectedHeader({ alg: 'RS256', kid }).sign(stranger.privateKey);
      expect(await verify(await signed('unknown'))).toBe('bad-signature');
      expect(await verify(await signed('dummy'))).toBe('bad-signature');
      const changed = part({ ...decodeJwt(hanoi.access), username: 'p02' });
      expect(await verify(`${head}.${changed}.${signature}`)).toBe('bad-signature');
    });

    it('names the person by each pool in its own way, side by side', async () => {
      const subject = decodeJwt(danang.access).sub ?? '';
      const ofDanang = provider({
        issuer: danang.issuer,
        clientId: danang.web,
        personClaim: 'sub',
        people: { [subject]: 'p09' },
      });
      const both = [ofHanoi(), ofDanang] as const;
      expect(await verify(hanoi.access, now, ...both)).toBe('p01');
      expect(await verify(danang.access, now, ...both)).toBe('p09');
      expect(await verify(hanoi.foreign.access, now, ...both)).toBe('wrong-audience');
    });

    it('is nobody when people are named by an attribute: Cognito writes those into ID tokens only', async () => {
      const byAttribute = provider({ issuer: danang.issuer, clientId: danang.web, personClaim: 'custom:person' });
      expect(decodeJwt(danang.id)['custom:person']).toBe('p09');
      expect(await verify(danang.access, now, byAttribute)).toBe('no-person');
    });
  });

  describe('a sign-in through Cognito', () => {
    /** moto has no sign-in page and so no nonce: its own ID token with the nonce added, signed with a key that the test publishes. */
    const signIn = async (personClaim: string, change: Record<string, unknown> = {}) => {
      const { publicKey, privateKey } = await generateKeyPair('RS256');
      const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] };
      const idToken = await new SignJWT({ ...decodeJwt(danang.id), nonce: random(), ...change })
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .sign(privateKey);
      const identity = oidcIdentity({
        providers: [
          provider({
            issuer: danang.issuer,
            clientId: danang.web,
            personClaim,
            people: { 'khai.nq': 'p09', p09: 'p09' },
          }),
        ],
        random,
        fetch: async (url) => {
          if (url.endsWith('/oauth2/token')) return Response.json({ id_token: idToken });
          return url.endsWith('/jwks.json') ? Response.json(jwks) : fetcher(url);
        },
      });
      const redirectUri = 'https://vanthu.example/dang-nhap/xong';
      const begun = await identity.begin({ redirectUri });
      if (!begun.ok) return begun.error;
      const { transaction } = begun.value;
      const answer = { code: 'c', state: transaction.state };
      const proven = await identity.finish({ transaction, answer, redirectUri, at: now });
      return proven.ok ? proven.value.person : proven.error;
    };

    it('names the person by an attribute, or by the user name that access tokens call otherwise', async () => {
      expect(await signIn('custom:person')).toBe('p09');
      expect(await signIn('username')).toBe('p09');
    });

    it('is refused when the token is no ID token, is for another client or answers another request', async () => {
      expect(await signIn('username', { token_use: 'access' })).toBe('wrong-audience');
      expect(await signIn('username', { aud: 'other' })).toBe('wrong-audience');
      expect(await signIn('username', { nonce: 'other' })).toBe('wrong-nonce');
    });
  });
});
