/** Stands in for `@aws-sdk/credential-provider-node` inside the bundles (infra/bundle.ts). */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
