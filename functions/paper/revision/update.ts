import { createHash } from 'node:crypto';
import * as fontkit from '@cantoo/fontkit';
import { PDFArray, PDFDict, PDFDocument, type PDFFont, PDFHexString, PDFName, PDFRef, PDFString } from 'pdf-lib';

export const name = (text: string): PDFName => PDFName.of(text);
/** Two decimals are 1/2800 of a centimetre; longer fractions only make the bytes differ between machines. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/** Opens a file for an incremental update: nothing that exists is rewritten. */
export const openForUpdate = async (bytes: Uint8Array): Promise<PDFDocument> => {
  const document = await PDFDocument.load(bytes, { forIncrementalUpdate: true, updateMetadata: false });
  document.registerFontkit(fontkit);
  return document;
};

/** Appends the update and proves that every earlier byte is still in its place. */
export const closeUpdate = async (document: PDFDocument, before: Uint8Array): Promise<Uint8Array> => {
  const after = await document.save({ useObjectStreams: false, updateFieldAppearances: false });
  const kept = Buffer.from(after.buffer, after.byteOffset, before.length);
  if (after.length <= before.length || !kept.equals(before)) throw new Error('an update changed earlier bytes');
  return after;
};

/** A subset font tagged as ISO 32000 asks (`ABCDEF+Tinos`); the tag follows from the text, so that equal input gives equal bytes. */
export const embedSubset = async (
  document: PDFDocument,
  face: Uint8Array,
  o: { family: string; text: string },
): Promise<PDFFont> => {
  const digest = createHash('sha256').update(o.text).digest();
  const tag = [...digest.subarray(0, 6)].map((byte) => String.fromCharCode(65 + (byte % 26))).join('');
  return document.embedFont(face, { subset: true, customName: `${tag}+${o.family}` });
};

/** Form XObject for a widget's appearance. */
export const appearance = (
  document: PDFDocument,
  o: { body: string; width: number; height: number; resources?: PDFDict },
): PDFRef =>
  document.context.register(
    document.context.stream(o.body, {
      Type: 'XObject',
      Subtype: 'Form',
      FormType: 1,
      BBox: [0, 0, o.width, o.height],
      Resources: o.resources ?? document.context.obj({}),
    }),
  );

export type Field = { ref: PDFRef; dict: PDFDict; width: number; height: number };

/** The form field of that name; throws when the file has none. */
export const findField = (document: PDFDocument, wanted: string): Field => {
  const fields = document.catalog.lookup(name('AcroForm'), PDFDict).lookup(name('Fields'), PDFArray);
  for (let index = 0; index < fields.size(); index++) {
    const ref = fields.get(index);
    const dict = fields.lookup(index, PDFDict);
    const title = dict.lookup(name('T'));
    const text = title instanceof PDFString || title instanceof PDFHexString ? title.decodeText() : undefined;
    if (text === wanted && ref instanceof PDFRef) {
      const { width, height } = dict.lookup(name('Rect'), PDFArray).asRectangle();
      return { ref, dict, width: round(width), height: round(height) };
    }
  }
  throw new Error(`the file has no field ${wanted}`);
};
