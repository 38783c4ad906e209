import { createHash, type KeyObject } from 'node:crypto';
import { bitString, explicit, integer, nothing, oid, sequence, setOf, tlv, utf8 } from '../../../shared/kernel/der.ts';
import { algorithmOf } from './certified.ts';
import { type KeyClient, publicKeyOf, signWithKey } from './kms-key.ts';

/** Attributes of a subject in the order in which they are written: from the country down to the name (X.520, RFC 4519, ETSI EN 319 412-1). */
export const SUBJECT_ATTRIBUTES = {
  C: '2.5.4.6',
  ST: '2.5.4.8',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  organizationIdentifier: '2.5.4.97',
  title: '2.5.4.12',
  /** Vietnamese authorities put `MST:…` (tax code) or `CCCD:…` here. */
  UID: '0.9.2342.19200300.100.1.1',
  serialNumber: '2.5.4.5',
  CN: '2.5.4.3',
} as const;
export type SubjectAttribute = keyof typeof SUBJECT_ATTRIBUTES;
export type RequestSubject = readonly { name: SubjectAttribute; value: string }[];

/** Country and serial number are PrintableString by their definition, everything else UTF-8. */
const encodedValue = (name: SubjectAttribute, value: string): Uint8Array =>
  name === 'C' || name === 'serialNumber' ? tlv(0x13, new TextEncoder().encode(value)) : utf8(value);

const distinguishedName = (subject: RequestSubject): Uint8Array => {
  const order = Object.keys(SUBJECT_ATTRIBUTES);
  const sorted = [...subject].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return sequence(
    ...sorted.map(({ name, value }) => setOf(sequence(oid(SUBJECT_ATTRIBUTES[name]), encodedValue(name, value)))),
  );
};

const signatureAlgorithm = (key: KeyObject): Uint8Array =>
  algorithmOf(key) === 'ECDSA_SHA_256'
    ? sequence(oid('1.2.840.10045.4.3.2'))
    : sequence(oid('1.2.840.113549.1.1.11'), nothing());

const pem = (der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
};

/**
 * Yêu cầu cấp chứng thư: PKCS#10 (RFC 2986), PEM, signed by the KMS key itself as proof of possession. Asks for no extensions: the authority
 * decides what the certificate is for. Throws NoSuchKey, and what KMS refuses.
 */
export const certificateRequest = async (o: {
  client: KeyClient;
  alias: string;
  subject: RequestSubject;
}): Promise<string> => {
  const { client, alias } = o;
  const publicKey = await publicKeyOf(client, alias);
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
  const message = sequence(integer(0), distinguishedName(o.subject), spki, explicit(0));
  const digest = new Uint8Array(createHash('sha256').update(message).digest());
  const signature = await signWithKey(client, { alias, publicKey, messageType: 'RAW', message, digest });
  return pem(sequence(message, signatureAlgorithm(publicKey), bitString(signature)));
};
