/** điểm letters in the Vietnamese alphabet without f, j, w, z and, as is the custom, ă â ê ô ơ ư (Phụ lục I.II.6). */
const LETTERS = 'abcdđeghiklmnopqrstuvxy';

/** `a`, `b`, `c`, `d`, `đ`, …, `y`, then `aa`, `bb`, … when there are more points than letters. */
export const pointLetter = (index: number): string =>
  (LETTERS[index % LETTERS.length] ?? 'a').repeat(Math.floor(index / LETTERS.length) + 1);

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];
/** Phần, Chương and Phụ lục carry Roman numerals. */
export const roman = (value: number): string => {
  let left = value;
  let out = '';
  for (const [size, sign] of ROMAN) {
    while (left >= size) {
      out += sign;
      left -= size;
    }
  }
  return out;
};

/** Counters of one text: articles and chapters run on through the whole text, sections per chapter, clauses per article or heading. */
export class Counters {
  part = 0;
  chapter = 0;
  section = 0;
  group = 0;
  article = 0;
  clause = 0;
}
