import { children, equalBytes, readDer, readOid } from '../../../shared/kernel/der.ts';
import { sha256 } from '../cms.ts';
import { OID } from '../oids.ts';
import { checkChain } from './chain.ts';
import { checkSignedData, readSignedData } from './signed-data.ts';

export type TimestampCheck = { ok: true; at: number; nonce: Uint8Array | undefined } | { ok: false; problem: string };
const no = (problem: string): TimestampCheck => ({ ok: false, problem });

/** `20230918020211Z`, with an optional fraction; NaN when it is something else. */
const generalizedTime = (bytes: Uint8Array): number => {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{1,6}))?Z$/.exec(Buffer.from(bytes).toString('latin1'));
  if (found === null) return Number.NaN;
  const [, year, month, day, hour, minute, second, fraction = '0'] = found;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}Z`);
};

/** RFC 3161 token (dấu thời gian) over `imprint` (SHA-256): signature, imprint, purpose of the key and chain to a time stamp root. */
export const checkTimestamp = (
  token: Uint8Array,
  o: { imprint: Uint8Array; roots: readonly Uint8Array[] },
): TimestampCheck => {
  const data = readSignedData(token);
  if (data?.content === undefined) return no('Dấu thời gian không đọc được.');
  const signature = checkSignedData(data, [data.content], OID.timestampInfo);
  if (!signature.intact || signature.leaf === undefined) return no('Dấu thời gian không còn nguyên vẹn.');
  const [version, , imprint, , time, ...rest] = children(readDer(data.content)) ?? [];
  const [algorithm, hash] = children(imprint) ?? [];
  if (version?.content[0] !== 1 || readOid(children(algorithm)?.[0]) !== OID.sha256 || hash === undefined) {
    return no('Dấu thời gian dùng cấu trúc không được chấp nhận.');
  }
  if (!equalBytes(hash.content, o.imprint)) return no('Dấu thời gian không thuộc về chữ ký này.');
  const at = time?.tag === 0x18 ? generalizedTime(time.content) : Number.NaN;
  if (Number.isNaN(at)) return no('Thời điểm trong dấu thời gian không hợp lệ.');
  // RFC 3161, 2.3: the key serves time stamping only.
  const uses = signature.leaf.keyUsage ?? [];
  if (uses.length !== 1 || uses[0] !== OID.timeStamping)
    return no('Chứng thư số của dấu thời gian không đúng mục đích.');
  const chain = checkChain(signature.leaf, { embedded: data.certificates, roots: o.roots, at });
  if (!chain.trusted) return no('Dấu thời gian không do tổ chức được tin cậy cấp.');
  return { ok: true, at, nonce: rest.find((element) => element.tag === 0x02)?.content };
};

/** Imprint of a signature value, as the token of a B-T signature carries it. */
export const imprintOf = (signature: Uint8Array): Uint8Array => sha256(signature);
