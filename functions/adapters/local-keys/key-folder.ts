import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Issuer, isEncrypted, makeCertificate, type Purpose, readKey, type Subject } from './certificate.ts';

/** One key with its certificate. */
export type KeyEntry = { key: KeyObject; certificate: Uint8Array };

export const spkiOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ type: 'spki', format: 'der' }));

const fresh = (kind: 'p256' | 'rsa3072'): KeyObject =>
  kind === 'p256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;

/** The certificates of a PEM bundle, DER, in its order; throws when one of them is broken. */
export const readCertificates = (pem: string): Uint8Array[] =>
  [...pem.matchAll(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g)].map(
    ([block]) => new Uint8Array(new X509Certificate(block).raw),
  );

/** Key names become file names; `:` and anything else a file system may dislike is escaped. */
const stem = (name: string): string => encodeURIComponent(name).replaceAll('%', '_');

const writeWhole = (path: string, content: string, mode: number): void => {
  const partial = `${path}.partial`;
  writeFileSync(partial, content, { mode });
  chmodSync(partial, mode);
  renameSync(partial, path);
};

/** A folder of PKCS#8 keys (mode 0600) and certificates, one pair a name. */
export const keyFolder = (directory: string, passphrase: string | undefined) => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const keyPath = (name: string) => join(directory, `${stem(name)}.key.pem`);
  const certificatePath = (name: string) => join(directory, `${stem(name)}.crt.pem`);

  const read = (name: string): KeyEntry | undefined => {
    if (!existsSync(certificatePath(name)) || !existsSync(keyPath(name))) return undefined;
    const key = readKey(readFileSync(keyPath(name), 'utf8'), passphrase);
    return { key, certificate: new Uint8Array(new X509Certificate(readFileSync(certificatePath(name))).raw) };
  };
  return {
    read,
    /** Reads the entry or makes key and certificate. The certificate is written last: a pair is whole once it is there. */
    make(name: string, o: { kind: 'p256' | 'rsa3072'; subject: Subject; purpose: Purpose; issuer?: Issuer }): KeyEntry {
      const found = read(name);
      if (found !== undefined) return found;
      const key = fresh(o.kind);
      const spki = spkiOf(key);
      const issuer = o.issuer ?? { subject: o.subject, key, spki };
      const serial = new Uint8Array(randomBytes(16));
      const certificate = makeCertificate({ subject: o.subject, spki, purpose: o.purpose, issuer, serial });
      const pem =
        passphrase === undefined
          ? key.export({ type: 'pkcs8', format: 'pem' })
          : key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
      writeWhole(keyPath(name), pem.toString(), 0o600);
      writeWhole(certificatePath(name), new X509Certificate(certificate).toString(), 0o644);
      return { key, certificate };
    },
    /** A key and chain made elsewhere, leaf first, in place of what was there: certificates are renewed. The key stays as encrypted as it came. */
    put(name: string, o: { key: string; chain: readonly Uint8Array[] }): void {
      writeWhole(keyPath(name), o.key, 0o600);
      writeWhole(certificatePath(name), o.chain.map((der) => new X509Certificate(der).toString()).join(''), 0o644);
    },
    /** Every certificate that lies beside the key, leaf first. */
    chain(name: string): Uint8Array[] {
      return existsSync(certificatePath(name)) ? readCertificates(readFileSync(certificatePath(name), 'utf8')) : [];
    },
    /** True when every private key in the folder is encrypted. */
    isEncrypted(): boolean {
      const keys = readdirSync(directory).filter((file) => file.endsWith('.key.pem'));
      return keys.length > 0 && keys.every((file) => isEncrypted(readFileSync(join(directory, file), 'utf8')));
    },
  };
};
