import { type SealedEvent, type StreamRef, streamKey } from '../../shared/kernel/event-record.ts';
import type { Hash } from '../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import type { Commit, CommitError, Loaded, StreamCommit } from '../ports/store.ts';

/** The limits of a DynamoDB transaction, kept by every engine, so that what passes on a laptop passes in production. */
export const LIMITS = { actions: 100, itemBytes: 400 * 1024, totalBytes: 4 * 1024 * 1024 } as const;
/** Attribute names, versions, times and counters of one item; generous, so that our count is never below DynamoDB's. */
const ITEM_OVERHEAD = 512;

export type PlannedStream = {
  ref: StreamRef;
  expected: number;
  version: number;
  head: Hash;
  state: string;
  events: readonly SealedEvent[];
};
export type PlannedCheck = { ref: StreamRef; version: number };
export type CommitPlan = {
  written: PlannedStream[];
  /** Streams handed in without events: nothing to store, yet they must be where the caller saw them. */
  idle: PlannedCheck[];
  guards: PlannedCheck[];
  /** Two versions are demanded of one stream, so the commit cannot succeed. */
  isContradictory: boolean;
  answer: string;
};

/** Checks the form and the size of a commit before any engine is asked; a malformed commit is a fault of ours and throws. */
export const planCommit = (write: Commit): Result<CommitPlan, 'too-large'> => {
  const written: PlannedStream[] = [];
  const idle: PlannedCheck[] = [];
  for (const stream of write.streams) {
    const last = stream.events.at(-1);
    if (last) written.push(plannedStream(stream, last));
    else idle.push({ ref: stream.ref, version: stream.expected });
  }
  const answer = JSON.stringify(write.command.answer ?? null);
  if (isTooLarge(write, written, answer)) return err('too-large');
  return ok({ written, idle, ...guardsOf(write), answer });
};

const plannedStream = (stream: StreamCommit, last: SealedEvent): PlannedStream => {
  stream.events.forEach((event, index) => {
    if (event.seq !== stream.expected + index + 1)
      throw new Error(`events of ${streamKey(stream.ref)} do not follow version ${stream.expected}`);
  });
  const { ref, expected, events } = stream;
  return { ref, expected, events, version: last.seq, head: last.hash, state: JSON.stringify(stream.state ?? null) };
};

/** DynamoDB takes one operation per key: a guard on a written stream is dropped when it says what `expected` says. */
const guardsOf = (write: Commit): Pick<CommitPlan, 'guards' | 'isContradictory'> => {
  const demanded = new Map<string, number>();
  for (const stream of write.streams) {
    const key = streamKey(stream.ref);
    if (demanded.has(key)) throw new Error(`${key} stands twice in one commit`);
    demanded.set(key, stream.expected);
  }
  const guards: PlannedCheck[] = [];
  let isContradictory = false;
  for (const guard of write.guards) {
    const already = demanded.get(streamKey(guard.ref));
    if (already === undefined) guards.push(guard);
    else if (already !== guard.version) isContradictory = true;
    demanded.set(streamKey(guard.ref), already ?? guard.version);
  }
  return { guards, isContradictory };
};

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

const isTooLarge = (write: Commit, written: readonly PlannedStream[], answer: string): boolean => {
  const keys = written.map((stream) => bytes(streamKey(stream.ref)));
  const sizes = written.flatMap((stream, index) => {
    const address = ITEM_OVERHEAD + 2 * (keys[index] ?? 0);
    return [address + bytes(stream.state), ...stream.events.map((event) => address + bytes(event.bytes))];
  });
  // The command's item also names the events it committed: key twice, hash and numbers of each stream.
  const named = keys.reduce((sum, key) => sum + 2 * key + 256, 0);
  sizes.push(ITEM_OVERHEAD + bytes(write.command.id) + bytes(answer) + named);
  const events = written.reduce((sum, stream) => sum + stream.events.length, 0);
  return (
    write.streams.length + events + write.guards.length + 1 > LIMITS.actions ||
    sizes.some((size) => size > LIMITS.itemBytes) ||
    sizes.reduce((sum, size) => sum + size, 0) > LIMITS.totalBytes
  );
};

/** Which error a contradictory commit gets, by the same precedence as any other. */
export const contradiction = (write: Commit, loaded: Loaded): CommitError => {
  if (loaded.replay) return 'replayed';
  const moved = write.streams.some((stream, index) => loaded.streams[index]?.version !== stream.expected);
  return moved ? 'version-moved' : 'guard-moved';
};
