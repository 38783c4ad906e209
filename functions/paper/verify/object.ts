import { BadPdf, PdfReader, type PdfValue } from './syntax.ts';

/** `n g obj …` at that offset, and no other number. */
export const readObject = (bytes: Uint8Array, offset: number, wanted?: number): PdfValue => {
  const reader = new PdfReader(bytes, offset);
  const [number, generation, word] = [reader.value(), reader.value(), reader.value()];
  const isHeader = number.t === 'number' && generation.t === 'number' && word.t === 'word' && word.v === 'obj';
  if (!isHeader || (wanted !== undefined && number.v !== wanted)) throw new BadPdf(`no object at ${offset}`);
  const value = reader.value();
  if (value.t !== 'dict') return value;
  reader.skip();
  const isStream = Buffer.from(bytes.subarray(reader.at, reader.at + 6)).toString('latin1') === 'stream';
  if (!isStream) return value;
  let start = reader.at + 6;
  if (bytes[start] === 13) start++;
  if (bytes[start] === 10) start++;
  return { t: 'stream', v: value.v, start };
};
