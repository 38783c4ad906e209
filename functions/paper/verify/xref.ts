import { readObject } from './object.ts';
import { BadPdf, type PdfDict, PdfReader } from './syntax.ts';

export type XrefEntry =
  | { kind: 'free' }
  | { kind: 'offset'; offset: number }
  | { kind: 'packed'; stream: number; index: number };
export type Section = { entries: Map<number, XrefEntry>; trailer: PdfDict };
type Inflate = (raw: Uint8Array, dict: PdfDict) => Uint8Array;

const MAX_ENTRIES = 200_000;

/** One cross-reference section, written as a table or as a stream (ISO 32000-1, 7.5.4 and 7.5.8). */
export const readSection = (bytes: Uint8Array, offset: number, inflate: Inflate): Section => {
  if (offset < 0 || offset >= bytes.length) throw new BadPdf('a cross-reference points outside the file');
  const reader = new PdfReader(bytes, offset);
  const head = reader.value();
  return head.t === 'word' && head.v === 'xref' ? readTable(reader) : readStream(bytes, offset, inflate);
};

const readTable = (reader: PdfReader): Section => {
  const entries = new Map<number, XrefEntry>();
  for (;;) {
    const first = reader.value();
    if (first.t === 'word' && first.v === 'trailer') break;
    const count = reader.value();
    if (first.t !== 'number' || count.t !== 'number' || entries.size + count.v > MAX_ENTRIES) {
      throw new BadPdf('the cross-reference table is broken');
    }
    for (let i = 0; i < count.v; i++) {
      const [offset, generation, kind] = [reader.value(), reader.value(), reader.value()];
      if (offset.t !== 'number' || generation.t !== 'number' || kind.t !== 'word') {
        throw new BadPdf('the cross-reference table is broken');
      }
      entries.set(first.v + i, kind.v === 'n' ? { kind: 'offset', offset: offset.v } : { kind: 'free' });
    }
  }
  const trailer = reader.value();
  if (trailer.t !== 'dict') throw new BadPdf('no trailer');
  return { entries, trailer: trailer.v };
};

const numbers = (dict: PdfDict, key: string): number[] => {
  const value = dict.get(key);
  return value?.t === 'array' ? value.v.map((item) => (item.t === 'number' ? item.v : 0)) : [];
};

/** PNG "up" and its relatives, the only predictors that writers use for these streams. */
const unpredict = (data: Uint8Array, dict: PdfDict): Uint8Array => {
  const parms = dict.get('DecodeParms');
  const only = parms?.t === 'array' ? parms.v[0] : parms;
  if (only?.t !== 'dict') return data;
  const predictor = only.v.get('Predictor');
  if (predictor?.t !== 'number' || predictor.v < 10) return data;
  const columns = only.v.get('Columns');
  const width = columns?.t === 'number' ? columns.v : 1;
  if (width < 1 || width > 64) throw new BadPdf('a predictor that is not accepted');
  const rows = Math.floor(data.length / (width + 1));
  const out = new Uint8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (width + 1)] ?? 0;
    for (let x = 0; x < width; x++) {
      const raw = data[row * (width + 1) + 1 + x] ?? 0;
      const left = x > 0 ? (out[row * width + x - 1] ?? 0) : 0;
      const up = row > 0 ? (out[(row - 1) * width + x] ?? 0) : 0;
      if (kind > 2) throw new BadPdf('a predictor that is not accepted');
      out[row * width + x] = raw + (kind === 1 ? left : kind === 2 ? up : 0);
    }
  }
  return out;
};

const readStream = (bytes: Uint8Array, offset: number, inflate: Inflate): Section => {
  const stream = readObject(bytes, offset);
  const length = stream.t === 'stream' ? stream.v.get('Length') : undefined;
  if (stream.t !== 'stream' || length?.t !== 'number') throw new BadPdf('no cross-reference section');
  const data = unpredict(inflate(bytes.subarray(stream.start, stream.start + length.v), stream.v), stream.v);
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = numbers(stream.v, 'W');
  const size = stream.v.get('Size');
  const index = numbers(stream.v, 'Index');
  const ranges = index.length > 0 ? index : [0, size?.t === 'number' ? size.v : 0];
  const width = typeWidth + secondWidth + thirdWidth;
  if (width === 0 || [typeWidth, secondWidth, thirdWidth].some((one) => one > 6 || one < 0)) {
    throw new BadPdf('the cross-reference stream is broken');
  }
  const entries = new Map<number, XrefEntry>();
  const field = (at: number, bytesWide: number, fallback: number) => {
    if (bytesWide === 0) return fallback;
    let value = 0;
    for (let i = 0; i < bytesWide; i++) value = value * 256 + (data[at + i] ?? 0);
    return value;
  };
  let at = 0;
  for (let range = 0; range + 1 < ranges.length; range += 2) {
    const first = ranges[range] ?? 0;
    const count = ranges[range + 1] ?? 0;
    for (let i = 0; i < count && at + width <= data.length; i++, at += width) {
      const type = field(at, typeWidth, 1);
      const second = field(at + typeWidth, secondWidth, 0);
      const third = field(at + typeWidth + secondWidth, thirdWidth, 0);
      if (entries.size > MAX_ENTRIES) throw new BadPdf('too many objects');
      if (type === 1) entries.set(first + i, { kind: 'offset', offset: second });
      else if (type === 2) entries.set(first + i, { kind: 'packed', stream: second, index: third });
      else entries.set(first + i, { kind: 'free' });
    }
  }
  return { entries, trailer: stream.v };
};
