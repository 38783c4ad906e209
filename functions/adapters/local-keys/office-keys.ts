import { sign, X509Certificate } from 'node:crypto';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Issuer } from './certificate.ts';
import { keyFolder, spkiOf } from './key-folder.ts';

export type OfficeKeys = Signer & {
  /** Keeps an encrypted PKCS#8 key and its chain, leaf first, under that name. */
  keep(keyRef: string, o: { key: string; chain: readonly Uint8Array[] }): void;
  /** Makes the office's own key for anchors, under a root of its own that signs nothing else; an existing one is kept. */
  makeAnchorKey(keyRef: string, organisation: string): void;
  /** False while any private key lies in the clear. */
  isEncrypted(): boolean;
};

/**
 * Khóa ký của cơ quan trên một máy: encrypted PKCS#8 keys and the certificates that the office's certification authority issued. Knows no demo
 * authority and makes no certificate of a person or seal; a token, HSM or remote signing service is another adapter of the same port.
 */
export const officeKeys = (o: { directory: string; clock: Clock; passphrase: string }): OfficeKeys => {
  const folder = keyFolder(o.directory, o.passphrase);
  const nameOf = (keyRef: string) => `key ${keyRef}`;
  return {
    keep: (keyRef, pair) => folder.put(nameOf(keyRef), pair),
    makeAnchorKey(keyRef, organisation) {
      if (folder.read(nameOf(keyRef)) !== undefined) return;
      const subject = { commonName: 'Gốc mốc nhật ký', organisation };
      const root = folder.make('anchor-root', { kind: 'p256', subject, purpose: 'root' });
      const issuer: Issuer = { subject, key: root.key, spki: spkiOf(root.key) };
      folder.make(nameOf(keyRef), {
        kind: 'p256',
        subject: { commonName: 'Mốc nhật ký', organisation },
        purpose: 'person',
        issuer,
      });
    },
    isEncrypted: () => folder.isEncrypted(),
    async sign(keyRef, { message }) {
      const entry = folder.read(nameOf(keyRef));
      if (entry === undefined) throw new Error(`no key ${keyRef}`);
      const { validFromDate, validToDate } = new X509Certificate(entry.certificate);
      const now = milliseconds(o.clock.now());
      if (now < validFromDate.getTime() || now > validToDate.getTime())
        throw new Error(`${keyRef} is outside its validity`);
      // node:crypto hashes the message itself: ECDSA gives DER SEQUENCE(r,s), RSA PKCS#1 v1.5.
      return new Uint8Array(sign('sha256', message, entry.key));
    },
    async certificates(keyRef) {
      const entry = folder.read(nameOf(keyRef));
      if (entry === undefined) return undefined;
      const isRsa = entry.key.asymmetricKeyType === 'rsa';
      const algorithm = isRsa ? 'RSASSA_PKCS1_V1_5_SHA_256' : 'ECDSA_SHA_256';
      return { algorithm, chain: folder.chain(nameOf(keyRef)) };
    },
  };
};
