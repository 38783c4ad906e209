import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, it } from 'vitest';
import { type KmsSignerOptions, kmsSigner } from '../../functions/adapters/kms/signer.ts';
import { localKeys } from '../../functions/adapters/local-keys/local-keys.ts';
import { officeKeys } from '../../functions/adapters/local-keys/office-keys.ts';
import { ALIAS_PREFIX, certifier, makeKmsKey } from '../support/kms-keys.ts';
import { withMoto } from '../support/moto.ts';
import { hasOpenssl, opensslKms } from '../support/openssl-kms.ts';
import { authority, keyPem, PASSPHRASE } from '../support/real-office.ts';
import { PERSON, SEAL, signerContract } from './signer.contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'vanthu-signer-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

signerContract('keys of the demo', async (clock) => {
  const keys = localKeys({ directory: join(directory, 'demo'), clock });
  const organisation = 'UBND';
  await keys.enrol({ keyRef: PERSON, commonName: 'Nguyễn Quốc Khải', organisation, kind: 'person' });
  await keys.enrol({ keyRef: SEAL, commonName: 'Văn phòng', organisation, kind: 'seal' });
  return keys;
});

signerContract('keys of an office on its own disk', async (clock) => {
  const ca = authority();
  const keys = officeKeys({ directory: join(directory, 'office'), clock, passphrase: PASSPHRASE });
  for (const [keyRef, key, purpose] of [
    [PERSON, ca.key(), 'person'],
    [SEAL, generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey, 'seal'],
  ] as const)
    keys.keep(keyRef, { key: keyPem(key, PASSPHRASE), chain: [ca.certify('Tên', key, purpose), ca.root] });
  return keys;
});

/** A KMS signer whose two keys an authority has certified. */
const overKms = async (
  make: (path: string, spec: 'ECC_NIST_P256' | 'RSA_3072') => Promise<Uint8Array> | Uint8Array,
  o: Pick<KmsSignerOptions, 'client' | 'messageType' | 'clock'>,
) => {
  const ca = certifier();
  const chains = new Map([
    [PERSON, ca.chain('Nguyễn Quốc Khải', await make('person/p01', 'ECC_NIST_P256'), 'person')],
    [SEAL, ca.chain('Văn phòng', await make('seal/VP', 'RSA_3072'), 'seal')],
  ]);
  return kmsSigner({ ...o, aliasPrefix: ALIAS_PREFIX, certificatesOf: async (keyRef) => chains.get(keyRef) });
};

await withMoto((server) => {
  const client = new KMSClient(server.client);
  afterAll(() => client.destroy());
  signerContract('KMS, whole messages (moto)', (clock) =>
    overKms((path, spec) => makeKmsKey(client, { path, spec }), { client, messageType: 'RAW', clock }),
  );
});

if (hasOpenssl()) {
  for (const messageType of ['DIGEST', 'RAW'] as const) {
    const kms = await opensslKms();
    afterAll(kms.stop);
    signerContract(`KMS, ${messageType} (OpenSSL)`, (clock) =>
      overKms(kms.makeKey, { client: kms.client, messageType, clock }),
    );
  }
} else it.skip('KMS, DIGEST: skipped, missing on this machine: openssl', () => {});
