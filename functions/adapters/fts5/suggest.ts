import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { numberKeys } from '../../../shared/kernel/vietnamese-text.ts';
import { arrange, subjectWords } from '../search/suggestions.ts';
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
  const match = subjectMatch(of.prefix);
  const bySubject =
    match === undefined
      ? []
      : ask(`SELECT ${SHOWN} FROM folded JOIN docs d ON d.doc = folded.rowid WHERE folded MATCH ?`, match);
  return arrange(of.prefix, { byNumber, bySubject }).slice(0, of.limit);
};

const subjectMatch = (prefix: string): string | undefined => {
  const words = subjectWords(prefix);
  if (words === undefined) return undefined;
  return `subject : (${[...words.whole.map((w) => `"${w}"`), `"${words.last}" *`].join(' AND ')})`;
};
