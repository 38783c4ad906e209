import type { SealedEvent, StreamRef } from '../../shared/kernel/event-record.ts';
import type { CommandId, Hash, PersonId } from '../../shared/kernel/ids.ts';
import type { Result } from '../../shared/kernel/result.ts';

/** One stream as loaded: `version` = number of its events (0 = new), `head` = hash of the last one (GENESIS when new), `state` null when new. */
export type LoadedStream = { ref: StreamRef; state: unknown; version: number; head: Hash };
export type Loaded = {
  /** In the order of the refs asked for. */
  streams: LoadedStream[];
  /** Set when this command id was stored before. */
  replay?: { bodyHash: Hash; answer: unknown };
};

export type StreamCommit = { ref: StreamRef; expected: number; state: unknown; events: SealedEvent[] };
export type Commit = {
  streams: StreamCommit[];
  /** Streams that were read and must not have moved: an insert between load and commit makes the act retry. */
  guards: { ref: StreamRef; version: number }[];
  command: {
    id: CommandId;
    actor: PersonId;
    bodyHash: Hash;
    answer: unknown;
    /** Seconds since the epoch after which the answer may be forgotten; absent for reactions, which never expire. */
    expiresAt?: number;
  };
};

/**
 * `version-moved`: a written stream is not at `expected`; `guard-moved`: a guarded one is not at its version; `replayed`: the command id
 * is already stored; `too-large`: over 100 actions, 400 KB an item or 4 MB in all (the limits of DynamoDB, kept by every engine).
 */
export type CommitError = 'version-moved' | 'guard-moved' | 'replayed' | 'too-large';

/** Opaque to callers, bound to the query that made it (a cursor of another query is {@link ForeignCursor}). */
export type Cursor = string;
/** A cursor that this query did not make: garbled, or of another list. The caller's fault, told apart from a defect. */
export class ForeignCursor extends Error {
  constructor() {
    super('cursor does not belong to this query');
    this.name = 'ForeignCursor';
  }
}
/** One committed event in the feed: at least once, ordered per stream. */
export type Change = { cursor: Cursor; ref: StreamRef; event: SealedEvent };

/** State and history of every aggregate (architecture §4). Two engines, one contract suite: test/contracts/store.contract.ts. */
export interface Store {
  /** Strongly consistent. Asks for the command's stored answer too when `command` is given. */
  load(refs: readonly StreamRef[], command?: CommandId): Promise<Loaded>;
  /** All or nothing, durable before it resolves. */
  commit(write: Commit): Promise<Result<void, CommitError>>;
  /** Events of all streams in commit order, after the cursor. */
  changes(after: Cursor | undefined, limit: number): Promise<Change[]>;
  /** Events of one stream, from `seq` on (1-based), in order. */
  history(ref: StreamRef, from: number, limit: number): Promise<SealedEvent[]>;
  /** Heads of all streams, for anchors and the offline check; paged by cursor. */
  heads(
    after: Cursor | undefined,
    limit: number,
  ): Promise<{ items: { ref: StreamRef; version: number; head: Hash }[]; next?: Cursor }>;
  close(): Promise<void>;
}
