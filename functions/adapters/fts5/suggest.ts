import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { exactKey, foldKey, hasDiacritics, numberKeys, syllables } from '../../../shared/kernel/vietnamese-text.ts';
import { READABLE } from './find.ts';
import { Suggestions } from './protocol.ts';

const NEWEST = 'ORDER BY d.date DESC, d.id DESC LIMIT ?';
const SHOWN = 'd.id, d.display, d.subject, d.date';

/**
 * What the citation box offers while one types: documents whose number and symbol begin so, then those with these words in the subject
 * (trích yếu), the last one perhaps unfinished. Bodies are not looked at: a prefix over them is slow and tells nothing.
 */
export const suggest = (
  db: DatabaseSync,
  of: { prefix: string; readers: readonly string[]; limit: number },
): Suggestions => {
  const readers = JSON.stringify(of.readers);
  const ask = (sql: string, ...values: SQLInputValue[]) =>
    Suggestions.parse(db.prepare(`${sql} AND ${READABLE} ${NEWEST}`).all(...values, readers, of.limit));
  const byNumber = numberKeys(of.prefix).flatMap((key) =>
    // The range of all keys that begin with this one, the key itself first in it.
    ask(`SELECT ${SHOWN} FROM docs d WHERE d.numberKey >= ? AND d.numberKey < ?`, key, `${key}\u{10FFFF}`),
  );
  const exactFirst = byNumber.toSorted((a, b) => nearness(of.prefix, a.display) - nearness(of.prefix, b.display));
  const seen = new Set(exactFirst.map(({ id }) => id));
  const match = subjectMatch(of.prefix);
  const bySubject =
    match === undefined
      ? []
      : ask(`SELECT ${SHOWN} FROM folded JOIN docs d ON d.doc = folded.rowid WHERE folded MATCH ?`, match);
  const wanted = syllables(of.prefix).filter(hasDiacritics).map(exactKey);
  const asTyped = (subject: string) => wanted.every((word) => exactKey(subject).includes(word));
  const words = bySubject.filter(({ id }) => !seen.has(id));
  const ordered = [...words.filter((w) => asTyped(w.subject)), ...words.filter((w) => !asTyped(w.subject))];
  return [...exactFirst, ...ordered].slice(0, of.limit);
};

/** 0 when the number typed is the whole number: `30` offers 30 before 3073. */
const nearness = (prefix: string, display: string): number =>
  Number(prefix.match(/\d+/u)?.[0]) === Number(display.match(/\d+/u)?.[0]) ? 0 : 1;

const subjectMatch = (prefix: string): string | undefined => {
  const words = syllables(prefix).map(foldKey);
  const last = words.pop();
  if (last === undefined) return undefined;
  return `subject : (${[...words.map((w) => `"${w}"`), `"${last}" *`].join(' AND ')})`;
};
