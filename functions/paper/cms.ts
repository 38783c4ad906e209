import { createHash } from 'node:crypto';
import {
  children,
  explicit,
  integer,
  nothing,
  octetString,
  oid,
  readDer,
  sequence,
  setOf,
  tlv,
} from '../../shared/kernel/der.ts';
import type { Prepared } from '../ports/paper.ts';
import { OID } from './oids.ts';

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

const attribute = (type: string, value: Uint8Array) => sequence(oid(type), setOf(value));

/**
 * CAdES signed attributes (ETSI EN 319 142-1, 6.3): content type, message digest, signing certificate v2. No signing time: in PDF it stands in /M.
 * DER SET OF, sorted; this is what the key signs.
 */
export const signedAttributes = (contentDigest: Uint8Array, leaf: Uint8Array): Uint8Array =>
  setOf(
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octetString(contentDigest)),
    // SHA-256 is the default hash of ESSCertIDv2 and DER leaves defaults out.
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octetString(sha256(leaf)))))),
  );

/** Issuer and serial number of a certificate, as encoded in it. */
export const issuerAndSerial = (certificate: Uint8Array): Uint8Array => {
  const tbs = children(children(readDer(certificate))?.[0]);
  const [serial, , issuer] = tbs?.[0]?.tag === 0xa0 ? tbs.slice(1) : (tbs ?? []);
  if (serial === undefined || issuer === undefined) throw new Error('not a certificate');
  return sequence(issuer.whole, serial.whole);
};

/** A self-signed root is left out: the verifier brings its own, and bytes nobody checks do not belong in the file. */
const isSelfIssued = (certificate: Uint8Array): boolean => {
  const all = children(children(readDer(certificate))?.[0]) ?? [];
  const [, , issuer, , subject] = all[0]?.tag === 0xa0 ? all.slice(1) : all;
  return issuer !== undefined && subject !== undefined && Buffer.compare(issuer.whole, subject.whole) === 0;
};

export type SignatureValue = {
  algorithm: 'ECDSA_SHA_256' | 'RSASSA_PKCS1_V1_5_SHA_256';
  chain: readonly Uint8Array[];
  signature: Uint8Array;
  timestampToken?: Uint8Array;
};

/** Detached SignedData (RFC 5652) around a finished signature value. */
export const assembleCms = (prepared: Pick<Prepared, 'digest'>, s: SignatureValue): Uint8Array => {
  const [leaf] = s.chain;
  if (leaf === undefined) throw new Error('a signature needs a certificate');
  const digestAlgorithm = sequence(oid(OID.sha256));
  const attributes = children(readDer(signedAttributes(prepared.digest, leaf)), 0x31) ?? [];
  const algorithm =
    s.algorithm === 'ECDSA_SHA_256' ? sequence(oid(OID.ecdsaSha256)) : sequence(oid(OID.rsa), nothing());
  const token = s.timestampToken;
  const signerInfo = sequence(
    integer(1),
    issuerAndSerial(leaf),
    digestAlgorithm,
    explicit(0, ...attributes.map((one) => one.whole)),
    algorithm,
    octetString(s.signature),
    ...(token === undefined ? [] : [explicit(1, attribute(OID.timestampToken, token))]),
  );
  const certificates = s.chain.filter((certificate, index) => index === 0 || !isSelfIssued(certificate));
  const signedData = sequence(
    integer(1),
    setOf(digestAlgorithm),
    sequence(oid(OID.data)),
    tlv(0xa0, new Uint8Array(Buffer.concat([...certificates].sort(Buffer.compare)))),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), explicit(0, signedData));
};
