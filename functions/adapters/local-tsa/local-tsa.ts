import { createHash, randomBytes } from 'node:crypto';
import {
  children,
  explicit,
  generalizedTime,
  integer,
  integerBytes,
  octetString,
  oid,
  readDer,
  readOid,
  sequence,
  setOf,
  tlv,
} from '../../../shared/kernel/der.ts';
import type { Clock } from '../../ports/clock.ts';

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecdsaSha256: '1.2.840.10045.4.3.2',
  /** An arc under the experimental ones: the policy of a demo authority means nothing outside it. */
  policy: '1.3.6.1.3.30.2020.1',
} as const;

export type Authority = { chain: readonly Uint8Array[]; sign(message: Uint8Array): Uint8Array };

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
/** PKIStatus 2 = rejection; failure bit 2 = badRequest (bit 0 badAlg is for an unknown hash). */
const refusal = (failure: number): Uint8Array =>
  sequence(sequence(integer(2), tlv(0x03, Uint8Array.from([7 - failure, 0x80 >> failure]))));

type Query = { imprint: Uint8Array; nonce: Uint8Array | undefined; withCertificates: boolean };
const readRequest = (der: Uint8Array): Query | 'badAlg' | 'badRequest' => {
  const [version, imprint, ...rest] = children(readDer(der)) ?? [];
  const [algorithm, hash] = children(imprint) ?? [];
  if (version?.content[0] !== 1 || imprint === undefined || hash === undefined) return 'badRequest';
  if (readOid(children(algorithm)?.[0]) !== OID.sha256 || hash.content.length !== 32) return 'badAlg';
  return {
    imprint: imprint.whole,
    nonce: rest.find((element) => element.tag === 0x02)?.content,
    withCertificates: rest.some((element) => element.tag === 0x01 && element.content[0] === 0xff),
  };
};

const issuerAndSerial = (certificate: Uint8Array): Uint8Array => {
  const [, serial, , issuer] = children(children(readDer(certificate))?.[0]) ?? [];
  if (serial === undefined || issuer === undefined) throw new Error('not a certificate');
  return sequence(issuer.whole, serial.whole);
};

const token = (info: Uint8Array, authority: Authority, withCertificates: boolean): Uint8Array => {
  const [leaf] = authority.chain;
  if (leaf === undefined) throw new Error('the authority has no certificate');
  const attribute = (type: string, value: Uint8Array) => sequence(oid(type), setOf(value));
  const attributes = setOf(
    attribute(OID.contentType, oid(OID.timestampInfo)),
    attribute(OID.messageDigest, octetString(sha256(info))),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octetString(sha256(leaf)))))),
  );
  const digestAlgorithm = sequence(oid(OID.sha256));
  const signerInfo = sequence(
    integer(1),
    issuerAndSerial(leaf),
    digestAlgorithm,
    explicit(0, readDer(attributes)?.content ?? attributes),
    sequence(oid(OID.ecdsaSha256)),
    octetString(authority.sign(attributes)),
  );
  // The root stays out of the token: whoever checks it brings the root.
  const certificates = [...authority.chain.slice(0, -1)].sort(Buffer.compare);
  const signedData = sequence(
    integer(3),
    setOf(digestAlgorithm),
    sequence(oid(OID.timestampInfo), explicit(0, octetString(info))),
    ...(withCertificates ? [explicit(0, ...certificates)] : []),
    setOf(signerInfo),
  );
  return sequence(oid(OID.signedData), explicit(0, signedData));
};

/**
 * Time stamp authority of the demo world (dấu thời gian, RFC 3161): SHA-256 imprints, time from the injected clock.
 * `respond` takes and gives DER; `handle` is the same over HTTP (RFC 3161, 3.4).
 */
export const localTsa = (o: { authority: Authority; clock: Clock }) => {
  const respond = async (request: Uint8Array): Promise<Uint8Array> => {
    const read = readRequest(request);
    if (read === 'badAlg') return refusal(0);
    if (read === 'badRequest') return refusal(2);
    const info = sequence(
      integer(1),
      oid(OID.policy),
      read.imprint,
      integerBytes(new Uint8Array([1, ...randomBytes(15)])),
      generalizedTime(o.clock.now()),
      // Accuracy of one second: the token's time is cut to whole seconds.
      sequence(integer(1)),
      ...(read.nonce === undefined ? [] : [tlv(0x02, read.nonce)]),
    );
    return sequence(sequence(integer(0)), token(info, o.authority, read.withCertificates));
  };
  return {
    respond,
    async handle(request: globalThis.Request): Promise<Response> {
      const type = request.headers.get('content-type') ?? '';
      if (request.method !== 'POST' || !type.startsWith('application/timestamp-query')) {
        return new Response(null, { status: 415 });
      }
      const body = await respond(new Uint8Array(await request.arrayBuffer()));
      return new Response(new Uint8Array(body), { headers: { 'content-type': 'application/timestamp-reply' } });
    },
  };
};
export type LocalTsa = ReturnType<typeof localTsa>;
