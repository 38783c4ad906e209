import { randomInt } from 'node:crypto';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { RETRIES } from '../../functions/entry/aws/state.ts';

/** Without letters that look alike: somebody reads it aloud once. One of each kind that the pool asks for. */
const KINDS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#%+=?'] as const;
const LENGTH = 16;
const pick = (letters: string): string => letters[randomInt(letters.length)] ?? '';

/** 16 random letters, to be changed at the first sign-in within three days. */
export const temporaryPassword = (): string => {
  const letters = Array.from({ length: LENGTH - KINDS.length }, () => pick(KINDS.join('')));
  for (const kind of KINDS) letters.splice(randomInt(letters.length + 1), 0, pick(kind));
  return letters.join('');
};

/**
 * A person of master data as a user of the pool: the user name is the person id, which the token carries as `custom:person`. The password is told
 * once, by who calls; undefined when the person has a user already.
 */
export const createPoolUser = async (
  pool: string,
  person: { id: string; name: string },
  client = new CognitoIdentityProviderClient(RETRIES),
): Promise<string | undefined> => {
  const password = temporaryPassword();
  try {
    await client.send(
      new AdminCreateUserCommand({
        UserPoolId: pool,
        Username: person.id,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'name', Value: person.name },
          { Name: 'custom:person', Value: person.id },
        ],
      }),
    );
    return password;
  } catch (error) {
    if (error instanceof UsernameExistsException) return undefined;
    throw error;
  }
};
