import type { Views, ViewWrite } from '../ports/views.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

export type ViewQuery = Parameters<Views['query']>[0];
/** Rows with `from` ≤ sk < `before` in UTF-8 byte order; `before` absent: to the end. `after`: the last row of the page before. */
export type ViewRange = { from: string; before: string | undefined; after: string | undefined };

const MOST_ROWS = 200;
/** Sorts behind every character that a key may hold. */
const LAST_CHARACTER = '\u{10FFFF}';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
const greater = (a: string, b: string): string => (byBytes(a, b) > 0 ? a : b);
const lesser = (a: string | undefined, b: string | undefined): string | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return byBytes(a, b) < 0 ? a : b;
};

/** What a query asks for besides the place where it goes on. */
const identity = (query: ViewQuery): string =>
  JSON.stringify(['view', query.pk, query.begins, query.from, query.before, query.descending === true]);

/** One range out of prefix, bounds and cursor; undefined when no key can lie in it. */
export const rangeOf = (query: ViewQuery): ViewRange | undefined => {
  if (!(query.limit >= 1 && query.limit <= MOST_ROWS)) throw new Error(`a view query takes 1 to ${MOST_ROWS} rows`);
  const from = greater(query.from ?? '', query.begins ?? '');
  const before = lesser(query.before, query.begins === undefined ? undefined : query.begins + LAST_CHARACTER);
  const after = query.cursor === undefined ? undefined : decodeCursor(identity(query), query.cursor);
  return before !== undefined && byBytes(from, before) >= 0 ? undefined : { from, before, after };
};

/** Cuts one row more than asked for down to the page, with a cursor when there was one more. */
export const pageOf = <Row extends { sk: string }>(query: ViewQuery, found: readonly Row[]) => {
  const rows = found.slice(0, query.limit);
  const last = found.length > query.limit ? rows.at(-1) : undefined;
  return last ? { rows, next: encodeCursor(identity(query), last.sk) } : { rows };
};

/** A removed row stays as a mark for a while, so that an older write that comes late does not bring it back. */
export const MARK_SECONDS = 30 * 86_400;

export const rowKey = (write: ViewWrite): { pk: string; sk: string } =>
  write.op === 'put' ? { pk: write.row.pk, sk: write.row.sk } : { pk: write.pk, sk: write.sk };
