import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, it } from 'vitest';
import { readSecret } from '../../../functions/adapters/secrets/secrets.ts';
import { withMoto } from '../../support/moto.ts';

await withMoto((server) => {
  describe('a secret', () => {
    const client = new SecretsManagerClient({ ...server.client, maxAttempts: 1 });
    afterAll(() => client.destroy());
    const make = async (Name: string, value: { SecretString: string } | { SecretBinary: Uint8Array }) => {
      const { ARN } = await client.send(new CreateSecretCommand({ Name, ...value }));
      return ARN ?? '';
    };

    it('is the text behind its ARN', async () => {
      const arn = await make('session', { SecretString: 'ba mươi hai ký tự ngẫu nhiên hoặc hơn' });
      expect(await readSecret({ client, arn })).toBe('ba mươi hai ký tự ngẫu nhiên hoặc hơn');
    });

    it('is read once by a process, and the rotated one by the next', async () => {
      const arn = await make('rotated', { SecretString: 'cũ' });
      expect(await readSecret({ client, arn })).toBe('cũ');
      await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: 'mới' }));
      expect(await readSecret({ client, arn })).toBe('cũ');
      const next = new SecretsManagerClient(server.client);
      expect(await readSecret({ client: next, arn })).toBe('mới');
      next.destroy();
    });

    it('that is absent fails, and is found once it is there', async () => {
      await expect(readSecret({ client, arn: 'later' })).rejects.toThrow();
      await make('later', { SecretString: 'nay đã có' });
      expect(await readSecret({ client, arn: 'later' })).toBe('nay đã có');
    });

    it('that is no text fails', async () => {
      const arn = await make('binary', { SecretBinary: Uint8Array.from([1, 2]) });
      await expect(readSecret({ client, arn })).rejects.toThrow('no text');
    });
  });
});
