import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create as createFont, type Font } from '@cantoo/fontkit';
import { UnprintableText } from './unprintable-text.ts';

/** The four faces of one text family, metrically equal to Times New Roman (Phụ lục I.I.2). */
export type PaperFonts = {
  family: string;
  regular: Uint8Array;
  italic: Uint8Array;
  bold: Uint8Array;
  boldItalic: Uint8Array;
};

/** Tinos: same widths as Times New Roman, every Vietnamese letter, free to embed. */
export const tinos = (): PaperFonts => {
  const require = createRequire(import.meta.url);
  const face = (folder: string) =>
    new Uint8Array(readFileSync(require.resolve(`@expo-google-fonts/tinos/${folder}/Tinos_${folder}.ttf`)));
  return {
    family: 'Tinos',
    regular: face('400Regular'),
    italic: face('400Regular_Italic'),
    bold: face('700Bold'),
    boldItalic: face('700Bold_Italic'),
  };
};

/** One face; a collection is not accepted, since nothing would say which face is meant. */
export const openFace = (bytes: Uint8Array): Font => {
  const font = createFont(bytes);
  if ('fonts' in font) throw new Error('a font collection cannot be used: give single faces');
  return font;
};

/** Set of code points that all four faces can print. */
export const printable = (fonts: PaperFonts): ReadonlySet<number> => {
  const sets = [fonts.regular, fonts.italic, fonts.bold, fonts.boldItalic].map(
    (face) => new Set(openFace(face).characterSet),
  );
  const [first = new Set<number>(), ...others] = sets;
  return new Set([...first].filter((point) => others.every((set) => set.has(point))));
};

/** Every string inside a value, however deep. */
const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(strings);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings);
  return [];
};

/** Throws {@link UnprintableText} when a character of the value cannot be printed. Line feeds become line breaks and pass. */
export const assertPrintable = (value: unknown, glyphs: ReadonlySet<number>): void => {
  const missing = new Set<string>();
  for (const text of strings(value)) {
    for (const character of text.normalize('NFC')) {
      if (character !== '\n' && !glyphs.has(character.codePointAt(0) ?? 0)) missing.add(character);
    }
  }
  if (missing.size > 0) throw new UnprintableText([...missing].sort());
};
