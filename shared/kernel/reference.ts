import { LocalDate, longDate } from './time.ts';
import { canonTone, documentNumberKey, nfc, symbolKey } from './vietnamese-text.ts';

/**
 * A document named in a text (viện dẫn). `party`: `171-KH/TU`; `normative` carries its year: `30/2020/NĐ-CP`; `administrative`: `3073/UBND-NC`;
 * `bare`: a type and a number only, `Công văn số 3073`.
 */
export type Reference = {
  kind: 'party' | 'normative' | 'administrative' | 'bare';
  number: number;
  /** As printed, spaces removed: `KH/TU`, `2020/NĐ-CP`, `UBND-NC`; absent when bare. */
  symbol?: string;
  /** As printed: `05/TTr-SNV`, `171-KH/TU`; absent when bare. */
  code?: string;
  /** Compares documents whatever the spelling; see `documentNumberKey`. */
  key: string;
  /** Name of the type where the text gives it: `Quyết định`. */
  type?: string;
  date?: LocalDate;
  /** Place in the NFC text. */
  index: number;
  raw: string;
};

const L = 'A-Za-zĐđÂĂÊÔƠƯâăêôơư';
// Every repetition is bounded, so a hostile text costs time in proportion to its length.
const S = '\\s{0,4}';
const DATE = `(?:${S},?${S}ngày${S}(?<d>\\d{1,2})(?:${S}[\\/.-]${S}|\\s{1,4}tháng\\s{1,4})(?<m>\\d{1,2})(?:${S}[\\/.-]${S}|\\s{1,4}năm\\s{1,4})(?<y>\\d{4})(?!\\d))?`;
const TYPE_NAMES = [
  'Nghị quyết|Quyết định|Chỉ thị|Quy chế|Quy định|Thông cáo|Thông báo|Hướng dẫn|Chương trình|Kế hoạch|Phương án|Đề án|Dự án',
  'Báo cáo|Biên bản|Tờ trình|Hợp đồng|Công văn|Công điện|Bản ghi nhớ|Bản th(?:ỏa|oả) thuận|Giấy (?:ủy|uỷ) quyền|Giấy mời',
  'Giấy giới thiệu|Giấy nghỉ phép|Phiếu gửi|Phiếu chuyển|Phiếu báo|Thư công|Văn bản|Kết luận|Nghị định|Thông tư|Pháp lệnh',
  'Bộ luật|Luật',
].join('|');
const B = '(?<![\\p{L}\\p{N}\\/-])';
const E = '(?![\\p{L}\\p{N}])';
const TYPE = `(?<!\\p{L})(?<type>${TYPE_NAMES})`;
const PARTY_TYPES = 'NQ|QĐ|CT|QC|QyĐ|TB|HD|CTr|KH|ĐA|BC|TTr|KL|CV|TC';
const PATTERNS = [
  [
    'party',
    `${B}(?<n>\\d{1,5})\\s?-\\s?(?<sym>(?:${PARTY_TYPES})\\s?\\/\\s?[${L}]{2,20}(?:[-.][${L}]{1,12}){0,2})${E}${DATE}`,
    'gu',
  ],
  [
    'normative',
    `${B}(?<n>\\d{1,5})\\s?\\/\\s?(?<sym>(?:19|20)\\d{2}\\s?\\/\\s?[${L}]{2,10}\\d{0,2}(?:\\s?-\\s?[${L}&]{2,15}\\d{0,2}){0,2})${E}${DATE}`,
    'gu',
  ],
  [
    'administrative',
    `${B}(?<n>\\d{1,6})\\s?\\/\\s?(?<sym>[${L}][${L}&]{1,9}\\d{0,2}\\s?-\\s?[${L}&]{1,15}\\d{0,2}(?:\\s?-\\s?[${L}&]{1,15})?)${E}${DATE}`,
    'gu',
  ],
  ['bare', `${TYPE}\\s{1,4}số${S}:?${S}(?<n>\\d{1,6})(?!\\s?[\\d\\/-])${DATE}`, 'giu'],
] as const;
const regexes = PATTERNS.map(([kind, source, flags]) => ({ kind, regex: new RegExp(source, flags) }));
const LEAD = new RegExp(`${TYPE}${S}(?:số)?${S}:?${S}$`, 'iu');
/** `các Quyết định số 12, 13/QĐ-UBND`: numbers that share the symbol of the last one. */
const LIST = new RegExp(`${TYPE}${S}số${S}:?${S}(?<list>(?:\\d{1,6}\\s?(?:,|;|và)\\s{0,2}){1,20})$`, 'iu');
const JOIN = /^\s{0,4}(?:[,;]|và|hoặc)\s{0,4}(?:số\s{0,4}:?\s{0,4})?$/u;
const LOOK_BACK = 200;

