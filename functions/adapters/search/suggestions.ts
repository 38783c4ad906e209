import { exactKey, foldKey, hasDiacritics, syllables } from '../../../shared/kernel/vietnamese-text.ts';
import type { SearchIndex } from '../../ports/search.ts';

export type Suggestion = Awaited<ReturnType<SearchIndex['suggest']>>[number];

/** The folded words that the subject (trích yếu) must hold; `last` perhaps unfinished. Nothing when no letter or digit was typed. */
export const subjectWords = (prefix: string): { whole: string[]; last: string } | undefined => {
  const words = syllables(prefix).map(foldKey);
  const last = words.pop();
  return last === undefined ? undefined : { whole: words, last };
};

/** Numbers that begin so first, the whole number before longer ones; then subjects, those with the accents as typed before the others. */
export const arrange = (
  prefix: string,
  found: { byNumber: readonly Suggestion[]; bySubject: readonly Suggestion[] },
): Suggestion[] => {
  const exactFirst = found.byNumber.toSorted((a, b) => nearness(prefix, a.display) - nearness(prefix, b.display));
  const seen = new Set(exactFirst.map(({ id }) => id));
  const wanted = syllables(prefix).filter(hasDiacritics).map(exactKey);
  const asTyped = (subject: string) => wanted.every((word) => exactKey(subject).includes(word));
  const words = found.bySubject.filter(({ id }) => !seen.has(id));
  return [...exactFirst, ...words.filter((w) => asTyped(w.subject)), ...words.filter((w) => !asTyped(w.subject))];
};

/** 0 when the number typed is the whole number: `30` offers 30 before 3073. */
const nearness = (prefix: string, display: string): number =>
  Number(prefix.match(/\d+/u)?.[0]) === Number(display.match(/\d+/u)?.[0]) ? 0 : 1;
