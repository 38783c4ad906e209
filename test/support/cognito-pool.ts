import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';

const PASSWORD = 'Mat-khau-trinh-dien-1';
const text = (value: string | undefined): string => {
  if (value === undefined) throw new Error('Cognito left something out');
  return value;
};
/** What Cognito publishes about a pool. moto publishes the keys alone. */
export const discoveryOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: 'https://vanthu.auth.ap-southeast-1.amazoncognito.com/oauth2/authorize',
  token_endpoint: 'https://vanthu.auth.ap-southeast-1.amazoncognito.com/oauth2/token',
  jwks_uri: `${issuer}/.well-known/jwks.json`,
});
/** A user pool with one client and one user, made through Cognito's API; its tokens are Cognito's own. */
export const makePool = async (cognito: CognitoIdentityProviderClient, o: { username: string; person: string }) => {
  const Schema = [{ Name: 'person', AttributeDataType: 'String' as const }];
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: o.username, Schema }));
  const UserPoolId = text(UserPool?.Id);
  const newClient = async (ClientName: string): Promise<string> => {
    const { UserPoolClient } = await cognito.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName,
        ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
      }),
    );
    return text(UserPoolClient?.ClientId);
  };
  const user = { UserPoolId, Username: o.username };
  const UserAttributes = [{ Name: 'custom:person', Value: o.person }];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
  const tokens = async (ClientId: string) => {
    const { AuthenticationResult } = await cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: o.username, PASSWORD },
      }),
    );
    return { access: text(AuthenticationResult?.AccessToken), id: text(AuthenticationResult?.IdToken) };
  };
  const [web, other] = [await newClient('web'), await newClient('other')];
  const own = await tokens(web);
  return { web, issuer: text(decodeJwt(own.access).iss), ...own, foreign: await tokens(other) };
};
export type Pool = Awaited<ReturnType<typeof makePool>>;
