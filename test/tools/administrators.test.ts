import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { createPoolUser } from '../../tools/stage/administrators.ts';
import { withMoto } from '../support/moto.ts';

await withMoto((moto) => {
  it('an administrator becomes a user with the person id in the token, once; the password is told the first time only', async () => {
    const client = new CognitoIdentityProviderClient(moto.client);
    const person = { Name: 'person', AttributeDataType: 'String' as const, Mutable: false };
    const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: 'p', Schema: [person] }));
    const pool = UserPool?.Id ?? '';
    const one = { id: 'qt01', name: 'Nguyễn Văn An' };
    expect(await createPoolUser(pool, one, client)).toMatch(/^.{16}$/);
    expect(await createPoolUser(pool, one, client)).toBeUndefined();
    const user = await client.send(new AdminGetUserCommand({ UserPoolId: pool, Username: 'qt01' }));
    expect(user.UserStatus).toBe('FORCE_CHANGE_PASSWORD');
    expect(user.UserAttributes).toContainEqual({ Name: 'custom:person', Value: 'qt01' });
  });
});
