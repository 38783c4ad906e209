import { errors, type JWTPayload, jwtVerify } from 'jose';
import { PersonId } from '../../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { type Instant, instant, milliseconds } from '../../../shared/kernel/time.ts';
import type { IdentityFault, ProvenIdentity, ProviderConfig } from '../../ports/identity.ts';
import type { Provider } from './provider.ts';

/** Asymmetric only: `none` and HMAC (whose "key" would be our public key) are never accepted (RFC 8725 §3.1). */
const ALGORITHMS = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'];

const faultOf = (error: unknown): IdentityFault => {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return 'unknown-issuer';
    return error.claim === 'aud' ? 'wrong-audience' : 'unreadable';
  }
  if (error instanceof errors.JWKSTimeout) return 'provider-unreachable';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'unreadable';
  if (error instanceof errors.JOSEError) return 'bad-signature';
  return 'provider-unreachable';
};

/** Signature, issuer and times: the one path for access tokens and ID tokens, local issuer included. */
export const verifyToken = async (
  provider: Provider,
  token: string,
  at: Instant,
): Promise<Result<JWTPayload, IdentityFault>> => {
  try {
    const { payload } = await jwtVerify(token, provider.keys, {
      issuer: provider.config.issuer,
      algorithms: ALGORITHMS,
      currentDate: new Date(milliseconds(at)),
      clockTolerance: 5,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    return ok(payload);
  } catch (error) {
    return err(faultOf(error));
  }
};

const audiences = (payload: JWTPayload): readonly string[] =>
  payload.aud === undefined ? [] : Array.isArray(payload.aud) ? payload.aud : [payload.aud];

/** An access token is for our API; one without `aud` (Cognito) must name our client instead, and must say that it is no ID token. */
export const isForOurApi = (payload: JWTPayload, config: ProviderConfig): boolean => {
  if (payload.token_use !== undefined && payload.token_use !== 'access') return false;
  const aud = audiences(payload);
  if (aud.length > 0) return aud.includes(config.audience) && payload.nonce === undefined;
  return payload.token_use === 'access' && payload.client_id === config.clientId;
};

/** An ID token is for our client alone (OpenID Connect Core §3.1.3.7); what says that it is another kind of token (Cognito) proves no sign-in. */
export const isForOurClient = (payload: JWTPayload, config: ProviderConfig): boolean => {
  if (payload.token_use !== undefined && payload.token_use !== 'id') return false;
  const aud = audiences(payload);
  if (!aud.includes(config.clientId)) return false;
  return aud.length === 1
    ? payload.azp === undefined || payload.azp === config.clientId
    : payload.azp === config.clientId;
};

/** The claim that names the person. Cognito calls its user name `username` in access tokens and `cognito:username` in ID tokens. */
const claimOf = (payload: JWTPayload, { personClaim }: ProviderConfig): unknown =>
  personClaim === 'username' && payload.token_use === 'id' ? payload['cognito:username'] : payload[personClaim];

/** Our person behind the claims. Who is not in the mapping is nobody here, whatever the provider says. */
export const identityOf = (payload: JWTPayload, config: ProviderConfig): Result<ProvenIdentity, IdentityFault> => {
  const claim = claimOf(payload, config);
  const named = typeof claim === 'string' ? claim : '';
  const mapped = config.people === undefined ? named : Object.hasOwn(config.people, named) ? config.people[named] : '';
  const person = PersonId.safeParse(mapped);
  if (!person.success || person.data === 'system') return err('no-person');
  const authTime = typeof payload.auth_time === 'number' ? payload.auth_time : undefined;
  return ok({
    person: person.data,
    issuer: config.issuer,
    subject: payload.sub ?? '',
    ...(typeof payload.name === 'string' ? { name: payload.name } : {}),
    authenticatedAt: instant((authTime ?? payload.iat ?? 0) * 1000),
    authTimeClaimed: authTime !== undefined,
  });
};
