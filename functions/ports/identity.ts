import * as z from 'zod';
import type { PersonId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Instant } from '../../shared/kernel/time.ts';

/** One identity provider that the office trusts, and how its claims name our people. */
export const ProviderConfig = z.object({
  /** Exactly as in the `iss` claim. */
  issuer: z.url(),
  clientId: z.string().min(1),
  /** Absent for public clients (PKCE alone). */
  clientSecret: z.string().optional(),
  /** `aud` of access tokens for our API. Cognito leaves it out and names `client_id`: then the client id is compared. */
  audience: z.string().min(1),
  /** Claim that holds the person id of master data. */
  personClaim: z.string().default('sub'),
  /** Replaces the claim's value by a person id, for providers that only know e-mail addresses or identity numbers. */
  people: z.record(z.string(), z.string()).optional(),
  scope: z.string().default('openid profile'),
});
export type ProviderConfig = z.infer<typeof ProviderConfig>;

/** What an identity provider vouches for: who, and when they last proved presence. Never what they may do. */
export type ProvenIdentity = {
  person: PersonId;
  issuer: string;
  subject: string;
  name?: string;
  /** The `auth_time` claim; for providers that leave it out, the moment the token was issued. */
  authenticatedAt: Instant;
  /** True only when `auth_time` itself was in the token: step-up needs it. */
  authTimeClaimed: boolean;
};

/** For the log only: the client hears "not signed in" and no more. */
export type IdentityFault =
  | 'unreadable'
  | 'unknown-issuer'
  | 'wrong-audience'
  | 'expired'
  | 'bad-signature'
  | 'no-person'
  | 'wrong-nonce'
  | 'wrong-state'
  | 'refused-by-provider'
  | 'provider-unreachable';

/** What the server must remember between sending the browser away and its return; kept sealed in a cookie. */
export type SignInTransaction = {
  issuer: string;
  state: string;
  nonce: string;
  verifier: string;
  maxAge?: number;
};

/** Who is at the door (OpenID Connect Core 1.0, RFC 7636, RFC 9068). Several providers; one verification path. */
export interface Identity {
  /** A bearer access token of an API client. */
  verifyAccessToken(token: string, at: Instant): Promise<Result<ProvenIdentity, IdentityFault>>;
  /** Where to send the browser. `nonce` binds a step-up to its challenge. */
  begin(o: {
    issuer?: string;
    redirectUri: string;
    nonce?: string;
    /** Forces a fresh proof: `prompt=login`, `max_age=0`. */
    fresh?: boolean;
    /** The person expected, for the provider's form. */
    hint?: string;
  }): Promise<Result<{ url: string; transaction: SignInTransaction }, IdentityFault>>;
  /** Exchanges the code on the server and verifies the ID token: signature, issuer, audience, nonce, `auth_time`. */
  finish(o: {
    transaction: SignInTransaction;
    /** The query of the callback. */
    answer: Record<string, string>;
    redirectUri: string;
    at: Instant;
  }): Promise<Result<ProvenIdentity, IdentityFault>>;
}
