import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { GENESIS, SealedEvent, type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import { type CommandId, Hash } from '../../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Change, Commit, CommitError, Cursor, Loaded, LoadedStream, Store } from '../../ports/store.ts';
import { type CommitPlan, contradiction, type PlannedStream, planCommit } from '../commit-plan.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { immediate, openDatabase, snapshot, statement } from './database.ts';

// `events.position` is the order of commits: writers hold the file one at a time, so a reader never sees a gap that fills later.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS streams (stream TEXT PRIMARY KEY, aggregate TEXT NOT NULL, id TEXT NOT NULL,
    version INTEGER NOT NULL, head TEXT NOT NULL, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY AUTOINCREMENT, aggregate TEXT NOT NULL, id TEXT NOT NULL,
    stream TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL, bytes TEXT NOT NULL, UNIQUE (stream, seq)) STRICT;
  CREATE TABLE IF NOT EXISTS commands (id TEXT PRIMARY KEY, actor TEXT NOT NULL, body_hash TEXT NOT NULL,
    answer TEXT NOT NULL, expires_at INTEGER) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS commands_by_expiry ON commands (expires_at) WHERE expires_at IS NOT NULL;
  CREATE TRIGGER IF NOT EXISTS events_stay BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
  CREATE TRIGGER IF NOT EXISTS events_keep BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
`;

const HeadRow = z.object({ version: z.number().int(), head: Hash, state: z.string() });
const VersionRow = z.object({ version: z.number().int() });
const CommandRow = z.object({ body_hash: Hash, answer: z.string() });
const ChangeRow = SealedEvent.extend({ position: z.number().int(), aggregate: z.string(), id: z.string() });
const HeadsRow = z.object({ aggregate: z.string(), id: z.string(), version: z.number().int(), head: Hash });

const reads = (database: DatabaseSync) => ({
  head: statement(database, 'SELECT version, head, state FROM streams WHERE stream = ?', HeadRow.parse),
  version: statement(database, 'SELECT version FROM streams WHERE stream = ?', VersionRow.parse),
  command: statement(
    database,
    'SELECT body_hash, answer FROM commands WHERE id = ? AND (expires_at IS NULL OR expires_at > ?)',
    CommandRow.parse,
  ),
  changes: statement(
    database,
    'SELECT position, aggregate, id, seq, hash, bytes FROM events WHERE position > ? ORDER BY position LIMIT ?',
    ChangeRow.parse,
  ),
  history: statement(
    database,
    'SELECT seq, hash, bytes FROM events WHERE stream = ? AND seq >= ? ORDER BY seq LIMIT ?',
    SealedEvent.parse,
  ),
  heads: statement(
    database,
    'SELECT aggregate, id, version, head FROM streams WHERE stream > ? ORDER BY stream LIMIT ?',
    HeadsRow.parse,
  ),
});

const writes = (database: DatabaseSync) => ({
  head: database.prepare(
    `INSERT INTO streams (stream, aggregate, id, version, head, state) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (stream) DO UPDATE SET version = excluded.version, head = excluded.head, state = excluded.state`,
  ),
  event: database.prepare('INSERT INTO events (aggregate, id, stream, seq, hash, bytes) VALUES (?, ?, ?, ?, ?, ?)'),
  forget: database.prepare('DELETE FROM commands WHERE expires_at <= ?'),
  command: database.prepare('INSERT INTO commands (id, actor, body_hash, answer, expires_at) VALUES (?, ?, ?, ?, ?)'),
});

type Engine = {
  database: DatabaseSync;
  read: ReturnType<typeof reads>;
  write: ReturnType<typeof writes>;
  seconds: () => number;
};

const load = ({ read, seconds }: Engine, refs: readonly StreamRef[], command?: CommandId): Loaded => {
  const streams = refs.map((ref): LoadedStream => {
    const row = read.head.row(streamKey(ref));
    if (!row) return { ref, state: null, version: 0, head: GENESIS };
    return { ref, state: JSON.parse(row.state), version: row.version, head: row.head };
  });
  const known = command === undefined ? undefined : read.command.row(command, seconds());
  return known ? { streams, replay: { bodyHash: known.body_hash, answer: JSON.parse(known.answer) } } : { streams };
};

const refusal = (engine: Engine, commit: Commit, plan: CommitPlan): CommitError | undefined => {
  const { read, seconds } = engine;
  if (plan.isContradictory) {
    const refs = commit.streams.map((stream) => stream.ref);
    return contradiction(commit, load(engine, refs, commit.command.id));
  }
  const versionOf = (ref: StreamRef): number => read.version.row(streamKey(ref))?.version ?? 0;
  if (read.command.row(commit.command.id, seconds())) return 'replayed';
  if (plan.written.some((stream) => versionOf(stream.ref) !== stream.expected)) return 'version-moved';
  if (plan.idle.some((stream) => versionOf(stream.ref) !== stream.version)) return 'version-moved';
  return plan.guards.some((guard) => versionOf(guard.ref) !== guard.version) ? 'guard-moved' : undefined;
};

const storeStream = ({ write }: Engine, { ref, version, head, state, events }: PlannedStream): void => {
  const key = streamKey(ref);
  write.head.run(key, ref.aggregate, ref.id, version, head, state);
  for (const event of events) write.event.run(ref.aggregate, ref.id, key, event.seq, event.hash, event.bytes);
};

const commitNow = (engine: Engine, commit: Commit): Result<void, CommitError> => {
  const plan = planCommit(commit);
  if (!plan.ok) return plan;
  return immediate(engine.database, () => {
    const error = refusal(engine, commit, plan.value);
    if (error) return err(error);
    for (const stream of plan.value.written) storeStream(engine, stream);
    const { id, actor, bodyHash, expiresAt } = commit.command;
    engine.write.forget.run(engine.seconds());
    engine.write.command.run(id, actor, bodyHash, plan.value.answer, expiresAt ?? null);
    return ok(undefined);
  });
};

const changes = ({ read }: Engine, after: Cursor | undefined, limit: number): Change[] =>
  read.changes
    .rows(after === undefined ? 0 : Number(decodeCursor('changes', after)), limit)
    .map(({ position, aggregate, id, ...event }) => ({
      cursor: encodeCursor('changes', String(position)),
      ref: { aggregate, id },
      event,
    }));

const heads = ({ read }: Engine, after: Cursor | undefined, limit: number): Awaited<ReturnType<Store['heads']>> => {
  const rows = read.heads.rows(after === undefined ? '' : decodeCursor('heads', after), limit);
  const items = rows.map(({ aggregate, id, version, head }) => ({ ref: { aggregate, id }, version, head }));
  const last = items.length < limit ? undefined : items.at(-1);
  return last ? { items, next: encodeCursor('heads', streamKey(last.ref)) } : { items };
};

/** The embedded store: one file, any number of processes on it. */
export const sqliteStore = (options: { file: string } & Clock): Store => {
  const database = openDatabase(options.file, SCHEMA);
  const seconds = (): number => Math.floor(milliseconds(options.now()) / 1000);
  const engine: Engine = { database, read: reads(database), write: writes(database), seconds };
  return {
    load: async (refs, command) => snapshot(database, () => load(engine, refs, command)),
    commit: async (commit) => commitNow(engine, commit),
    changes: async (after, limit) => changes(engine, after, limit),
    history: async (ref, from, limit) => engine.read.history.rows(streamKey(ref), from, limit),
    heads: async (after, limit) => heads(engine, after, limit),
    close: async () => database.close(),
  };
};
