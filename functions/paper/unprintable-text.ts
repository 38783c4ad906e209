/** Characters for which the embedded typeface has no sign: a rendering would silently lose them, so it is refused with their names. */
export class UnprintableText extends Error {
  readonly characters: readonly string[];
  constructor(characters: readonly string[]) {
    super(`no glyph for ${characters.map(codePointName).join(', ')}`);
    this.name = 'UnprintableText';
    this.characters = characters;
  }
}
/** `☐ (U+2610)`. */
export const codePointName = (character: string): string =>
  `${character} (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`;
