/** A PDF object as written. Strings remember where they stand, because a signature's gap must be exactly its /Contents. */
export type PdfValue =
  | { t: 'null' }
  | { t: 'boolean'; v: boolean }
  | { t: 'number'; v: number }
  | { t: 'name'; v: string }
  | { t: 'string'; v: Uint8Array; start: number; end: number; hex: boolean }
  | { t: 'array'; v: PdfValue[] }
  | { t: 'dict'; v: PdfDict }
  | { t: 'ref'; n: number; g: number }
  | { t: 'stream'; v: PdfDict; start: number }
  | { t: 'word'; v: string };
export type PdfDict = Map<string, PdfValue>;

/** The file cannot be read as PDF; caught at the border of the verifier. */
export class BadPdf extends Error {}

const WHITE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set([...'()<>[]{}/%'].map((sign) => sign.charCodeAt(0)));
const MAX_DEPTH = 60;
const hexDigit = (byte: number): number => {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 0x20;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
};
const ESCAPES = new Map([
  [110, 10],
  [114, 13],
  [116, 9],
  [98, 8],
  [102, 12],
]);

/** Reads objects at a position; every step moves forward, so work is bounded by the length of the file. */
export class PdfReader {
  readonly bytes: Uint8Array;
  at: number;
  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  skip(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) return;
      if (byte === 0x25) while (this.at < this.bytes.length && ![10, 13].includes(this.bytes[this.at] ?? 10)) this.at++;
      else if (WHITE.has(byte)) this.at++;
      else return;
    }
  }

  #token(): string {
    const from = this.at;
    while (this.at < this.bytes.length) {
      const byte = this.bytes[this.at] ?? 0;
      if (WHITE.has(byte) || DELIMITERS.has(byte)) break;
      if (++this.at - from > 4096) throw new BadPdf('a word is too long');
    }
    if (this.at === from) throw new BadPdf('a word is missing');
    return Buffer.from(this.bytes.subarray(from, this.at)).toString('latin1');
  }

  value(depth = 0): PdfValue {
    if (depth > MAX_DEPTH) throw new BadPdf('nested too deeply');
    this.skip();
    const byte = this.bytes[this.at];
    const next = this.bytes[this.at + 1];
    if (byte === undefined) throw new BadPdf('the file ends inside an object');
    if (byte === 0x2f) return this.#name();
    if (byte === 0x28) return this.#literal();
    if (byte === 0x5b) return this.#array(depth);
    if (byte === 0x3c) return next === 0x3c ? { t: 'dict', v: this.#dict(depth) } : this.#hex();
    if (byte === 0x7d || byte === 0x7b || byte === 0x29 || byte === 0x3e || byte === 0x5d)
      throw new BadPdf('unexpected sign');
    return this.#wordOrNumber();
  }

  #name(): PdfValue {
    this.at++;
    const byte = this.bytes[this.at];
    const isEmpty = byte === undefined || WHITE.has(byte) || DELIMITERS.has(byte);
    const raw = isEmpty ? '' : this.#token();
    return {
      t: 'name',
      v: raw.replace(/#([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16))),
    };
  }

  #wordOrNumber(): PdfValue {
    const word = this.#token();
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(word)) {
      const number = Number(word);
      if (/^\d+$/.test(word)) {
        const back = this.at;
        const ref = this.#reference(number);
        if (ref !== undefined) return ref;
        this.at = back;
      }
      return { t: 'number', v: number };
    }
    if (word === 'true' || word === 'false') return { t: 'boolean', v: word === 'true' };
    return word === 'null' ? { t: 'null' } : { t: 'word', v: word };
  }

  #reference(n: number): PdfValue | undefined {
    const found = /^[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/.exec(
      Buffer.from(this.bytes.subarray(this.at, this.at + 24)).toString('latin1'),
    );
    if (found === null) return undefined;
    this.at += found[0].length;
    return { t: 'ref', n, g: Number(found[1]) };
  }

  #array(depth: number): PdfValue {
    this.at++;
    const items: PdfValue[] = [];
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === 0x5d) break;
      items.push(this.value(depth + 1));
    }
    this.at++;
    return { t: 'array', v: items };
  }

  #dict(depth: number): PdfDict {
    this.at += 2;
    const dict: PdfDict = new Map();
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e) break;
      const key = this.value(depth + 1);
      if (key.t !== 'name') throw new BadPdf('a key is no name');
      // Readers disagree on which of two equal keys counts, so neither does.
      if (dict.has(key.v)) throw new BadPdf(`two keys ${key.v}`);
      dict.set(key.v, this.value(depth + 1));
    }
    this.at += 2;
    return dict;
  }

  #hex(): PdfValue {
    const start = this.at;
    const close = this.bytes.indexOf(0x3e, start);
    if (close < 0) throw new BadPdf('a string has no end');
    const digits: number[] = [];
    for (let i = start + 1; i < close; i++) {
      const digit = hexDigit(this.bytes[i] ?? 0);
      if (digit >= 0) digits.push(digit);
      else if (!WHITE.has(this.bytes[i] ?? 0)) throw new BadPdf('a string has a wrong digit');
    }
    if (digits.length % 2 === 1) digits.push(0);
    const v = new Uint8Array(digits.length / 2);
    for (let i = 0; i < v.length; i++) v[i] = (digits[i * 2] ?? 0) * 16 + (digits[i * 2 + 1] ?? 0);
    this.at = close + 1;
    return { t: 'string', v, start, end: this.at, hex: true };
  }

  #literal(): PdfValue {
    const start = this.at++;
    const out: number[] = [];
    for (let open = 1; ; this.at++) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new BadPdf('a string has no end');
      if (byte === 0x5c) {
        const octal = /^[0-7]{1,3}/.exec(Buffer.from(this.bytes.subarray(this.at + 1, this.at + 4)).toString('latin1'));
        const escaped = this.bytes[this.at + 1] ?? 0;
        if (octal !== null) out.push(Number.parseInt(octal[0], 8) & 0xff);
        else if (escaped !== 10 && escaped !== 13) out.push(ESCAPES.get(escaped) ?? escaped);
        this.at += octal === null ? 1 : octal[0].length;
        continue;
      }
      if (byte === 0x28) open++;
      if (byte === 0x29 && --open === 0) break;
      out.push(byte);
    }
    this.at++;
    return { t: 'string', v: Uint8Array.from(out), start, end: this.at, hex: false };
  }
}
