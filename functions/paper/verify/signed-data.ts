import { createHash, verify, X509Certificate } from 'node:crypto';
import { children, type Der, equalBytes, readDer, readOid, tlv } from '../../../shared/kernel/der.ts';
import { issuerAndSerial } from '../cms.ts';
import { OID } from '../oids.ts';

/** A parsed SignedData with one signer; nothing in it is believed yet. */
export type SignedData = {
  content: Uint8Array | undefined;
  contentType: string;
  /** DER of the embedded certificates. */
  certificates: Uint8Array[];
  signer: {
    version: number;
    sid: Uint8Array;
    digest: string;
    attributes: Map<string, Der>;
    /** The SET OF that the key signed. */
    signedBytes: Uint8Array;
    algorithm: string;
    signature: Uint8Array;
    timestampToken: Uint8Array | undefined;
    /** Unsigned attributes other than the time stamp: nothing vouches for them. */
    hasUnknownAttributes: boolean;
  };
};

const hashes: Record<string, string> = { [OID.sha256]: 'sha256', [OID.sha384]: 'sha384', [OID.sha512]: 'sha512' };
/** Which signature algorithms go with which digest: a mismatch is refused, SHA-1 is not accepted at all. */
const algorithms: Record<string, readonly string[]> = {
  [OID.sha256]: [OID.ecdsaSha256, OID.rsa, OID.rsaSha256],
  [OID.sha384]: [OID.ecdsaSha384, OID.rsa, OID.rsaSha384],
  [OID.sha512]: [OID.ecdsaSha512, OID.rsa, OID.rsaSha512],
};

/** OID of an AlgorithmIdentifier without parameters or with NULL; anything else is no algorithm accepted here. */
const algorithmOf = (element: Der | undefined): string => {
  const [id, parameters, extra] = children(element) ?? [];
  const isPlain = parameters === undefined || (parameters.tag === 0x05 && parameters.content.length === 0);
  return isPlain && extra === undefined ? readOid(id) : '';
};

const attributeMap = (element: Der | undefined, tag: number): Map<string, Der> | undefined => {
  const map = new Map<string, Der>();
  const attributes = children(element, tag);
  if (attributes === undefined) return undefined;
  for (const attribute of attributes) {
    const [type, values] = children(attribute) ?? [];
    const all = children(values, 0x31);
    const name = readOid(type);
    if (name === '' || all?.length !== 1 || all[0] === undefined || map.has(name)) return undefined;
    map.set(name, all[0]);
  }
  return map;
};

const readSigner = (element: Der | undefined): SignedData['signer'] | undefined => {
  const parts = children(element);
  if (parts === undefined) return undefined;
  const [version, sid, digest, attributes, algorithm, signature, unsigned, extra] = parts;
  if (attributes?.tag !== 0xa0 || signature?.tag !== 0x04 || sid === undefined || extra !== undefined) return undefined;
  const signed = attributeMap(attributes, 0xa0);
  const loose = unsigned === undefined ? new Map<string, Der>() : attributeMap(unsigned, 0xa1);
  if (signed === undefined || loose === undefined || (unsigned !== undefined && unsigned.tag !== 0xa1))
    return undefined;
  return {
    version: version?.tag === 0x02 && version.content.length === 1 ? (version.content[0] ?? 0) : 0,
    sid: sid.whole,
    digest: algorithmOf(digest),
    attributes: signed,
    signedBytes: tlv(0x31, attributes.content),
    algorithm: algorithmOf(algorithm),
    signature: signature.content,
    timestampToken: loose.get(OID.timestampToken)?.whole,
    hasUnknownAttributes: [...loose.keys()].some((type) => type !== OID.timestampToken),
  };
};

