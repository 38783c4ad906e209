/**
 * Vietnamese as it is written, compared and looked up. Stored text is NFC and is never altered: everything here makes keys beside it.
 * A key has the length of its NFC text, so a place found in the key is the same place in the text.
 */
const MARKS = /\p{Mn}/gu;

/** Unicode NFC (dựng sẵn): macOS file names, some input methods and text drawn from PDF arrive decomposed. */
export const nfc = (text: string): string => text.normalize('NFC');

const lowered = (character: string): string => {
  const lower = character.toLowerCase();
  if (lower.length === character.length) return lower;
  const bare = lower.normalize('NFD').replace(MARKS, ''); // İ lower-cases to two characters
  return bare.length === character.length ? bare : character;
};
const foldedOnce = (character: string): string => {
  const lower = lowered(character);
  if (lower === 'đ') return 'd'; // đ does not decompose
  const bare = lower.normalize('NFD').replace(MARKS, '');
  return bare.length === character.length ? bare : lower;
};
/** Latin letters with marks, worked out once: nearly every letter that is not ASCII in a Vietnamese text. */
const LATIN: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 0x1f00 - 0xc0 }, (_, at) => String.fromCodePoint(0xc0 + at)).map((c) => [c, foldedOnce(c)]),
);

/** Lower case of the same length as the NFC text. */
export const lowerKey = (text: string): string => {
  const composed = nfc(text);
  const lower = composed.toLowerCase();
  return lower.length === composed.length ? lower : composed.replace(/[^\0-\x7f]|[A-Z]/gu, lowered);
};

const TONES = ['oà oè uỳ', 'oá oé uý', 'oả oẻ uỷ', 'oã oẽ uỹ', 'oạ oẹ uỵ'].map((row) => row.split(' '));
const NEW_TONES = ['òa òe ùy', 'óa óe úy', 'ỏa ỏe ủy', 'õa õe ũy', 'ọa ọe ụy'].map((row) => row.split(' '));
const PLACEMENT: ReadonlyMap<string, string> = new Map(
  TONES.flatMap((row, tone) => row.map((old, rhyme) => [old, NEW_TONES[tone]?.[rhyme] ?? old] as const)),
);
const OLD_PLACEMENT = /(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\p{L})/gu;

/**
 * Tone marks in the new placement (`hoà` → `hòa`, `uỷ` → `ủy`), lower case, same length. The decree itself mixes both styles. Only open oa, oe
 * and uy move; after q the u belongs to the onset (`quý`). For keys only.
 */
export const canonTone = (text: string): string =>
  lowerKey(text).replace(OLD_PLACEMENT, (pair) => PLACEMENT.get(pair) ?? pair);

/** Key that respects diacritics: NFC, lower case, one tone placement. */
export const exactKey = canonTone;

/** Key without diacritics (không dấu): `Đôn đốc` → `don doc`. A mark that does not compose stays, so that the length does. */
export const foldKey = (text: string): string =>
  nfc(text).replace(/[^\0-\x7f]|[A-Z]/gu, (c) => LATIN.get(c) ?? foldedOnce(c));

/** Did the writer type any Vietnamese mark (or đ)? Then what was typed is meant. */
export const hasDiacritics = (text: string): boolean => {
  const lower = lowerKey(text);
  return foldKey(lower) !== lower || /\p{Mn}/u.test(lower);
};

/** Syllables (tiếng), numbers and the parts of symbols, as typed, in order. */
export const syllables = (text: string): string[] => nfc(text).match(/[\p{L}\p{N}\p{Mn}]+/gu) ?? [];

const collator = new Intl.Collator('vi', { numeric: true });

/** Dictionary order: a ă â b c d đ e ê …; tones after letters; numbers by value. */
export const compareVietnamese = (a: string, b: string): number => collator.compare(nfc(a), nfc(b));

/** Staff lists: by given name (tên, the last token), then family name (họ), then the names between. */
export const compareStaffNames = (a: string, b: string): number => {
  const [x, y] = [nameParts(a), nameParts(b)];
  return (
    compareVietnamese(x.given, y.given) ||
    compareVietnamese(x.family, y.family) ||
    compareVietnamese(x.middle, y.middle)
  );
};
const nameParts = (name: string) => {
  const parts = nfc(name).trim().split(/\s+/u);
  return { given: parts.at(-1) ?? '', family: parts[0] ?? '', middle: parts.slice(1, -1).join(' ') };
};

/** Symbol (ký hiệu) without punctuation, case or marks: `UBND-NC` → `UBNDNC`, `TTr-SNV` → `TTRSNV`, `KH/TU` → `KHTU`. */
export const symbolKey = (symbol: string): string =>
  foldKey(symbol)
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();

/** The key of one number and symbol: `3073:UBNDNC`. Zero padding is print, not value: `05/TTr-SNV` = `5/TTr-SNV`. */
export const documentNumberKey = (number: number | string, symbol: string): string =>
  `${String(number).replace(/^0+(?=\d)/u, '')}:${symbolKey(symbol)}`;

const BEFORE_NUMBER =
  '(?:cong van|cong dien|quyet dinh|nghi quyet|chi thi|ke hoach|thong bao|to trinh|bao cao|giay moi|huong dan|van ban|vb|cv|cd|qd|nq|ct|kh|tb|ttr|bc|gm|hd|bb|ctr|kl|tt|nd)';
const NUMBER = new RegExp(
  `^[\\s"']{0,9}(?:${BEFORE_NUMBER}[\\s.]{0,4})?(?:so[\\s.]{0,4})?:?[\\s]{0,4}(\\d{1,6})([^\\n]{0,40})$`,
  'u',
);

/**
 * What number (and symbol) a text asks for, if it is nothing else: `3073`, `số 3073`, `CV 3073` → `['3073']`; `3073/UBND-NC`,
 * `3073 ubnd nc`, `3073UBNDNC` → `['3073:UBNDNC']`; words → `[]`. A text such as `5 năm` yields a key that no document has.
 */
export const numberKeys = (text: string): string[] => {
  const found = NUMBER.exec(foldKey(text).trim());
  if (found === null) return [];
  const [, number = '', rest = ''] = found;
  const symbol = symbolKey(rest);
  return [symbol === '' ? String(Number(number)) : documentNumberKey(number, symbol)];
};

const I_OR_Y = /^(?<onset>[hklmst]|qu)(?<vowel>[iíìỉĩịyýỳỷỹỵ])$/u;
const SWAP: ReadonlyMap<string, string> = new Map(
  Array.from('iíìỉĩị', (i, at) => [i, 'yýỳỷỹỵ'.charAt(at)] as const).flatMap(([i, y]) => [
    [i, y],
    [y, i],
  ]),
);

/** A syllable key with its other spelling where both are in use (i ngắn, y dài): `kỹ` → `kỹ`, `kĩ`. For questions, not for stored keys. */
export const spellings = (key: string): string[] => {
  const { onset, vowel } = I_OR_Y.exec(key)?.groups ?? {};
  const other = vowel === undefined ? undefined : SWAP.get(vowel);
  return other === undefined || onset === undefined ? [key] : [key, `${onset}${other}`];
};
