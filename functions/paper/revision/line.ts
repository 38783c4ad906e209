import { type PDFDocument, PDFHexString } from 'pdf-lib';
import { appearance, embedSubset, type Field, name, round } from './update.ts';

/** Size of cells 3 and 4 (13 of 13–14) and their baseline inside the field. */
export const LINE_SIZE = 13;
const BASELINE = 4.2;

export class LineTooLong extends Error {}

/** Writes one centred line into a text field: value, appearance with its own embedded subset, read-only. */
export const writeLine = async (
  document: PDFDocument,
  field: Field,
  o: { text: string; face: Uint8Array; family: string },
): Promise<void> => {
  const text = o.text.normalize('NFC');
  const font = await embedSubset(document, o.face, { family: o.family, text });
  const width = font.widthOfTextAtSize(text, LINE_SIZE);
  if (width > field.width) throw new LineTooLong(`"${text}" needs ${round(width)} pt, the line has ${field.width}`);
  const x = round((field.width - width) / 2);
  const body = `/Tx BMC q BT /F1 ${LINE_SIZE} Tf 0 g 1 0 0 1 ${x} ${BASELINE} Tm ${font.encodeText(text).toString()} Tj ET Q EMC`;
  const resources = document.context.obj({ Font: { F1: font.ref } });
  const form = appearance(document, { body, width: field.width, height: field.height, resources });
  field.dict.set(name('AP'), document.context.obj({ N: form }));
  field.dict.set(name('V'), PDFHexString.fromText(text));
  field.dict.set(name('Ff'), document.context.obj(1));
};
