import { fromEnv } from '@aws-sdk/credential-provider-env';

/** The role's credentials, which Lambda gives by the environment. */
export const lambdaCredentials = fromEnv();

export const region = (): string => {
  const name = process.env.AWS_REGION;
  if (name === undefined) throw new Error('AWS_REGION is not set');
  return name;
};
