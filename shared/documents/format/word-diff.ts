import { diffArrays } from 'diff';

export type WordChange = { op: 'same' | 'ins' | 'del'; text: string };

/** Syllables, spaces and single marks: Vietnamese is read by tiếng, and a comma may be the whole change. */
const TOKENS = /\s+|[\p{L}\p{N}\p{Mn}]+|[^\s\p{L}\p{N}\p{Mn}]/gu;
const tokens = (text: string): string[] => text.match(TOKENS) ?? [];
/** Beyond this many tokens, or 300 changes, the two texts are shown whole: word by word nobody could follow, and the time grows with the square. */
const LIMIT = 6_000;

/** Words put in (ins) and taken out (del). */
export const diffWords = (before: string, after: string): WordChange[] => {
  const [from, to] = [tokens(before), tokens(after)];
  const parts = from.length + to.length > LIMIT ? undefined : diffArrays(from, to, { maxEditLength: 300 });
  if (parts === undefined)
    return [
      { op: 'del', text: before },
      { op: 'ins', text: after },
    ];
  return parts.map((part) => ({
    op: part.added ? 'ins' : part.removed ? 'del' : 'same',
    text: part.value.join(''),
  }));
};

export const wordSet = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}\p{Mn}]+/gu) ?? []);
/** Share of words in common (Jaccard), 0 to 1. */
export const similarity = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
};
