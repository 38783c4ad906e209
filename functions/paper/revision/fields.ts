import { type PDFDocument, PDFHexString, PDFString } from 'pdf-lib';
import type { PaperFonts } from '../fonts.ts';
import type { Place } from '../typeset.ts';
import { fieldNames } from './field-names.ts';
import { writeLine } from './line.ts';
import { appearance, closeUpdate, type Field, name, openForUpdate, round } from './update.ts';

const MILLIMETRE = 72 / 25.4;
type Box = { page: number; x: number; y: number; w: number; h: number };

/** The seal covers the left third of the signature, vertical centres aligned (Phụ lục I.II.8; domain: `sealX = x + w/3 − D`). */
export const sealBox = (signer: Box, diameter: number): Box => ({
  page: signer.page,
  x: signer.x + signer.w / 3 - diameter,
  y: signer.y + signer.h / 2 - diameter / 2,
  w: diameter,
  h: diameter,
});

const addField = (document: PDFDocument, box: Box, o: { name: string; type: 'Tx' | 'Sig'; tooltip: string }): Field => {
  const page = document.getPage(box.page - 1);
  const top = page.getHeight() - box.y;
  const width = round(box.w);
  const height = round(box.h);
  const left = round(box.x);
  const bottom = round(top - box.h);
  // PDF/A: every widget has a normal appearance, even while empty. F 4 = printed.
  const dict = document.context.obj({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: o.type,
    F: 4,
    Rect: [left, bottom, round(left + width), round(bottom + height)],
    P: page.ref,
    AP: { N: appearance(document, { body: '', width, height }) },
  });
  dict.set(name('T'), PDFString.of(o.name));
  dict.set(name('TU'), PDFHexString.fromText(o.tooltip));
  if (o.name === fieldNames.seal) dict.set(name('Lock'), document.context.obj({ Type: 'SigFieldLock', Action: 'All' }));
  const ref = document.context.register(dict);
  page.node.addAnnot(ref);
  return { ref, dict, width, height };
};

/**
 * Puts all four fields in place before the first signature, so that nothing but values changes afterwards (DocMDP P=2).
 * The signer comes before the seal: the order of annotations is the order of painting, and the seal lies on top.
 */
export const addFields = async (
  pdf: Uint8Array,
  o: { places: readonly Place[]; numberLine: string; dateLine: string; fonts: PaperFonts; sealDiameter: number },
): Promise<Uint8Array> => {
  const document = await openForUpdate(pdf);
  const place = (wanted: string): Place => {
    const found = o.places.find((candidate) => candidate.kind === 'field' && candidate.name === wanted);
    if (found === undefined) throw new Error(`the template reserves no place ${wanted}`);
    return found;
  };
  const signer = place('signer');
  const number = addField(document, place('number-line'), {
    name: fieldNames.number,
    type: 'Tx',
    tooltip: 'Số, ký hiệu của văn bản',
  });
  const date = addField(document, place('date-line'), {
    name: fieldNames.date,
    type: 'Tx',
    tooltip: 'Địa danh và thời gian ban hành',
  });
  const signature = addField(document, signer, {
    name: fieldNames.signer,
    type: 'Sig',
    tooltip: 'Chữ ký số của người có thẩm quyền',
  });
  const seal = addField(document, sealBox(signer, o.sealDiameter * MILLIMETRE), {
    name: fieldNames.seal,
    type: 'Sig',
    tooltip: 'Chữ ký số của cơ quan, tổ chức',
  });
  const { family, regular, italic } = o.fonts;
  await writeLine(document, number, { text: o.numberLine, face: regular, family });
  await writeLine(document, date, { text: o.dateLine, face: italic, family });
  const fields = [number, date, signature, seal].map((field) => field.ref);
  document.catalog.set(
    name('AcroForm'),
    document.context.register(document.context.obj({ Fields: fields, SigFlags: 3 })),
  );
  return closeUpdate(document, pdf);
};
