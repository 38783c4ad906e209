import type { Match } from '../search/ask.ts';

/** A match in the syntax of FTS5. Whatever the user typed stands in quoted strings of letters and digits: operators cannot be written. */
export const toFts5 = (match: Match): string => {
  if ('run' in match) return `"${match.run.join(' ')}"`;
  if ('all' in match) return `(${match.all.map(toFts5).join(' AND ')})`;
  return `(${match.any.map(toFts5).join(' OR ')})`;
};
