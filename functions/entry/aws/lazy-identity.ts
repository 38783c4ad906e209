import { randomBytes } from 'node:crypto';
import type { Identity, ProviderConfig } from '../../ports/identity.ts';
import { once } from './once.ts';

/** Identity providers are asked at sign-in and about bearer tokens; a browser with a session needs none of that code. */
export const lazyIdentity = (providers: readonly ProviderConfig[]): Identity => {
  const identity = once(async () => {
    const { oidcIdentity } = await import('../../adapters/oidc/identity.ts');
    const random = () => randomBytes(32).toString('base64url');
    return oidcIdentity({ providers, fetch: (url, init) => fetch(url, init), random });
  });
  return {
    verifyAccessToken: async (...token) => (await identity()).verifyAccessToken(...token),
    begin: async (...asked) => (await identity()).begin(...asked),
    finish: async (...answer) => (await identity()).finish(...answer),
  };
};
