import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClient, NotFoundException, SignCommand } from '@aws-sdk/client-kms';
import { algorithmOf } from './certified.ts';

export type KeyClient = Pick<KMSClient, 'send'>;
/** `DIGEST` sends the SHA-256, `RAW` the message itself and KMS hashes it. */
export type MessageType = 'DIGEST' | 'RAW';

/** Longest message in bytes that KMS takes as it is. */
const LONGEST_RAW = 4096;

/** KMS has no key under that alias. */
export class NoSuchKey extends Error {}

const named = async <T>(alias: string, ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFoundException) throw new NoSuchKey(`KMS has no key ${alias}`, { cause: error });
    throw error;
  }
};

/** The public key behind an alias. */
export const publicKeyOf = async (client: KeyClient, alias: string): Promise<KeyObject> => {
  const { PublicKey, KeyUsage } = await named(alias, () => client.send(new GetPublicKeyCommand({ KeyId: alias })));
  if (PublicKey === undefined || KeyUsage !== 'SIGN_VERIFY') throw new Error(`${alias} is no signing key`);
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
};

/**
 * The raw signature of KMS over `message` (DER SEQUENCE(r,s), or PKCS#1 v1.5), checked with the public key that others will check it with:
 * a key and a certificate that do not belong together are found here and not in a file that has left the house.
 */
export const signWithKey = async (
  client: KeyClient,
  o: { alias: string; publicKey: KeyObject; messageType: MessageType; message: Uint8Array; digest: Uint8Array },
): Promise<Uint8Array> => {
  const isRaw = o.messageType === 'RAW' && o.message.length <= LONGEST_RAW;
  const { Signature } = await named(o.alias, () =>
    client.send(
      new SignCommand({
        KeyId: o.alias,
        SigningAlgorithm: algorithmOf(o.publicKey),
        MessageType: isRaw ? 'RAW' : 'DIGEST',
        Message: isRaw ? o.message : o.digest,
      }),
    ),
  );
  if (Signature === undefined || !verify('sha256', o.message, o.publicKey, Signature))
    throw new Error(`what ${o.alias} signed does not verify with its certificate: another key, or another digest`);
  return Signature;
};
