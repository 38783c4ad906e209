import { createHash } from 'node:crypto';
import { fieldNames } from '../revision/field-names.ts';
import type { PdfView } from './pdf-file.ts';
import type { PdfDict, PdfValue } from './syntax.ts';

const text = (value: PdfValue | undefined): string =>
  value?.t === 'string' ? Buffer.from(value.v).toString('latin1') : '';

/** A value in one canonical form: equal text means equal objects. References stay references: their targets are compared by themselves. */
const canonical = (view: PdfView, value: PdfValue): string => {
  const dict = (entries: PdfDict) =>
    [...entries]
      .map(([key, item]) => `/${key} ${canonical(view, item)}`)
      .sort()
      .join('\n');
  if (value.t === 'dict') return `<<${dict(value.v)}>>`;
  if (value.t === 'stream') {
    return `<<${dict(value.v)}>>stream ${createHash('sha256').update(view.raw(value)).digest('hex')}`;
  }
  if (value.t === 'array') return `[${value.v.map((item) => canonical(view, item)).join(' ')}]`;
  if (value.t === 'ref') return `${value.n} ${value.g} R`;
  if (value.t === 'string') return `<${Buffer.from(value.v).toString('hex')}>`;
  return value.t === 'null' ? 'null' : `${value.t} ${value.v}`;
};

/** Keys whose values differ between two versions of a dictionary. */
const differing = (before: PdfView, after: PdfView, number: number): string[] | undefined => {
  const [a, b] = [before.object(number), after.object(number)];
  if (canonical(before, a) === canonical(after, b)) return [];
  if (a.t !== 'dict' || b.t !== 'dict') return undefined;
  const form = (view: PdfView, value: PdfValue | undefined) => (value === undefined ? '' : canonical(view, value));
  return [...new Set([...a.v.keys(), ...b.v.keys()])].filter(
    (key) => form(before, a.v.get(key)) !== form(after, b.v.get(key)),
  );
};

/** What an update may do after a signature. */
export type Allowance = {
  /** Number and date lines, and the seal: only between the signer's signature and the seal. */
  fields: boolean;
};

type Role = { label: string; keys: readonly string[]; extra?: (number: number) => boolean };
const TEXT_KEYS = ['V', 'AP', 'Ff', 'M'];

const isTimestampField = (view: PdfView, value: PdfValue | undefined): boolean => {
  const field = view.dict(value);
  const rect = view.array(field.get('Rect')).map((side) => (side.t === 'number' ? side.v : Number.NaN));
  const isInvisible = rect.length === 4 && rect[0] === rect[2] && rect[1] === rect[3];
  const type = view.dict(field.get('V')).get('Type');
  return isInvisible && type?.t === 'name' && type.v === 'DocTimeStamp' && !field.has('A') && !field.has('AA');
};

/** True when an array only grew, at its end, by fields of document time stamps. */
const grewByTimestamps = (
  o: { before: PdfView; after: PdfView },
  a: PdfValue | undefined,
  b: PdfValue | undefined,
): boolean => {
  const [old, now] = [o.before.array(a), o.after.array(b)];
  const same = old.every((item, index) => {
    const other = now[index];
    return other !== undefined && canonical(o.before, item) === canonical(o.after, other);
  });
  return same && now.length > old.length && now.slice(old.length).every((item) => isTimestampField(o.after, item));
};

const fieldRole = (view: PdfView, value: PdfValue, allowance: Allowance): Role | undefined => {
  if (value.t !== 'dict' || !allowance.fields) return undefined;
  const name = text(view.resolve(value.v.get('T')));
  if (name === fieldNames.number || name === fieldNames.date) return { label: name, keys: TEXT_KEYS };
  if (name === fieldNames.seal && !value.v.has('V')) return { label: name, keys: ['V', 'AP', 'M'] };
  return undefined;
};

const ref = (value: PdfValue | undefined): number => (value?.t === 'ref' ? value.n : -1);

