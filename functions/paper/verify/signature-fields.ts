import type { PdfView } from './pdf-file.ts';
import type { PdfDict, PdfValue } from './syntax.ts';

/** A signed field as found in the newest revision. */
export type SignedField = {
  name: string;
  dict: PdfDict;
  /** Object number of the signature dictionary; -1 when it is written inside the field. */
  number: number;
};

const MAX_FIELDS = 5_000;
export const pdfText = (value: PdfValue): string => {
  if (value.t !== 'string') return '';
  const bytes = Buffer.from(value.v);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  return bytes.toString('latin1');
};
export const nameOf = (value: PdfValue | undefined): string => (value?.t === 'name' ? value.v : '');

/** All signature fields with a value, in the order of the form. */
export const signedFields = (view: PdfView): SignedField[] => {
  const found: SignedField[] = [];
  const seen = new Set<number>();
  const form = view.dict(view.dict(view.trailer.get('Root')).get('AcroForm'));
  const queue = view.array(form.get('Fields')).map((item) => ({ item, type: '', name: '' }));
  for (let step = queue.shift(); step !== undefined && seen.size < MAX_FIELDS; step = queue.shift()) {
    const { item } = step;
    if (item.t === 'ref') {
      if (seen.has(item.n)) continue;
      seen.add(item.n);
    }
    const field = view.dict(item);
    const type = nameOf(view.resolve(field.get('FT'))) || step.type;
    const own = pdfText(view.resolve(field.get('T')));
    const name = [step.name, own].filter((part) => part !== '').join('.');
    for (const kid of view.array(field.get('Kids'))) queue.push({ item: kid, type, name });
    const value = field.get('V');
    const dict = view.dict(value);
    if (type === 'Sig' && dict.size > 0) found.push({ name, dict, number: value?.t === 'ref' ? value.n : -1 });
  }
  return found.length > 0 ? found : strayFields(view);
};

/** Some producers leave their signatures out of the form's list: they are looked for among all objects, to be reported as they are. */
const strayFields = (view: PdfView): SignedField[] =>
  [...view.entries.keys()].flatMap((number): SignedField[] => {
    let field: PdfDict;
    try {
      field = view.dict({ t: 'ref', n: number, g: 0 });
    } catch {
      return [];
    }
    const value = field.get('V');
    if (nameOf(field.get('FT')) !== 'Sig' || value?.t !== 'ref') return [];
    return [{ name: pdfText(view.resolve(field.get('T'))), dict: view.dict(value), number: value.n }];
  });

export type Gap = { end: number; content: Uint8Array[]; cms: Uint8Array };

/** ByteRange starts at 0, leaves exactly /Contents out and the CMS fills it, followed by nothing but zeros. */
export const signedBytes = (view: PdfView, dict: PdfDict): Gap | undefined => {
  const range = view.array(dict.get('ByteRange')).map((item) => (item.t === 'number' ? item.v : -1));
  const [start = -1, length = -1, next = -1, rest = -1] = range;
  const contents = dict.get('Contents');
  if (range.length !== 4 || start !== 0 || contents?.t !== 'string' || !contents.hex) return undefined;
  if (!range.every((one) => Number.isInteger(one) && one >= 0)) return undefined;
  if (length !== contents.start || next !== contents.end || next + rest > view.bytes.length) return undefined;
  const header = contents.v[1] ?? 0;
  const count = header & 0x7f;
  let size = header;
  if (header > 0x80) {
    size = 0;
    for (let i = 0; i < Math.min(count, 4); i++) size = size * 256 + (contents.v[2 + i] ?? 0);
  }
  const total = 2 + (header > 0x80 ? count : 0) + size;
  if (header === 0x80 || total > contents.v.length || contents.v.subarray(total).some((byte) => byte !== 0))
    return undefined;
  // One spelling of the same digits: these bytes are outside every digest.
  const hex = Buffer.from(view.bytes.subarray(contents.start + 1, contents.end - 1)).toString('latin1');
  if (hex !== hex.toLowerCase() && hex !== hex.toUpperCase()) return undefined;
  if (hex.length !== contents.v.length * 2) return undefined;
  const part = (from: number, to: number) => view.bytes.subarray(from, to);
  return { end: next + rest, content: [part(0, length), part(next, next + rest)], cms: contents.v.subarray(0, total) };
};