/** Reads a ContentInfo with SignedData; undefined when it is not exactly one DER value with exactly one signer. */
export const readSignedData = (der: Uint8Array): SignedData | undefined => {
  const outer = readDer(der);
  if (outer === undefined || outer.whole.length !== der.length || outer.tag !== 0x30) return undefined;
  const [type, wrapped, extra] = children(outer) ?? [];
  if (readOid(type) !== OID.signedData || wrapped?.tag !== 0xa0 || extra !== undefined) return undefined;
  const parts = children(children(wrapped, 0xa0)?.[0]) ?? [];
  const [version, digests, encapsulated, ...rest] = parts;
  const certificates = rest.find((part) => part.tag === 0xa0);
  const signers = children(
    rest.find((part) => part.tag === 0x31),
    0x31,
  );
  const signer = signers?.length === 1 ? readSigner(signers[0]) : undefined;
  const [contentType, content] = children(encapsulated) ?? [];
  const enclosed = children(content, 0xa0)?.[0];
  if (content !== undefined && enclosed?.tag !== 0x04) return undefined;
  const listed = children(digests, 0x31)?.map(algorithmOf);
  const isKnownVersion =
    version?.tag === 0x02 && version.content.length === 1 && [1, 3].includes(version.content[0] ?? 0);
  if (signer === undefined || !isKnownVersion || listed?.includes(signer.digest) !== true) return undefined;
  return {
    content: enclosed?.content,
    contentType: readOid(contentType),
    certificates: (children(certificates, 0xa0) ?? []).map((one) => one.whole),
    signer,
  };
};

export type SignatureCheck = { intact: boolean; leaf: X509Certificate | undefined; problems: string[] };
const fails = (problem: string): SignatureCheck => ({ intact: false, leaf: undefined, problems: [problem] });

const certificateOf = (der: Uint8Array): X509Certificate | undefined => {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
};

/** Digest, signing certificate and signature value over detached or enclosed content. Plain sentences for the public page. */
export const checkSignedData = (
  data: SignedData,
  content: readonly Uint8Array[],
  contentType: string,
): SignatureCheck => {
  const { signer } = data;
  const hash = hashes[signer.digest];
  if (hash === undefined || algorithms[signer.digest]?.includes(signer.algorithm) !== true) {
    return fails('Thuật toán ký hoặc hàm băm không được chấp nhận.');
  }
  if (signer.version !== 1 || data.contentType !== contentType) return fails('Cấu trúc chữ ký không đúng chuẩn.');
  if (readOid(signer.attributes.get('1.2.840.113549.1.9.3')) !== contentType)
    return fails('Chữ ký không ghi đúng loại nội dung.');
  const digest = createHash(hash);
  for (const part of content) digest.update(part);
  const stated = signer.attributes.get(OID.messageDigest)?.content;
  if (stated === undefined || !equalBytes(stated, new Uint8Array(digest.digest()))) {
    return fails('Nội dung đã bị thay đổi sau khi ký.');
  }
  const der = data.certificates.find((one) => {
    try {
      return equalBytes(issuerAndSerial(one), signer.sid);
    } catch {
      return false;
    }
  });
  const leaf = der === undefined ? undefined : certificateOf(der);
  if (der === undefined || leaf === undefined) return fails('Không tìm thấy chứng thư số của người ký trong chữ ký.');
  const statement = signer.attributes.get(OID.signingCertificateV2);
  const named = children(children(children(statement)?.[0])?.[0])?.find((part) => part.tag === 0x04);
  const check = checkValue(signer, leaf, hash);
  const isNamed =
    named !== undefined && equalBytes(named.content, new Uint8Array(createHash('sha256').update(der).digest()));
  if (isNamed) return check;
  // A signature that names another certificate is broken; one that names none (older formats) only lacks the binding.
  return {
    ...check,
    intact: check.intact && statement === undefined,
    problems: [...check.problems, 'Chữ ký không gắn với chứng thư số kèm theo.'],
  };
};

const checkValue = (signer: SignedData['signer'], leaf: X509Certificate, hash: string): SignatureCheck => {
  try {
    const key = leaf.publicKey;
    const isRsa = key.asymmetricKeyType === 'rsa';
    const wantsRsa = signer.algorithm.startsWith('1.2.840.113549.1.1.');
    if (isRsa === wantsRsa && verify(hash, signer.signedBytes, key, signer.signature)) {
      return { intact: true, leaf, problems: [] };
    }
  } catch {
    // An unusable key or signature is the same answer as a wrong one.
  }
  return { intact: false, leaf, problems: ['Giá trị chữ ký không khớp với chứng thư số.'] };
};
