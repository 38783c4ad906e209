import { Duration, type Stack } from 'aws-cdk-lib';
import { ClientAttributes, OAuthScope, type UserPool, UserPoolClient, UserPoolDomain } from 'aws-cdk-lib/aws-cognito';
import type { StageConfig } from '../stage.ts';

/** The product as a client of the user pool: code + PKCE exchanged on the server, no secret to keep. */
const clientOf = (stack: Stack, userPool: UserPool, publicUrl: string): UserPoolClient =>
  new UserPoolClient(stack, 'SignIn', {
    userPool,
    generateSecret: false,
    authFlows: {},
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
      callbackUrls: [`${publicUrl}/dang-nhap/xong`],
      logoutUrls: [`${publicUrl}/`],
    },
    // The link to master data may be read by us and written by nobody who merely signs in.
    readAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }).withCustomAttributes('person'),
    writeAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }),
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    accessTokenValidity: Duration.minutes(15),
    idTokenValidity: Duration.minutes(15),
    refreshTokenValidity: Duration.hours(12),
  });

/** `OIDC_PROVIDERS` of the functions, JSON. */
export const providersOf = (
  stack: Stack,
  o: { stage: StageConfig; pool?: UserPool | undefined; publicUrl: string },
): string => {
  const { identity } = o.stage;
  if (identity.kind === 'oidc') return JSON.stringify(identity.providers);
  if (o.pool === undefined) throw new Error('a Cognito stage has a user pool');
  const client = clientOf(stack, o.pool, o.publicUrl);
  new UserPoolDomain(stack, 'SignInDomain', {
    userPool: o.pool,
    cognitoDomain: { domainPrefix: identity.domainPrefix },
  });
  const { userPoolClientId } = client;
  return stack.toJsonString([
    {
      issuer: `https://cognito-idp.${o.stage.region}.amazonaws.com/${o.pool.userPoolId}`,
      clientId: userPoolClientId,
      audience: userPoolClientId,
      personClaim: identity.personClaim,
    },
  ]);
};
