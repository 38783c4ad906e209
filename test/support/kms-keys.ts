import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { CreateAliasCommand, CreateKeyCommand, GetPublicKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { type Issuer, makeCertificate, type Purpose } from '../../functions/adapters/local-keys/certificate.ts';
import { spkiOf } from '../../functions/adapters/local-keys/key-folder.ts';

export const ALIAS_PREFIX = 'alias/vanthu-test/';

type Spec = 'ECC_NIST_P256' | 'ECC_NIST_P384' | 'RSA_3072';
/** A signing key of KMS behind `{prefix}{path}`, as the infrastructure makes it; answers its public key (SPKI, DER). */
export const makeKmsKey = (client: KMSClient, { path, spec }: { path: string; spec: Spec }): Promise<Uint8Array> =>
  createKmsKey(client, { alias: `${ALIAS_PREFIX}${path}`, spec });

export const createKmsKey = async (
  client: KMSClient,
  { alias: AliasName, spec }: { alias: string; spec: Spec },
): Promise<Uint8Array> => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: 'SIGN_VERIFY' }));
  await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
  const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: AliasName }));
  if (PublicKey === undefined) throw new Error('KMS gave no public key');
  return PublicKey;
};

export const pemOf = (der: Uint8Array): string => new X509Certificate(der).toString();

/** An authority that certifies public keys whose private half it never sees. */
export const certifier = () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const subject = { commonName: 'Gốc chứng thực thử nghiệm', organisation: 'Tổ chức chứng thực' };
  const issuer: Issuer = { subject, key, spki: spkiOf(key) };
  const issue = (commonName: string, spki: Uint8Array, purpose: Purpose) =>
    makeCertificate({ subject: { commonName }, spki, purpose, issuer, serial: new Uint8Array(randomBytes(16)) });
  const root = makeCertificate({
    subject,
    spki: issuer.spki,
    purpose: 'root',
    issuer,
    serial: new Uint8Array(randomBytes(16)),
  });
  return {
    root,
    /** Leaf first. */
    chain: (commonName: string, spki: Uint8Array, purpose: Purpose): Uint8Array[] => [
      issue(commonName, spki, purpose),
      root,
    ],
  };
};
