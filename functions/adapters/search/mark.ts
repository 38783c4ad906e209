import type { Marked } from '../../ports/search.ts';

/** What a hit looks like: runs of syllable keys (one for a word, several for a phrase), in the key that found it. */
export type Needles = { key: (text: string) => string; runs: readonly (readonly string[])[] };

type Token = { from: number; to: number; key: string };
type Span = { first: number; last: number; needle: number };
const WINDOW = 36;
const SNIPPETS = 2;
/** Characters of a text that are looked through for passages: the first 120 pages. */
export const LONGEST = 300_000;

const tokenise = (text: string, needles: Needles): Token[] =>
  Array.from(needles.key(text).matchAll(/[\p{L}\p{N}\p{Mn}]+/gu), (m) => ({
    from: m.index,
    to: m.index + m[0].length,
    key: m[0],
  }));

const spans = (tokens: readonly Token[], needles: Needles): Span[] => {
  const starts = Map.groupBy(
    needles.runs.map((run, needle) => ({ run, needle })),
    ({ run }) => run[0],
  );
  return tokens.flatMap((token, at) =>
    (starts.get(token.key) ?? [])
      .filter(({ run }) => run.every((key, i) => tokens[at + i]?.key === key))
      .map(({ run, needle }) => ({ first: at, last: at + run.length - 1, needle })),
  );
};

/** Cuts tokens `first`–`last` out of the text, hits apart; neighbours that are both hits become one. */
const cut = (of: { text: string; tokens: readonly Token[]; hits: ReadonlySet<number> }, from: number, to: number) => {
  const out: Marked = [];
  const add = (text: string, hit: boolean) => {
    const last = out.at(-1);
    if (text === '') return;
    if (last?.hit === hit) last.text += text;
    else out.push({ text, hit });
  };
  let at = from;
  of.tokens.forEach((token, index) => {
    if (token.from < from || token.to > to) return;
    const hit = of.hits.has(index);
    const gap = of.text.slice(at, token.from);
    add(gap, hit && of.hits.has(index - 1) && /^\s+$/u.test(gap) && at !== from);
    add(of.text.slice(token.from, token.to), hit);
    at = token.to;
  });
  add(of.text.slice(at, to), false);
  return out;
};
const hitTokens = (found: readonly Span[]): Set<number> =>
  new Set(found.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)));

/** The whole text (NFC) with its hits marked; diacritics stay, since a key has the length of its text. */
export const markText = (text: string, needles: Needles): Marked => {
  const tokens = tokenise(text, needles);
  return cut({ text, tokens, hits: hitTokens(spans(tokens, needles)) }, 0, text.length);
};

/** Up to two passages around the most different needles, in the order of the text; none when the text has no hit. */
export const snippets = (whole: string, needles: Needles): Marked[] => {
  const text = whole.slice(0, LONGEST);
  const tokens = tokenise(text, needles);
  const found = spans(tokens, needles);
  const passages = found
    .map((span, at) => ({ start: Math.max(0, span.first - 4), worth: worth(found, at) }))
    .toSorted((a, b) => b.worth - a.worth || a.start - b.start);
  const chosen: number[] = [];
  for (const { start } of passages) {
    if (chosen.length === SNIPPETS) break;
    if (chosen.every((other) => Math.abs(other - start) >= WINDOW)) chosen.push(start);
  }
  const hits = hitTokens(found);
  return chosen
    .toSorted((a, b) => a - b)
    .map((start) => {
      const end = Math.min(tokens.length, start + WINDOW) - 1;
      return cut({ text, tokens, hits }, tokens[start]?.from ?? 0, tokens[end]?.to ?? text.length);
    });
};

/** How many different needles stand in the window that opens at this span. */
const worth = (found: readonly Span[], at: number): number => {
  const first = found[at]?.first ?? 0;
  const seen = new Set<number>();
  for (let i = at; i < found.length; i += 1) {
    const span = found[i];
    if (span === undefined || span.last >= first - 4 + WINDOW) break;
    seen.add(span.needle);
  }
  return seen.size;
};
