import * as z from 'zod';
import { exactKey } from '../../kernel/vietnamese-text.ts';
import type { Content } from '../content.ts';
import { linesOf } from '../format/content-lines.ts';

/** What a drafter declares; anything but `none` is refused, there is nowhere to keep it (Luật Bảo vệ bí mật nhà nước 29/2018/QH14). */
export const DeclaredSecrecy = z.enum(['none', 'secret', 'top-secret', 'ultra-secret']);
export type DeclaredSecrecy = z.infer<typeof DeclaredSecrecy>;
export const SECRECY_LAW = 'Luật Bảo vệ bí mật nhà nước số 29/2018/QH14';

const LEVEL = '(?:tuyệt\\s{1,3}mật|tối\\s{1,3}mật|mật)';
// The stamp stands alone on its line, in capitals; brackets and a "Dấu:" before it are how people type it.
const STAMP = /^[\s([{"“*_-]{0,6}(?:TUYỆT\s{1,3}MẬT|TỐI\s{1,3}MẬT|MẬT)[\s)\]}"”*_.:;-]{0,6}$/u;
const DECLARED = new RegExp(
  `(?:^|[^\\p{L}])(?:độ|mức\\s{1,3}độ|dấu(?:\\s{1,3}chỉ)?(?:\\s{1,3}độ)?)\\s{1,3}mật\\s{0,3}:\\s{0,3}["“(]?${LEVEL}(?!\\p{L})`,
  'u',
);
const LEVELS = [
  ['tuyệt mật', 'TUYỆT MẬT'],
  ['tối mật', 'TỐI MẬT'],
  ['mật', 'MẬT'],
] as const;

/**
 * The mark of a state secret in a text (dấu chỉ độ mật): a line that is only the stamp, or "Độ mật: …". The word in prose (`bí mật nhà nước`)
 * and `LƯU HÀNH NỘI BỘ` are no mark (domain §2.6).
 */
export const secrecyMark = (line: string): string | undefined => {
  const text = line.normalize('NFC');
  for (const part of text.split('\n')) {
    if (STAMP.test(part)) return levelIn(exactKey(part));
    const declared = DECLARED.exec(exactKey(part));
    if (declared !== null) return levelIn(declared[0].slice(declared[0].indexOf(':')));
  }
  return undefined;
};
const levelIn = (key: string): string =>
  LEVELS.find(([name]) => key.replace(/\s+/gu, ' ').includes(name))?.[1] ?? 'MẬT';

export const secrecyMarkIn = (content: Content): string | undefined => {
  for (const line of linesOf(content)) {
    const mark = secrecyMark(line);
    if (mark !== undefined) return mark;
  }
  return undefined;
};
