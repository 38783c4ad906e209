import { type LocalDate, longDate } from '../../../shared/kernel/time.ts';
import type { PaperFonts } from '../fonts.ts';
import { fieldNames } from './field-names.ts';
import { writeLine } from './line.ts';
import { closeUpdate, findField, openForUpdate } from './update.ts';

/** `Số: 05/UBND-NC`: numbers under 10 are padded (Phụ lục I.II.3). */
export const numberLine = (number: number, symbol: string): string =>
  `Số: ${String(number).padStart(2, '0')}/${symbol}`;
/** `Hà Nội, ngày 18 tháng 9 năm 2023` (Phụ lục I.II.4). */
export const dateLine = (place: string, date: LocalDate): string => `${place}, ${longDate(date)}`;

/** Revision 2 (cấp số, thời gian ban hành): replaces the two whole lines, centred anew. */
export const writeNumber = async (
  pdf: Uint8Array,
  fonts: PaperFonts,
  o: { number: number; symbol: string; place: string; date: LocalDate },
): Promise<Uint8Array> => {
  const document = await openForUpdate(pdf);
  const { family, regular, italic } = fonts;
  const number = findField(document, fieldNames.number);
  await writeLine(document, number, { text: numberLine(o.number, o.symbol), face: regular, family });
  const date = findField(document, fieldNames.date);
  await writeLine(document, date, { text: dateLine(o.place, o.date), face: italic, family });
  return closeUpdate(document, pdf);
};
