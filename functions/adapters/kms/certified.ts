import { type KeyObject, X509Certificate } from 'node:crypto';
import type { Signer } from '../../ports/signer.ts';

export type KeyAlgorithm = 'ECDSA_SHA_256' | 'RSASSA_PKCS1_V1_5_SHA_256';
/** DER chain of a key, leaf first; undefined when none is enrolled. */
export type CertificatesOf = (keyRef: string) => Promise<Uint8Array[] | undefined>;

/** How a public key signs here; throws for one that no signature of ours may be made with. */
export const algorithmOf = (key: KeyObject): KeyAlgorithm => {
  const { namedCurve, modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return 'ECDSA_SHA_256';
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return 'RSASSA_PKCS1_V1_5_SHA_256';
  throw new Error('a signing key is ECDSA P-256 or RSA of 2048 bits and more');
};

/** The signer's `certificates` for whoever prepares a signature and may not sign: it knows no key service. */
export const certifiedKeys =
  (certificatesOf: CertificatesOf): Signer['certificates'] =>
  async (keyRef) => {
    const chain = await certificatesOf(keyRef);
    const [leaf] = chain ?? [];
    if (chain === undefined || leaf === undefined) return undefined;
    return { algorithm: algorithmOf(new X509Certificate(leaf).publicKey), chain };
  };
