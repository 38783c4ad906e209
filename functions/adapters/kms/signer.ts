import { X509Certificate } from 'node:crypto';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/signer.ts';
import { aliasOf } from './alias.ts';
import { type CertificatesOf, certifiedKeys } from './certified.ts';
import { type KeyClient, type MessageType, signWithKey } from './kms-key.ts';

export type KmsSignerOptions = {
  /** Made with `maxAttempts`: the SDK repeats what KMS throttles, with growing random pauses. */
  client: KeyClient;
  /** `alias/vanthu-{stage}/`; behind it `seal/{unit}`, `anchor/main`, `person/{id}`. */
  aliasPrefix: string;
  certificatesOf: CertificatesOf;
  /** `RAW` falls back to `DIGEST` above the 4,096 bytes that KMS takes. */
  messageType: MessageType;
  clock: Clock;
};

/**
 * Khóa ký trong AWS KMS: the private key never leaves the service. The certificate decides how the key signs; a key without a certificate does
 * not exist here, for nobody could verify what it signs.
 */
export const kmsSigner = (o: KmsSignerOptions): Signer => ({
  async sign(keyRef, { message, digest }) {
    const alias = aliasOf(o.aliasPrefix, keyRef);
    const [der] = (await o.certificatesOf(keyRef)) ?? [];
    if (der === undefined) throw new Error(`no certificate of ${keyRef} is enrolled`);
    const { validFromDate, validToDate, publicKey } = new X509Certificate(der);
    const now = milliseconds(o.clock.now());
    if (now < validFromDate.getTime() || now > validToDate.getTime())
      throw new Error(`${keyRef} is outside its validity`);
    return signWithKey(o.client, { alias, publicKey, messageType: o.messageType, message, digest });
  },
  certificates: certifiedKeys(o.certificatesOf),
});
