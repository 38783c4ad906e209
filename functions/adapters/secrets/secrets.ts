import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

type SecretsClient = Pick<SecretsManagerClient, 'send'>;
/** Read once a process: a rotated secret is taken up by the next one. */
const known = new WeakMap<SecretsClient, Map<string, Promise<string>>>();

const ask = async (client: SecretsClient, arn: string): Promise<string> => {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined || SecretString === '') throw new Error(`secret ${arn} holds no text`);
  return SecretString;
};

/** The text of a secret. Throws when it is absent, empty or binary; a failure is not remembered. */
export const readSecret = ({ client, arn }: { client: SecretsClient; arn: string }): Promise<string> => {
  const secrets = known.get(client) ?? new Map<string, Promise<string>>();
  known.set(client, secrets);
  const secret = secrets.get(arn) ?? ask(client, arn);
  secrets.set(arn, secret);
  secret.catch(() => secrets.delete(arn));
  return secret;
};
