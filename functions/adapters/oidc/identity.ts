import { decodeJwt } from 'jose';
import * as z from 'zod';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Identity, IdentityFault, ProviderConfig, SignInTransaction } from '../../ports/identity.ts';
import { pkceChallenge } from './pkce.ts';
import { type FetchLike, makeProviders, type Provider, type Providers } from './provider.ts';
import { identityOf, isForOurApi, isForOurClient, verifyToken } from './verify-token.ts';

export type OidcOptions = {
  providers: readonly ProviderConfig[];
  fetch: FetchLike;
  /** 256 random bits, url-safe. */
  random: () => string;
};

const TokenAnswer = z.object({ id_token: z.string() });

const issuerClaim = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

const provided = async (providers: Providers, issuer: string): Promise<Result<Provider, IdentityFault>> => {
  const provider = providers.find(issuer);
  if (provider === undefined) return err('unknown-issuer');
  try {
    return ok(await provider);
  } catch {
    return err('provider-unreachable');
  }
};

const exchange = async (
  { config, endpoints }: Provider,
  fetcher: FetchLike,
  form: Record<string, string>,
): Promise<Result<string, IdentityFault>> => {
  const secret = config.clientSecret;
  const basic = (part: string) => encodeURIComponent(part).replaceAll('%20', '+');
  const headers: Record<string, string> =
    secret === undefined ? {} : { Authorization: `Basic ${btoa(`${basic(config.clientId)}:${basic(secret)}`)}` };
  const body = new URLSearchParams({ ...form, ...(secret === undefined ? { client_id: config.clientId } : {}) });
  try {
    const response = await fetcher(endpoints.token_endpoint, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: body.toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    });
    if (response.status >= 500) return err('provider-unreachable');
    const answer = response.ok ? TokenAnswer.safeParse(await response.json()) : undefined;
    return answer?.success ? ok(answer.data.id_token) : err('refused-by-provider');
  } catch {
    return err('provider-unreachable');
  }
};

const begin =
  (o: OidcOptions, providers: Providers): Identity['begin'] =>
  async (wish) => {
    const found = await provided(providers, wish.issuer ?? providers.first ?? '');
    if (!found.ok) return found;
    const { config, endpoints } = found.value;
    const transaction: SignInTransaction = {
      issuer: config.issuer,
      state: o.random(),
      nonce: wish.nonce ?? o.random(),
      verifier: o.random(),
      ...(wish.fresh === true ? { maxAge: 0 } : {}),
    };
    const url = new URL(endpoints.authorization_endpoint);
    const query: Record<string, string> = {
      response_type: 'code',
      client_id: config.clientId,
      redirect_uri: wish.redirectUri,
      scope: config.scope,
      state: transaction.state,
      nonce: transaction.nonce,
      code_challenge: pkceChallenge(transaction.verifier),
      code_challenge_method: 'S256',
      ui_locales: 'vi',
      ...(wish.fresh === true ? { prompt: 'login', max_age: '0' } : {}),
      ...(wish.hint === undefined ? {} : { login_hint: wish.hint }),
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return ok({ url: url.toString(), transaction });
  };

const finish =
  (o: OidcOptions, providers: Providers): Identity['finish'] =>
  async ({ transaction, answer, redirectUri, at }) => {
    if (answer.state !== transaction.state) return err('wrong-state');
    // RFC 9207: when the answer names its issuer it must be the one that was asked, or two providers could be mixed up.
    if (answer.iss !== undefined && answer.iss !== transaction.issuer) return err('unknown-issuer');
    if (answer.code === undefined || answer.error !== undefined) return err('refused-by-provider');
    const found = await provided(providers, transaction.issuer);
    if (!found.ok) return found;
    const token = await exchange(found.value, o.fetch, {
      grant_type: 'authorization_code',
      code: answer.code,
      redirect_uri: redirectUri,
      code_verifier: transaction.verifier,
    });
    if (!token.ok) return token;
    const payload = await verifyToken(found.value, token.value, at);
    if (!payload.ok) return payload;
    if (!isForOurClient(payload.value, found.value.config)) return err('wrong-audience');
    if (payload.value.nonce !== transaction.nonce) return err('wrong-nonce');
    const identity = identityOf(payload.value, found.value.config);
    if (!identity.ok || transaction.maxAge === undefined) return identity;
    // The provider was asked for a fresh proof: a remembered session that it passes off as one is refused here too.
    const age = (milliseconds(at) - milliseconds(identity.value.authenticatedAt)) / 1000;
    return identity.value.authTimeClaimed && age <= transaction.maxAge + 300 ? identity : err('expired');
  };

/** OpenID Connect relying party over any number of providers; the demo's own provider goes the same way. */
export const oidcIdentity = (o: OidcOptions): Identity => {
  const providers = makeProviders(o.providers, o.fetch);
  return {
    verifyAccessToken: async (token, at) => {
      const found = await provided(providers, issuerClaim(token) ?? '');
      if (!found.ok) return found;
      const payload = await verifyToken(found.value, token, at);
      if (!payload.ok) return payload;
      if (!isForOurApi(payload.value, found.value.config)) return err('wrong-audience');
      return identityOf(payload.value, found.value.config);
    },
    begin: begin(o, providers),
    finish: finish(o, providers),
  };
};
