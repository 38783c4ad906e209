import { createHash } from 'node:crypto';
import { PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { type Instant, officeInstant } from '../../../shared/kernel/time.ts';
import type { Prepared, SignatureAppearance, SignatureField } from '../../ports/paper.ts';
import { fieldNames } from './field-names.ts';
import { appearance, closeUpdate, findField, name, openForUpdate, round } from './update.ts';

/** CMS with chain and RFC 3161 token: 5–7 KB measured; a larger one is refused when embedding. */
const RESERVED = 12_288;
const PLACEHOLDER = '*'.repeat(10);

/** `D:20230918090211+07'00'`: the office's clock with its offset (ISO 32000-1, 7.9.4). */
const pdfDate = (at: Instant): string => `D:${officeInstant(at).slice(0, 19).replace(/[-:T]/g, '')}+07'00'`;

const contains = (o: { box: { width: number; height: number }; image: { width: number; height: number } }) => {
  const scale = Math.min(o.box.width / o.image.width, o.box.height / o.image.height);
  const width = round(o.image.width * scale);
  const height = round(o.image.height * scale);
  return `q ${width} 0 0 ${height} ${round((o.box.width - width) / 2)} ${round((o.box.height - height) / 2)} cm /Im1 Do Q`;
};

/**
 * Revision 1 (chữ ký số của người có thẩm quyền: certifies, DocMDP P=2) or 3 (chữ ký số của cơ quan: FieldMDP all), without its value.
 * Images only, no text beside them (Phụ lục I.II.7–8).
 */
export const prepareSignature = async (
  pdf: Uint8Array,
  o: { field: SignatureField; at: Instant; name: string; reason: string; appearance: SignatureAppearance },
): Promise<Prepared> => {
  const document = await openForUpdate(pdf);
  const { context } = document;
  const field = findField(document, fieldNames[o.field]);
  if (field.dict.has(name('V'))) throw new Error(`the field ${o.field} is signed already`);
  const signature = context.obj({ Type: 'Sig', Filter: 'Adobe.PPKLite', SubFilter: 'ETSI.CAdES.detached' });
  const unknown = () => PDFName.of(PLACEHOLDER);
  signature.set(name('ByteRange'), context.obj([0, unknown(), unknown(), unknown()]));
  signature.set(name('Contents'), PDFHexString.of('0'.repeat(RESERVED * 2)));
  signature.set(name('M'), PDFString.of(pdfDate(o.at)));
  signature.set(name('Name'), PDFHexString.fromText(o.name.normalize('NFC')));
  signature.set(name('Reason'), PDFHexString.fromText(o.reason.normalize('NFC')));
  const reference =
    o.field === 'signer'
      ? context.obj({
          Type: 'SigRef',
          TransformMethod: 'DocMDP',
          TransformParams: { Type: 'TransformParams', P: 2, V: name('1.2') },
        })
      : context.obj({
          Type: 'SigRef',
          TransformMethod: 'FieldMDP',
          Data: context.trailerInfo.Root ?? context.obj(null),
          TransformParams: { Type: 'TransformParams', Action: 'All', V: name('1.2') },
        });
  signature.set(name('Reference'), context.obj([reference]));
  const ref = context.register(signature);
  field.dict.set(name('V'), ref);
  if (o.field === 'signer') document.catalog.set(name('Perms'), context.obj({ DocMDP: ref }));
  const image = await document.embedPng(o.appearance.image);
  const body = contains({ box: field, image });
  const resources = context.obj({ XObject: { Im1: image.ref } });
  const form = appearance(document, { body, width: field.width, height: field.height, resources });
  field.dict.set(name('AP'), context.obj({ N: form }));
  return locate(Buffer.from(await closeUpdate(document, pdf)), pdf.length);
};

/** Fills the ByteRange in place; the placeholders are looked for only in the part just appended. */
const locate = (file: Buffer, from: number): Prepared => {
  const range = file.indexOf(`/ByteRange [ 0 /${PLACEHOLDER}`, from);
  const close = file.indexOf(']', range) + 1;
  const contents = file.indexOf('/Contents <', range);
  const open = contents + '/Contents '.length;
  const end = open + RESERVED * 2 + 2;
  if (range < 0 || contents < 0 || file[end - 1] !== 0x3e)
    throw new Error('the signature placeholder was not written as expected');
  const byteRange: Prepared['byteRange'] = [0, open, end, file.length - end];
  const start = range + '/ByteRange '.length;
  const text = `[${byteRange.join(' ')}]`;
  if (text.length > close - start) throw new Error('the file is too large for its ByteRange');
  file.write(text.padEnd(close - start, ' '), start, 'latin1');
  return { pdf: new Uint8Array(file), byteRange, reserved: RESERVED, digest: digestOf(file, byteRange) };
};

/** SHA-256 of the bytes that a ByteRange covers. */
export const digestOf = (file: Uint8Array, [start, length, next, rest]: Prepared['byteRange']): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(file.subarray(start, start + length))
      .update(file.subarray(next, next + rest))
      .digest(),
  );

/** Writes the CMS into the reserved gap. */
export const fillGap = (prepared: Prepared, cms: Uint8Array): Uint8Array => {
  if (cms.length > prepared.reserved)
    throw new Error(`the CMS has ${cms.length} bytes, ${prepared.reserved} are reserved`);
  const out = Buffer.from(prepared.pdf);
  const hex = Buffer.from(cms)
    .toString('hex')
    .padEnd(prepared.reserved * 2, '0');
  out.write(hex, prepared.byteRange[1] + 1, 'latin1');
  return new Uint8Array(out);
};
