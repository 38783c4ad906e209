/**
 * The part of ASN.1 DER (X.690) that certificates, CMS and RFC 3161 need. Own code because every byte read here may be hostile:
 * it is bounded, accepts only definite canonical lengths and never throws while reading.
 */
export type Der = {
  /** Identifier octet, e.g. 0x30 SEQUENCE, 0x31 SET, 0x06 OID, 0xa0 [0]. */
  tag: number;
  content: Uint8Array;
  /** Identifier, length and content. */
  whole: Uint8Array;
};

export const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
/** Lexicographic order, as DER wants for SET OF. */
export const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

const lengthOctets = (length: number): number[] => {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
};
export const tlv = (tag: number, content: Uint8Array): Uint8Array =>
  concat([Uint8Array.from([tag, ...lengthOctets(content.length)]), content]);
export const sequence = (...parts: Uint8Array[]): Uint8Array => tlv(0x30, concat(parts));
/** SET OF, sorted by encoding. */
export const setOf = (...parts: Uint8Array[]): Uint8Array => tlv(0x31, concat([...parts].sort(compareBytes)));
/** Context-specific, constructed. */
export const explicit = (number: number, ...parts: Uint8Array[]): Uint8Array => tlv(0xa0 | number, concat(parts));
export const octetString = (bytes: Uint8Array): Uint8Array => tlv(0x04, bytes);
export const bitString = (bytes: Uint8Array, unused = 0): Uint8Array =>
  tlv(0x03, concat([Uint8Array.from([unused]), bytes]));
export const nothing = (): Uint8Array => Uint8Array.from([0x05, 0x00]);
export const boolean = (value: boolean): Uint8Array => Uint8Array.from([0x01, 0x01, value ? 0xff : 0x00]);
export const utf8 = (value: string): Uint8Array => tlv(0x0c, new TextEncoder().encode(value.normalize('NFC')));
/** Non-negative INTEGER from big-endian bytes. */
export const integerBytes = (bytes: Uint8Array): Uint8Array => {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const body = bytes.subarray(start);
  return tlv(0x02, (body[0] ?? 0) & 0x80 ? concat([Uint8Array.from([0]), body]) : body);
};
export const integer = (value: number): Uint8Array => {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return integerBytes(Uint8Array.from(octets.length === 0 ? [0] : octets));
};
export const oid = (dotted: string): Uint8Array => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift((left % 128) | 0x80);
    octets.push(...groups);
  }
  return tlv(0x06, Uint8Array.from(octets));
};
/** GeneralizedTime `20230918020211Z` from ISO 8601 UTC; DER forbids a fraction that ends in zero, seconds are enough here. */
export const generalizedTime = (iso: string): Uint8Array =>
  tlv(0x18, new TextEncoder().encode(`${iso.slice(0, 19).replace(/[-:T]/g, '')}Z`));

/** One element at the start of `bytes`, or undefined when it is not definite-length DER that fits. */
export const readDer = (bytes: Uint8Array): Der | undefined => {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined;
  let length = first;
  let header = 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4 || bytes.length < 2 + count) return undefined;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[2 + i] ?? 0);
    header = 2 + count;
    if (length < 0x80 || lengthOctets(length).length !== count + 1) return undefined;
  }
  if (header + length > bytes.length) return undefined;
  return { tag, content: bytes.subarray(header, header + length), whole: bytes.subarray(0, header + length) };
};
/**
 * The elements inside a constructed value of that tag (SEQUENCE unless said otherwise); undefined when they do not fill it exactly.
 * The tag is always compared: a byte that nobody looks at could be changed unnoticed.
 */
export const children = (element: Der | undefined, tag = 0x30): Der[] | undefined => {
  if (element === undefined || element.tag !== tag) return undefined;
  const found: Der[] = [];
  let rest = element.content;
  while (rest.length > 0) {
    const next = readDer(rest);
    if (next === undefined || found.length >= 4096) return undefined;
    found.push(next);
    rest = rest.subarray(next.whole.length);
  }
  return found;
};
/** Dotted form; empty when the element is no OBJECT IDENTIFIER. */
export const readOid = (element: Der | undefined): string => {
  if (element === undefined || element.tag !== 0x06 || element.content.length === 0) return '';
  const arcs: number[] = [];
  let value = 0;
  for (const octet of element.content) {
    value = value * 128 + (octet & 0x7f);
    if ((octet & 0x80) === 0) {
      arcs.push(value);
      value = 0;
    }
  }
  const [head = 0, ...rest] = arcs;
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...rest].join('.');
};
