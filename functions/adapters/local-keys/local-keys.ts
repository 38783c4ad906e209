import { sign, X509Certificate } from 'node:crypto';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Issuer, Subject } from './certificate.ts';
import { keyFolder, spkiOf } from './key-folder.ts';

const DEMO = 'TRÌNH DIỄN';
const ROOT: Subject = {
  commonName: `${DEMO} - Gốc chứng thực Văn Thư`,
  organisation: `${DEMO} - không có giá trị pháp lý`,
};
const ISSUING: Subject = {
  commonName: `${DEMO} - Chứng thực chữ ký số Văn Thư`,
  organisation: `${DEMO} - không có giá trị pháp lý`,
};
const TSA: Subject = {
  commonName: `${DEMO} - Dấu thời gian Văn Thư`,
  organisation: `${DEMO} - không có giá trị pháp lý`,
};

export type Enrolment = { keyRef: string; commonName: string; organisation: string; kind: 'person' | 'seal' };
export type LocalKeys = Signer & {
  /** Makes the key and certificate of a person or seal; an existing one is kept. */
  enrol(enrolment: Enrolment): Promise<void>;
  /** DER of the demo root: what a verifier trusts in the demo. */
  roots: readonly Uint8Array[];
  /** The time stamp authority's key and chain, for the local authority. */
  timestampAuthority: { chain: readonly Uint8Array[]; sign(message: Uint8Array): Uint8Array };
  /** False while any private key lies in the clear: production refuses to start then. */
  isEncrypted(): boolean;
};

/**
 * Demo certification authority and keys in a local folder (chữ ký số trình diễn): root → issuing authority → people (ECDSA P-256),
 * seals (RSA-3072) and time stamps. Every name says TRÌNH DIỄN. Official keys live behind other adapters of the same port.
 */
export const localKeys = (o: { directory: string; clock: Clock; passphrase?: string }): LocalKeys => {
  const folder = keyFolder(o.directory, o.passphrase);
  const root = folder.make('ca-root', { kind: 'p256', subject: ROOT, purpose: 'root' });
  const asRoot: Issuer = { subject: ROOT, key: root.key, spki: spkiOf(root.key) };
  const issuing = folder.make('ca-issuing', { kind: 'p256', subject: ISSUING, purpose: 'issuing', issuer: asRoot });
  const asIssuing: Issuer = { subject: ISSUING, key: issuing.key, spki: spkiOf(issuing.key) };
  const tsa = folder.make('tsa', { kind: 'p256', subject: TSA, purpose: 'timestamp', issuer: asIssuing });
  const above = [issuing.certificate, root.certificate];
  const known = (keyRef: string) => folder.read(`key ${keyRef}`);

  return {
    roots: [root.certificate],
    timestampAuthority: {
      chain: [tsa.certificate, ...above],
      sign: (message) => new Uint8Array(sign('sha256', message, tsa.key)),
    },
    isEncrypted: folder.isEncrypted,
    async enrol({ keyRef, commonName, organisation, kind }) {
      const subject = {
        commonName: `${commonName} (${DEMO})`,
        organisation,
        ...(kind === 'seal' ? { organisationId: `DEMO-${keyRef}` } : {}),
      };
      const algorithm = kind === 'seal' ? 'rsa3072' : 'p256';
      folder.make(`key ${keyRef}`, { kind: algorithm, subject, purpose: kind, issuer: asIssuing });
    },
    async sign(keyRef, { message }) {
      const entry = known(keyRef);
      if (entry === undefined) throw new Error(`no key ${keyRef}`);
      const { validFromDate, validToDate } = new X509Certificate(entry.certificate);
      const now = milliseconds(o.clock.now());
      if (now < validFromDate.getTime() || now > validToDate.getTime())
        throw new Error(`${keyRef} is outside its validity`);
      // node:crypto hashes the message itself: ECDSA gives DER SEQUENCE(r,s), RSA PKCS#1 v1.5.
      return new Uint8Array(sign('sha256', message, entry.key));
    },
    async certificates(keyRef) {
      const entry = known(keyRef);
      if (entry === undefined) return undefined;
      const isRsa = entry.key.asymmetricKeyType === 'rsa';
      const algorithm = isRsa ? 'RSASSA_PKCS1_V1_5_SHA_256' : 'ECDSA_SHA_256';
      return { algorithm, chain: [entry.certificate, ...above] };
    },
  };
};
