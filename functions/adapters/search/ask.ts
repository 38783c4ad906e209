import {
  exactKey,
  foldKey,
  hasDiacritics,
  nfc,
  numberKeys,
  spellings,
  syllables,
} from '../../../shared/kernel/vietnamese-text.ts';
import { COMMON, type Words } from './common-syllables.ts';

/** What must occur: keys of letters and digits in a row, in one field; or all, or any, of such. No engine's syntax. */
export type Match = { run: string[] } | { all: Match[] } | { any: Match[] };

/** One attempt at an answer: words that must or may occur, in one of the two indexes. Attempts run until one finds something. */
export type Attempt = {
  words: Words;
  match: Match;
  /** These must also occur in the exact index: the accented words of a question typed half with accents. */
  alsoExact?: Match;
  /** Keeps the best only: the words are alternatives, and the tail is noise. */
  relaxed: boolean;
  runs: string[][];
};
export type Asked = { everything: boolean; numbers: string[]; attempts: Attempt[] };

const KEYS = { exact: exactKey, folded: foldKey } as const;
/** Above so many words a question is a sentence: nobody expects every word of it in the document. */
const SENTENCE = 6;
const PAIRS = 48;

type Parsed = { phrases: string[][]; words: string[] };
const QUOTED = /["“”„«]([^"“”„«»]{1,300})["“”„»]/gu;

const parse = (text: string): Parsed => ({
  phrases: Array.from(text.matchAll(QUOTED), ([, inner = '']) => syllables(inner)).filter((run) => run.length > 0),
  words: syllables(text.replace(QUOTED, ' ')),
});

const run = (words: readonly string[]): Match => ({ run: [...words] });
const all = (parts: readonly Match[]): Match => ({ all: [...parts] });
const any = (parts: readonly Match[]): Match => ({ any: [...parts] });
const word = (key: string): Match => {
  const spelled = spellings(key).map((one) => run([one]));
  const [only] = spelled;
  return only !== undefined && spelled.length === 1 ? only : any(spelled);
};
const unique = (items: readonly string[]): string[] => [...new Set(items)];
const pairs = (keys: readonly string[]): string[][] => {
  const made = new Map(keys.slice(1).map((key, i) => [`${keys[i]} ${key}`, [keys[i] ?? '', key]]));
  return [...made.values()];
};

/** Every word and phrase; neighbours that stay neighbours count for more (a Vietnamese word is often two syllables). */
const strict = (parsed: Parsed, words: Words): Attempt | undefined => {
  const key = KEYS[words];
  const keys = parsed.words.map(key);
  const phrases = parsed.phrases.map((phrase) => phrase.map(key));
  const required = [...phrases.map(run), ...unique(keys).map(word)];
  const [first] = keys;
  if (required.length === 0) return undefined;
  const boost = first === undefined || keys.length < 2 ? [] : [any([run([first]), ...pairs(keys).map(run)])];
  const spelled = unique(keys).flatMap(spellings);
  // The boost is true of any document that has the first word in the spelling asked for.
  const match = spellings(first ?? '').length > 1 ? all(required) : all([...required, ...boost]);
  return { words, match, relaxed: false, runs: [...phrases, ...spelled.map((w) => [w])] };
};

/** Most of a few words: any one of them may be missing. */
const allButOne = (parsed: Parsed, words: Words): Attempt | undefined => {
  const key = KEYS[words];
  const keys = unique(parsed.words.map(key));
  if (keys.length < 3) return undefined;
  const phrases = parsed.phrases.map((phrase) => phrase.map(key));
  const choices = keys.map((left) => all(keys.filter((other) => other !== left).map(word)));
  const match = all([...phrases.map(run), any(choices)]);
  return { words, match, relaxed: true, runs: [...phrases, ...keys.map((w) => [w])] };
};

/**
 * A sentence: its pairs of neighbouring syllables, unless both are in nearly every document. Measured on 17,710 articles, pairs find
 * more than single syllables and cost less than both.
 */
const sentence = (parsed: Parsed, words: Words): Attempt | undefined => {
  const key = KEYS[words];
  const known = pairs(parsed.words.map(key));
  const common = (pair: readonly string[]) => pair.filter((syllable) => COMMON[words].has(syllable)).length;
  const telling = known.filter((pair) => common(pair) < 2);
  const chosen = (telling.length > 2 ? telling : known).toSorted((a, b) => common(a) - common(b)).slice(0, PAIRS);
  if (chosen.length === 0) return undefined;
  const phrases = parsed.phrases.map((phrase) => phrase.map(key));
  const match = all([...phrases.map(run), any(chosen.map(run))]);
  return { words, match, relaxed: true, runs: [...phrases, ...chosen] };
};

/** Accented words as typed, the others in any accent: `chuyen đổi`. */
const halfAccented = (parsed: Parsed): Attempt | undefined => {
  const accented = [...parsed.words.filter(hasDiacritics), ...parsed.phrases.flat().filter(hasDiacritics)];
  const folded = strict(parsed, 'folded');
  if (folded === undefined || accented.length === 0) return undefined;
  return { ...folded, alsoExact: all(unique(accented.map(exactKey)).map(word)) };
};

/** `05/TTr-SNV` where a text cites it: its parts in a row, padded or not. */
const numberPhrase = (text: string): Attempt[] => {
  const [first = '', ...rest] = syllables(text.slice(text.search(/\d/u))).map(foldKey);
  const bare = String(Number(first.match(/^\d+/u)?.[0] ?? 0));
  const padded = bare.padStart(2, '0');
  if (!/^\d+$/u.test(first) || rest.length === 0) return [];
  const runs = unique([first, bare, padded]).map((number) => [number, ...rest]);
  return [{ words: 'folded', match: any(runs.map(run)), relaxed: false, runs }];
};

/**
 * What a question asks, as attempts from the strictest to the loosest: as typed; with the marks that were typed; without marks; most of the
 * words. It depends on the question alone, never on what the index holds.
 */
export const readQuestion = (asked: string): Asked => {
  const text = nfc(asked).trim();
  const parsed = parse(text);
  const numbers = numberKeys(text);
  const accented = hasDiacritics(text);
  const indexes: Words[] = accented ? ['exact', 'folded'] : ['folded'];
  const isSentence = unique(parsed.words).length > SENTENCE;
  const few = [
    ...(accented ? [strict(parsed, 'exact'), halfAccented(parsed)] : []),
    strict(parsed, 'folded'),
    ...indexes.map((words) => allButOne(parsed, words)),
  ];
  const long = indexes.map((words) => sentence(parsed, words));
  const attempts = [
    ...(numbers[0]?.includes(':') ? numberPhrase(text) : []),
    ...(isSentence ? [...long, ...few] : few).filter((attempt) => attempt !== undefined),
  ];
  return { everything: text === '', numbers, attempts };
};