const typeName = (found: string): string => {
  const key = canonTone(found).replace(/\s+/gu, ' ');
  return `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
};
const dateOf = (groups: Record<string, string | undefined>): LocalDate | undefined => {
  const { d = '', m = '', y = '' } = groups;
  return LocalDate.safeParse(`${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`).data;
};

/**
 * The documents that a text refers to, in order of place. Party and normative forms win over administrative ones, those over bare numbers.
 * Time is linear in the length of the text.
 */
export const parseReferences = (text: string): Reference[] => {
  const s = nfc(text);
  const found: Reference[] = [];
  const taken = new Set<number>();
  const claim = (from: number, to: number): boolean => {
    for (let i = from; i < to; i += 1) if (taken.has(i)) return false;
    for (let i = from; i < to; i += 1) taken.add(i);
    return true;
  };
  for (const { kind, regex } of regexes)
    for (const match of s.matchAll(regex)) {
      if (!claim(match.index, match.index + match[0].length)) continue;
      const main = toReference(kind, match, s);
      const list = main.symbol === undefined ? [] : listed(main, s);
      for (const one of list) claim(one.index, one.index + one.raw.length);
      found.push(...list, main);
    }
  return inheritTypes(
    found.toSorted((a, b) => a.index - b.index),
    s,
  );
};

const toReference = (kind: Reference['kind'], match: RegExpExecArray, s: string): Reference => {
  const groups = match.groups ?? {};
  const printed = groups.n ?? '';
  const symbol = groups.sym?.replace(/\s/gu, '');
  const type = groups.type ?? LEAD.exec(s.slice(Math.max(0, match.index - 40), match.index))?.groups?.type;
  const date = dateOf(groups);
  return {
    kind,
    number: Number(printed),
    ...(symbol === undefined ? {} : { symbol, code: `${printed}${kind === 'party' ? '-' : '/'}${symbol}` }),
    key: documentNumberKey(printed, symbol ?? ''),
    ...(type === undefined ? {} : { type: typeName(type) }),
    ...(date === undefined ? {} : { date }),
    index: match.index,
    raw: match[0],
  };
};

/** The numbers before `main` that share its symbol; the type of the list is also that of `main`. */
const listed = (main: Reference, s: string): Reference[] => {
  const from = Math.max(0, main.index - LOOK_BACK);
  const lead = LIST.exec(s.slice(from, main.index));
  const list = lead?.groups?.list;
  const symbol = main.symbol;
  if (lead === null || list === undefined || symbol === undefined) return [];
  const type = typeName(lead.groups?.type ?? '');
  main.type = type;
  const start = from + lead.index + lead[0].length - list.length;
  const { kind } = main;
  return Array.from(list.matchAll(/\d+/gu), (number) => ({
    kind,
    number: Number(number[0]),
    symbol,
    code: `${number[0]}${kind === 'party' ? '-' : '/'}${symbol}`,
    key: documentNumberKey(number[0], symbol),
    type,
    index: start + number.index,
    raw: number[0],
  }));
};

/** `Quyết định số 12/QĐ-UBND, 13/QĐ-UBND`: the second one is a Quyết định too. */
const inheritTypes = (found: readonly Reference[], s: string): Reference[] => {
  const out: Reference[] = [];
  for (const one of found) {
    const before = out.at(-1);
    const gap = before === undefined ? '' : s.slice(before.index + before.raw.length, one.index);
    const inherits =
      one.type === undefined &&
      before?.type !== undefined &&
      symbolKey(before.symbol ?? '') === symbolKey(one.symbol ?? '');
    out.push(inherits && before?.type !== undefined && JOIN.test(gap) ? { ...one, type: before.type } : one);
  }
  return out;
};

/** Number and symbol as printed (số, ký hiệu): `05/TTr-SNV`, zero before 1–9 (Phụ lục I.II.3); the Party writes `171-KH/TU`. */
export const formatReference = (of: { number: number; symbol: string; kind?: Reference['kind'] }): string => {
  const number = String(of.number).padStart(2, '0');
  return `${number}${of.kind === 'party' ? '-' : '/'}${of.symbol}`;
};

/** What a citation needs to know of the document. `name` of a Luật or Pháp lệnh stands in `abstract`. */
export type Cited = {
  /** `Nghị định`, `Luật`, `Công văn`. */
  type: string;
  /** `30/2020/NĐ-CP`; a Luật or Pháp lệnh is cited without. */
  code?: string;
  /** `Chính phủ`. */
  issuer: string;
  date: LocalDate;
  /** Trích yếu: `về công tác văn thư`; of a Luật its name: `Tổ chức chính quyền địa phương`. */
  abstract: string;
};
const isStatute = (of: Cited): boolean => ['luật', 'bộ luật', 'pháp lệnh'].includes(canonTone(of.type));
const numbered = (of: Cited): string => (of.code === undefined ? of.type : `${of.type} số ${of.code}`);
const tail = (of: Cited): string => (of.abstract === '' ? '' : ` ${of.abstract}`);

/** Căn cứ ban hành: type, number and symbol, issuer, date, abstract; Luật, Pháp lệnh: name and date (Phụ lục I.II.6.a). No end mark. */
export const legalBasis = (of: Cited): string =>
  isStatute(of)
    ? `Căn cứ ${of.type}${tail(of)} ${longDate(of.date)}`
    : `Căn cứ ${numbered(of)} của ${of.issuer} ${longDate(of.date)}${tail(of)}`;

/** Viện dẫn lần đầu: type, number and symbol, date, issuer, abstract; Luật, Pháp lệnh: type and name only (Phụ lục I.II.6.b). */
export const firstCitation = (of: Cited): string =>
  isStatute(of) ? `${of.type}${tail(of)}` : `${numbered(of)} ${longDate(of.date)} của ${of.issuer}${tail(of)}`;

/** Viện dẫn các lần sau: type, number and symbol (Phụ lục I.II.6.b). */
export const shortCitation = (of: Cited): string => (isStatute(of) ? `${of.type}${tail(of)}` : numbered(of));
