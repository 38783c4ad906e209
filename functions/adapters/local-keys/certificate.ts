import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  children,
  concat,
  explicit,
  integer,
  integerBytes,
  octetString,
  oid,
  readDer,
  sequence,
  setOf,
  tlv,
  utf8,
} from '../../../shared/kernel/der.ts';

/** Subject of a demo certificate; `organisationId` marks a legal person (ETSI EN 319 412-3). */
export type Subject = { commonName: string; organisation?: string; organisationId?: string };
export type Purpose = 'root' | 'issuing' | 'person' | 'seal' | 'timestamp';

const OID = {
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  organisationId: '2.5.4.97',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  qcStatements: '1.3.6.1.5.5.7.1.3',
  qcType: '0.4.0.1862.1.6',
  ecdsaSha256: '1.2.840.10045.4.3.2',
} as const;
/** QcType (ETSI EN 319 412-5): what the key is for. It claims no qualification, only signature or seal. */
const qcTypes = { person: '0.4.0.1862.1.6.1', seal: '0.4.0.1862.1.6.2' } as const;

const attribute = (type: string, value: string | undefined) =>
  value === undefined ? [] : [setOf(sequence(oid(type), utf8(value)))];
const distinguishedName = (subject: Subject): Uint8Array =>
  sequence(
    setOf(sequence(oid(OID.country), tlv(0x13, new TextEncoder().encode('VN')))),
    ...attribute(OID.organisation, subject.organisation),
    ...attribute(OID.organisationId, subject.organisationId),
    ...attribute(OID.commonName, subject.commonName),
  );

const utcTime = (text: string) => tlv(0x17, new TextEncoder().encode(text));
/** Demo certificates are valid 2020–2045: the demo world runs on its own clock. */
const validity = () => sequence(utcTime('200101000000Z'), utcTime('451231235959Z'));

const extension = (type: string, o: { critical: boolean; value: Uint8Array }) =>
  sequence(oid(type), ...(o.critical ? [boolean(true)] : []), octetString(o.value));
const keyId = (spki: Uint8Array): Uint8Array => {
  const bits = children(readDer(spki))?.[1]?.content.subarray(1) ?? spki;
  return new Uint8Array(createHash('sha1').update(bits).digest());
};
/** KeyUsage bits: 0 digitalSignature, 1 nonRepudiation, 5 keyCertSign, 6 cRLSign. */
const usage: Record<Purpose, Uint8Array> = {
  root: bitString(Uint8Array.from([0x06]), 1),
  issuing: bitString(Uint8Array.from([0x06]), 1),
  person: bitString(Uint8Array.from([0xc0]), 6),
  seal: bitString(Uint8Array.from([0xc0]), 6),
  timestamp: bitString(Uint8Array.from([0x80]), 7),
};

const extensions = (purpose: Purpose, spki: Uint8Array, issuerSpki: Uint8Array): Uint8Array => {
  const constraints =
    purpose === 'root'
      ? sequence(boolean(true))
      : purpose === 'issuing'
        ? sequence(boolean(true), integer(0))
        : sequence();
  const list = [
    extension(OID.basicConstraints, { critical: true, value: constraints }),
    extension(OID.keyUsage, { critical: true, value: usage[purpose] }),
    extension(OID.subjectKeyId, { critical: false, value: octetString(keyId(spki)) }),
    extension(OID.authorityKeyId, { critical: false, value: sequence(tlv(0x80, keyId(issuerSpki))) }),
  ];
  if (purpose === 'timestamp') {
    list.push(extension(OID.extendedKeyUsage, { critical: true, value: sequence(oid(OID.timeStamping)) }));
  }
  if (purpose === 'person' || purpose === 'seal') {
    const statement = sequence(sequence(oid(OID.qcType), sequence(oid(qcTypes[purpose]))));
    list.push(extension(OID.qcStatements, { critical: false, value: statement }));
  }
  return sequence(...list);
};

export type Issuer = { subject: Subject; key: KeyObject; spki: Uint8Array };

/** X.509 v3 certificate (RFC 5280) signed with the issuer's P-256 key. `serial`: 16 random bytes. */
export const makeCertificate = (o: {
  subject: Subject;
  spki: Uint8Array;
  purpose: Purpose;
  issuer: Issuer;
  serial: Uint8Array;
}): Uint8Array => {
  const algorithm = sequence(oid(OID.ecdsaSha256));
  const serial = concat([Uint8Array.from([0x01]), o.serial]);
  const body = sequence(
    explicit(0, integer(2)),
    integerBytes(serial),
    algorithm,
    distinguishedName(o.issuer.subject),
    validity(),
    distinguishedName(o.subject),
    o.spki,
    explicit(3, extensions(o.purpose, o.spki, o.issuer.spki)),
  );
  return sequence(body, algorithm, bitString(new Uint8Array(sign('sha256', body, o.issuer.key))));
};

/** Whether a PKCS#8 PEM is protected by a passphrase; production refuses keys that are not. */
export const isEncrypted = (pem: string): boolean => pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');

export const readKey = (pem: string, passphrase: string | undefined): KeyObject =>
  createPrivateKey(passphrase === undefined ? pem : { key: pem, format: 'pem', passphrase });
