import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { DemoPerson } from './people.ts';

/** ES256 key made at start and never stored: tokens of an earlier run are worthless. */
export const makeTokens = async (o: { issuer: string; audience: string; kid: string }) => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: o.kid, alg: 'ES256', use: 'sig' };
  const sign = (
    claims: Record<string, unknown>,
    t: { person: DemoPerson; aud: string; now: number; lives: number; typ: string },
  ) =>
    new SignJWT({ name: t.person.name, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: o.kid, typ: t.typ })
      .setIssuer(o.issuer)
      .setSubject(t.person.id)
      .setAudience(t.aud)
      .setIssuedAt(t.now)
      .setExpirationTime(t.now + t.lives)
      .sign(privateKey);
  return {
    jwks: { keys: [jwk] },
    issue: async (t: { person: DemoPerson; clientId: string; nonce?: string; authTime: number; now: number }) => ({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile',
      access_token: await sign(
        { client_id: t.clientId, auth_time: t.authTime },
        { person: t.person, aud: o.audience, now: t.now, lives: 3600, typ: 'at+jwt' },
      ),
      id_token: await sign(
        { auth_time: t.authTime, amr: ['pin'], ...(t.nonce === undefined ? {} : { nonce: t.nonce }) },
        { person: t.person, aud: t.clientId, now: t.now, lives: 300, typ: 'JWT' },
      ),
    }),
  };
};
export type Tokens = Awaited<ReturnType<typeof makeTokens>>;