/** Numbers that unchanged objects point to: an update must not fill such a hole afterwards ("shadow" contents). */
const referenced = (view: PdfView): Set<number> => {
  const found = new Set<number>();
  const walk = (value: PdfValue): void => {
    if (value.t === 'ref') found.add(value.n);
    else if (value.t === 'array') value.v.forEach(walk);
    else if (value.t === 'dict' || value.t === 'stream') for (const item of value.v.values()) walk(item);
  };
  for (const number of view.entries.keys()) walk(view.object(number));
  return found;
};

const isSameEntry = (before: PdfView, after: PdfView, number: number): boolean =>
  JSON.stringify(before.entries.get(number)) === JSON.stringify(after.entries.get(number));

/**
 * What later revisions changed beyond the permitted (giá trị của dòng số, dòng ngày và con dấu; DSS and document time stamps).
 * Object by object: whatever is not on the short list is forbidden, so pages, annotations and contents need no list of their own.
 */
export const forbiddenChanges = (before: PdfView, after: PdfView, allowance: Allowance): string[] => {
  const found = new Set<string>();
  if (ref(before.trailer.get('Root')) !== ref(after.trailer.get('Root'))) found.add('Gốc của tệp bị thay thế.');
  if (ref(before.trailer.get('Info')) !== ref(after.trailer.get('Info'))) found.add('Thông tin mô tả tệp bị thay thế.');
  const root = ref(after.trailer.get('Root'));
  const form = ref(before.dict(before.trailer.get('Root')).get('AcroForm'));
  let holes: Set<number> | undefined;
  for (const number of after.entries.keys()) {
    if (isSameEntry(before, after, number)) continue;
    const known = before.entries.get(number);
    if (known === undefined || known.kind === 'free') {
      holes ??= referenced(before);
      if (after.entries.get(number)?.kind !== 'free' && holes.has(number))
        found.add('Nội dung bị thêm vào chỗ đã để trống khi ký.');
      continue;
    }
    const keys = differing(before, after, number);
    if (keys?.length === 0) continue;
    const old = before.object(number);
    if (
      keys === undefined ||
      !isAllowed({ before, after, number, keys, root, form, role: fieldRole(before, old, allowance) })
    ) {
      found.add(sentence(old));
    }
  }
  return [...found];
};

const isAllowed = (o: {
  before: PdfView;
  after: PdfView;
  number: number;
  keys: string[];
  root: number;
  form: number;
  role: Role | undefined;
}): boolean => {
  const { before, after, number, keys, role } = o;
  if (role !== undefined) return keys.every((key) => role.keys.includes(key));
  const [a, b] = [before.dict({ t: 'ref', n: number, g: 0 }), after.dict({ t: 'ref', n: number, g: 0 })];
  if (number === o.root) return keys.every((key) => key === 'DSS' || key === 'Extensions');
  const grown = number === o.form ? 'Fields' : 'Annots';
  const type = a.get('Type');
  if (number !== o.form && !(type?.t === 'name' && type.v === 'Page')) return false;
  return keys.every((key) => key === grown && grewByTimestamps({ before, after }, a.get(key), b.get(key)));
};

const sentence = (old: PdfValue): string => {
  const dict = old.t === 'dict' || old.t === 'stream' ? old.v : new Map<string, PdfValue>();
  const type = dict.get('Type');
  const kind = type?.t === 'name' ? type.v : '';
  if (kind === 'Page' || kind === 'Pages') return 'Trang bị thay đổi sau khi ký.';
  if (kind === 'Catalog') return 'Cấu trúc văn bản bị thay đổi sau khi ký.';
  if (dict.has('FT') || kind === 'Annot') return 'Trường hoặc chú thích không được phép bị thay đổi sau khi ký.';
  if (old.t === 'stream') return 'Nội dung trang hoặc hình ảnh bị thay đổi sau khi ký.';
  return 'Dữ liệu của văn bản bị thay đổi sau khi ký.';
};
