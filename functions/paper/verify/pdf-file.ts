import { inflateSync } from 'node:zlib';
import { readObject } from './object.ts';
import { BadPdf, type PdfDict, PdfReader, type PdfValue } from './syntax.ts';
import { readSection, type XrefEntry } from './xref.ts';

const MAX_SECTIONS = 64;
const MAX_OBJECTS = 200_000;
const MAX_INFLATED = 64 * 1024 * 1024;

/** What a reader sees who has only the first `end` bytes: one revision of the file. */
export class PdfView {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly entries: Map<number, XrefEntry> = new Map();
  readonly trailer: PdfDict;
  /** Offsets of the cross-reference sections, newest first. */
  readonly sections: number[] = [];
  readonly #objects = new Map<number, PdfValue>();
  readonly #packed = new Map<number, Map<number, PdfValue>>();
  #inflated = 0;

  constructor(bytes: Uint8Array, end: number = bytes.length) {
    this.bytes = bytes.subarray(0, end);
    this.end = end;
    const tail = Buffer.from(this.bytes.subarray(Math.max(0, end - 2048))).toString('latin1');
    const found = /startxref\s+(\d{1,10})\s+%%EOF\s*$/.exec(tail.slice(Math.max(0, tail.lastIndexOf('startxref'))));
    if (found === null) throw new BadPdf('no startxref at the end');
    let trailer: PdfDict | undefined;
    const queue = [Number(found[1])];
    for (let offset = queue.shift(); offset !== undefined; offset = queue.shift()) {
      if (this.sections.includes(offset) || this.sections.length >= MAX_SECTIONS)
        throw new BadPdf('cross-references run in a circle');
      this.sections.push(offset);
      const section = readSection(this.bytes, offset, (raw, dict) => this.inflate(raw, dict));
      for (const [number, entry] of section.entries) {
        if (!this.entries.has(number)) this.entries.set(number, entry);
      }
      if (this.entries.size > MAX_OBJECTS) throw new BadPdf('too many objects');
      trailer ??= section.trailer;
      for (const key of ['XRefStm', 'Prev']) {
        const value = section.trailer.get(key);
        if (value?.t === 'number') queue.push(value.v);
      }
    }
    if (trailer === undefined) throw new BadPdf('no trailer');
    if (trailer.has('Encrypt')) throw new BadPdf('encrypted');
    this.trailer = trailer;
  }

  /** FlateDecode only, and only up to a total: nothing else carries cross-references or objects. */
  inflate(raw: Uint8Array, dict: PdfDict): Uint8Array {
    const filter = dict.get('Filter');
    const only = filter?.t === 'array' && filter.v.length === 1 ? filter.v[0] : filter;
    if (only === undefined) return raw;
    if (only.t !== 'name' || only.v !== 'FlateDecode') throw new BadPdf('a filter that is not accepted here');
    try {
      const out = inflateSync(raw, { maxOutputLength: MAX_INFLATED - this.#inflated + 1 });
      this.#inflated += out.length;
      if (this.#inflated > MAX_INFLATED) throw new BadPdf('too much compressed data');
      return new Uint8Array(out);
    } catch {
      throw new BadPdf('compressed data cannot be read');
    }
  }

  object(number: number): PdfValue {
    const known = this.#objects.get(number);
    if (known !== undefined) return known;
    const entry = this.entries.get(number);
    let value: PdfValue = { t: 'null' };
    if (entry?.kind === 'offset') value = readObject(this.bytes, entry.offset, number);
    if (entry?.kind === 'packed') value = this.#unpack(entry.stream).get(number) ?? value;
    this.#objects.set(number, value);
    return value;
  }

  #unpack(stream: number): Map<number, PdfValue> {
    const known = this.#packed.get(stream);
    if (known !== undefined) return known;
    if (this.entries.get(stream)?.kind !== 'offset') throw new BadPdf('an object stream inside another');
    const holder = this.object(stream);
    if (holder.t !== 'stream') throw new BadPdf('no object stream');
    const count = this.number(holder.v.get('N'));
    const first = this.number(holder.v.get('First'));
    if (count > MAX_OBJECTS) throw new BadPdf('too many objects');
    const data = this.inflate(this.raw(holder), holder.v);
    const header = new PdfReader(data);
    const values = new Map<number, PdfValue>();
    for (let i = 0; i < count; i++) {
      const number = this.number(header.value());
      const offset = this.number(header.value());
      values.set(number, new PdfReader(data, first + offset).value());
    }
    this.#packed.set(stream, values);
    return values;
  }

  number(value: PdfValue | undefined): number {
    const found = this.resolve(value);
    if (found.t !== 'number' || found.v < 0) throw new BadPdf('a number is missing');
    return found.v;
  }
  /** Follows references; a long chain of them is a circle. */
  resolve(value: PdfValue | undefined): PdfValue {
    let current: PdfValue = value ?? { t: 'null' };
    for (let step = 0; current.t === 'ref'; step++) {
      if (step > 16) throw new BadPdf('references run in a circle');
      current = this.object(current.n);
    }
    return current;
  }
  dict(value: PdfValue | undefined): PdfDict {
    const found = this.resolve(value);
    return found.t === 'dict' || found.t === 'stream' ? found.v : new Map();
  }
  array(value: PdfValue | undefined): PdfValue[] {
    const found = this.resolve(value);
    return found.t === 'array' ? found.v : [];
  }
  raw(stream: Extract<PdfValue, { t: 'stream' }>): Uint8Array {
    const length = this.number(stream.v.get('Length'));
    if (stream.start + length > this.bytes.length) throw new BadPdf('a stream is longer than the file');
    return this.bytes.subarray(stream.start, stream.start + length);
  }
}
