/** A provision as cited in text: `điểm a khoản 2 Điều 103`. */
export type Provision = { article: string; clause?: string; point?: string; index: number; raw: string };

const PROVISION =
  /(?:điểm\s+(?<point>[a-zđ]\d?)\s*,?\s+)?(?:khoản\s+(?<clause>\d{1,2}[a-zđ]?)\s*,?\s+)?Điều\s+(?<article>\d{1,3}[a-zđ]?)(?![\p{L}\p{N}])/gu;

/** Điểm, khoản, Điều in the order of the text (only Điều is capitalised, Phụ lục II.V.6). */
export const parseProvisions = (text: string): Provision[] =>
  [...text.normalize('NFC').matchAll(PROVISION)].map((match) => {
    const { article = '', clause, point } = match.groups ?? {};
    return {
      article,
      ...(clause === undefined ? {} : { clause }),
      ...(point === undefined ? {} : { point }),
      index: match.index,
      raw: match[0],
    };
  });
