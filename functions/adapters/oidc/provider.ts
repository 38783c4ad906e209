import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { ProviderConfig } from '../../ports/identity.ts';

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});
type Discovery = z.infer<typeof Discovery>;

export type FetchLike = (url: string, init?: RequestInit) => Promise<Response>;
/** A provider with its endpoints known and its keys at hand. */
export type Provider = { config: ProviderConfig; endpoints: Discovery; keys: JWTVerifyGetKey };

const TIMEOUT = 5000;

const discover = async (config: ProviderConfig, fetcher: FetchLike): Promise<Provider> => {
  const url = `${config.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetcher(url, { signal: AbortSignal.timeout(TIMEOUT), redirect: 'error' });
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  const endpoints = Discovery.parse(await response.json());
  // OpenID Connect Discovery §4.3: a document that names another issuer would let one provider speak for another.
  if (endpoints.issuer !== config.issuer) throw new Error('discovery names another issuer');
  const keys = createRemoteJWKSet(new URL(endpoints.jwks_uri), {
    timeoutDuration: TIMEOUT,
    [customFetch]: (address, init) => fetcher(address, init),
  });
  return { config, endpoints, keys };
};

/** The configured providers, discovered on first use; a failed discovery is tried again on the next. */
export const makeProviders = (configs: readonly ProviderConfig[], fetcher: FetchLike) => {
  const known = new Map<string, Promise<Provider>>();
  return {
    first: configs[0]?.issuer,
    find: (issuer: string): Promise<Provider> | undefined => {
      const config = configs.find((each) => each.issuer === issuer);
      if (config === undefined) return undefined;
      const provider = known.get(issuer) ?? discover(config, fetcher);
      known.set(issuer, provider);
      provider.catch(() => known.delete(issuer));
      return provider;
    },
  };
};
export type Providers = ReturnType<typeof makeProviders>;
