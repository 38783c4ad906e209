/** A member to write: its bytes are read once, and there must be exactly `size` of them. */
export type TarMember = { name: string; size: number; open: () => AsyncIterable<Uint8Array> };
/** A member as read; `body` must be used up before the next one is asked for, else it is skipped. */
export type TarEntry = { name: string; size: number; isFile: boolean; body: AsyncIterable<Uint8Array> };

const BLOCK = 512;
/** Eleven octal digits: larger sizes go into a pax record. */
const MOST_OCTAL = 8 ** 11 - 1;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

const field = (header: Uint8Array, at: number, text: string): void => header.set(encoder.encode(text), at);
const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
const checksum = (header: Uint8Array): number =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

const headerBlock = (name: string, size: number, type: '0' | 'x'): Uint8Array => {
  const header = new Uint8Array(BLOCK);
  field(header, 0, name);
  field(header, 100, octal(0o600, 7));
  field(header, 108, octal(0, 7));
  field(header, 116, octal(0, 7));
  field(header, 124, octal(size, 11));
  field(header, 136, octal(0, 11));
  field(header, 156, type);
  field(header, 257, 'ustar\0' + '00');
  field(header, 148, `${checksum(header).toString(8).padStart(6, '0')}\0 `);
  return header;
};

/** `{length} {key}={value}\n`, where the length counts itself (POSIX.1-2001 pax). */
const paxRecord = (key: string, value: string): string => {
  const rest = encoder.encode(` ${key}=${value}\n`).length;
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return `${length} ${key}=${value}\n`;
};
const padding = (size: number): Uint8Array => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

function* headersOf({ name, size }: TarMember): Generator<Uint8Array> {
  const plain = /^[\x20-\x7e]{1,100}$/.test(name);
  if (plain && size <= MOST_OCTAL) {
    yield headerBlock(name, size, '0');
    return;
  }
  const records = encoder.encode(`${paxRecord('path', name)}${paxRecord('size', String(size))}`);
  yield headerBlock('pax', records.length, 'x');
  yield records;
  yield padding(records.length);
  yield headerBlock(plain ? name : 'see-pax', Math.min(size, MOST_OCTAL), '0');
}

/** ustar with pax records for long names: any tar program can open it without this product. */
export async function* writeTar(members: Iterable<TarMember>): AsyncGenerator<Uint8Array> {
  for (const member of members) {
    yield* headersOf(member);
    let written = 0;
    for await (const chunk of member.open()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== member.size) throw new Error(`${member.name} changed its size while it was read`);
    yield padding(written);
  }
  yield new Uint8Array(2 * BLOCK);
}

/** Pieces of exactly the asked length out of chunks of any. */
const pieces = (source: AsyncIterable<Uint8Array>) => {
  const chunks = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  const more = async (): Promise<void> => {
    const next = await chunks.next();
    if (next.done === true) throw new Error('the archive ends in the middle');
    rest = next.value;
  };
  async function* stream(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (rest.length === 0) await more();
      const part = rest.subarray(0, left);
      rest = rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
  const take = async (length: number): Promise<Uint8Array> => {
    const parts: Uint8Array[] = [];
    for await (const part of stream(length)) parts.push(part);
    return new Uint8Array(Buffer.concat(parts));
  };
  return { stream, take };
};

const textAt = (header: Uint8Array, at: number, length: number): string => {
  const bytes = header.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
};
const numberAt = (header: Uint8Array, at: number, length: number): number => {
  const text = textAt(header, at, length).trim();
  if (!/^[0-7]{1,12}$/.test(text)) throw new Error('the archive has a header that cannot be read');
  return Number.parseInt(text, 8);
};
const paxOf = (bytes: Uint8Array): Map<string, string> =>
  new Map([...decoder.decode(bytes).matchAll(/(?:^|\n)\d+ ([a-z]+)=([^\n]*)/g)].map((m) => [m[1] ?? '', m[2] ?? '']));

const MOST_PAX = 64 * 1024;

/** Reads a tar from any source; stops at the end mark. Names and kinds are the reader's to judge: nothing is written here. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const { stream, take } = pieces(source);
  let pax = new Map<string, string>();
  for (;;) {
    const header = await take(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    if (numberAt(header, 148, 8) !== checksum(header)) throw new Error('the archive has a damaged header');
    const stated = numberAt(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'x') {
      if (stated > MOST_PAX) throw new Error('the archive has a header that is too long');
      pax = paxOf(await take(stated));
      await take(padding(stated).length);
      continue;
    }
    const prefix = textAt(header, 345, 155);
    const name = pax.get('path') ?? (prefix === '' ? '' : `${prefix}/`) + textAt(header, 0, 100);
    const size = pax.has('size') ? Number(pax.get('size')) : stated;
    if (!Number.isSafeInteger(size) || size < 0) throw new Error('the archive states a size that cannot be');
    pax = new Map();
    const body = stream(size);
    yield { name, size, isFile: type === '0' || type === '\0', body };
    for await (const _ of body); // whatever the reader left
    await take(padding(size).length);
  }
}
