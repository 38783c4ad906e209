import { diffArrays } from 'diff';
import type { Content } from '../content.ts';
import { contentHashOf } from '../content-hash.ts';
import { type Passage, passagesOf } from './passages.ts';
import { diffWords, similarity, type WordChange, wordSet } from './word-diff.ts';

export type Change = {
  kind: 'added' | 'removed' | 'changed' | 'moved';
  /** `Điều 2 khoản 1 điểm b`, `Căn cứ 3`, in the older and in the newer text. */
  before?: string;
  after?: string;
  words: WordChange[];
};

const FORM = 'Hình thức và dữ liệu kèm theo';
const SAME = 0.4;
/** How far a changed passage is looked for in its hunk: keeps the comparison linear in the length of the text. */
const WINDOW = 12;

type Step = { removed: Passage[]; added: Passage[] };
const hunks = (before: readonly Passage[], after: readonly Passage[]): Step[] => {
  const key = (passage: Passage) => `${passage.kind} ${passage.text}`;
  const steps: Step[] = [];
  let [at, to] = [0, 0];
  let current: Step | undefined;
  for (const part of diffArrays(before.map(key), after.map(key))) {
    const { length } = part.value;
    const here = part.added ? after.slice(to, to + length) : before.slice(at, at + length);
    if (!part.added) at += length;
    if (!part.removed) to += length;
    if (!part.added && !part.removed) {
      current = undefined;
      continue;
    }
    if (current === undefined) {
      current = { removed: [], added: [] };
      steps.push(current);
    }
    if (part.removed) current.removed.push(...here);
    else current.added.push(...here);
  }
  return steps;
};

type Weighed = { passage: Passage; words: ReadonlySet<string> };
const weigh = (passage: Passage): Weighed => ({ passage, words: wordSet(passage.text) });

/** Pairs what was taken out with what was put in at the same place: the most similar of the same kind, else the one with the same number. */
const counterpart = ({ passage, words }: Weighed, free: readonly Weighed[]): Weighed | undefined => {
  const near = free.filter((one) => one.passage.kind === passage.kind).slice(0, WINDOW);
  const scored = near.map((one) => ({ one, score: similarity(words, one.words) }));
  const best = scored.toSorted((a, b) => b.score - a.score)[0];
  if (best !== undefined && best.score >= SAME) return best.one;
  return near.find((one) => one.passage.label === passage.label);
};

const pair = ({ removed, added }: Step): { changes: Change[]; removed: Passage[]; added: Passage[] } => {
  const free = added.map(weigh);
  const changes: Change[] = [];
  const left: Passage[] = [];
  for (const passage of removed) {
    const other = counterpart(weigh(passage), free);
    if (other === undefined) {
      left.push(passage);
      continue;
    }
    free.splice(free.indexOf(other), 1);
    const { label, text } = other.passage;
    changes.push({ kind: 'changed', before: passage.label, after: label, words: diffWords(passage.text, text) });
  }
  return { changes, removed: left, added: free.map((one) => one.passage) };
};

/** Dời chỗ: the same text taken out here and put in there. */
const moves = (removed: readonly Passage[], added: readonly Passage[]) => {
  const waiting = new Map<string, Passage[]>();
  for (const passage of removed) waiting.set(passage.text, [...(waiting.get(passage.text) ?? []), passage]);
  const moved = new Map<Passage, Passage>();
  for (const passage of added) {
    const from = waiting.get(passage.text)?.shift();
    if (from !== undefined) moved.set(passage, from);
  }
  return moved;
};

/**
 * So sánh hai phiên bản by article, clause and point, and by subject, addressees, căn cứ, nơi nhận, annexes, with words put in and taken out.
 * An inserted Điều renumbers the ones after it without changing them.
 */
export const diffContent = (before: Content, after: Content): Change[] => {
  const paired = hunks(passagesOf(before), passagesOf(after)).map(pair);
  const moved = moves(
    paired.flatMap((one) => one.removed),
    paired.flatMap((one) => one.added),
  );
  const origins = new Set(moved.values());
  const changes = paired.flatMap(({ changes: edited, removed, added }): Change[] => [
    ...edited,
    ...removed
      .filter((passage) => !origins.has(passage))
      .map((one): Change => ({ kind: 'removed', before: one.label, words: [{ op: 'del', text: one.text }] })),
    ...added.map((one): Change => {
      const from = moved.get(one);
      return from === undefined
        ? { kind: 'added', after: one.label, words: [{ op: 'ins', text: one.text }] }
        : { kind: 'moved', before: from.label, after: one.label, words: [{ op: 'same', text: one.text }] };
    }),
  ]);
  // Bold type, a recipient's registry, the width of a column: no word changed, yet it is another text to whoever approved it.
  if (changes.length === 0 && contentHashOf(before) !== contentHashOf(after))
    return [{ kind: 'changed', before: FORM, after: FORM, words: [] }];
  return changes;
};

/** Đã thay đổi gì từ lần xem trước: the places, in words of the reader; empty when nothing did. */
export const changedSince = (read: Content, now: Content): { kind: Change['kind']; place: string }[] =>
  diffContent(read, now).map(({ kind, before, after }) => ({ kind, place: after ?? before ?? '' }));
