import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { Hash } from '../../../shared/kernel/ids.ts';

const EventRow = z.object({
  position: z.number().int(),
  aggregate: z.string(),
  id: z.string(),
  stream: z.string(),
  seq: z.number().int(),
  hash: Hash,
  bytes: z.string(),
});
export type EventRow = z.infer<typeof EventRow>;
/** A row whose columns are not even of the right kind; what can be read of its place. */
export type OddRow = { stream: string; position: number; seq: number; odd: true };

const HeadRow = z.object({
  stream: z.string(),
  aggregate: z.string(),
  id: z.string(),
  version: z.number().int(),
  head: z.string(),
});
export type HeadRow = z.infer<typeof HeadRow>;
const StateRow = HeadRow.extend({ state: z.string() });
const PlaceRow = z.object({ position: z.number().int(), stream: z.string(), seq: z.number().int() });
export type PlaceRow = z.infer<typeof PlaceRow>;
const Loose = z.object({
  stream: z.coerce.string().catch('?'),
  position: z.number().catch(0),
  seq: z.number().catch(0),
});
const BytesRow = z.object({ bytes: z.string() });
const Count = z.object({ n: z.number().int() });
const Problem = z.object({ integrity_check: z.string() });

const COLUMNS = 'position, aggregate, id, stream, seq, hash, bytes';

/**
 * The store's file as evidence: opened read-only, nothing about it believed, one snapshot for all reads. It may lack triggers, indexes and rows; a
 * row of the wrong kind is handed on as odd. Rows are iterated, so memory does not grow with the journal.
 */
export const readStoreFile = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 10000; BEGIN');
  const count = (sql: string, ...values: string[]): number => Count.parse(database.prepare(sql).get(...values)).n;
  function* parsed<T>(sql: string, schema: z.ZodType<T>): Generator<T> {
    for (const row of database.prepare(sql).iterate()) yield schema.parse(row);
  }
  const eventAt = database.prepare('SELECT hash AS head FROM events WHERE stream = ? AND seq = ?');
  const ofStream = database.prepare('SELECT bytes FROM events WHERE stream = ? ORDER BY seq');
  return {
    /** What SQLite itself finds wrong: broken pages, an index that hides rows. */
    problems: (): string[] =>
      database
        .prepare('PRAGMA integrity_check(10)')
        .all()
        .map((row) => Problem.parse(row).integrity_check)
        .filter((text) => text !== 'ok'),
    *events(): Generator<EventRow | OddRow> {
      for (const row of database.prepare(`SELECT ${COLUMNS} FROM events ORDER BY stream, seq, position`).iterate()) {
        const whole = EventRow.safeParse(row);
        yield whole.success ? whole.data : { ...Loose.parse(row), odd: true };
      }
    },
    heads: () => parsed('SELECT stream, aggregate, id, version, head FROM streams ORDER BY stream', HeadRow),
    states: () => parsed('SELECT stream, aggregate, id, version, head, state FROM streams ORDER BY stream', StateRow),
    *bytesOf(stream: string): Generator<string> {
      for (const row of ofStream.iterate(stream)) yield BytesRow.parse(row).bytes;
    },
    feed: () => parsed('SELECT position, stream, seq FROM events ORDER BY position', PlaceRow),
    /** Hash stored for that event of that stream. */
    hashAt: (stream: string, seq: number): string | undefined => {
      const row = eventAt.get(stream, seq);
      return row === undefined ? undefined : z.object({ head: z.coerce.string() }).parse(row).head;
    },
    eventCount: () => count('SELECT count(*) AS n FROM events'),
    streamCount: () => count('SELECT count(*) AS n FROM streams'),
    /** The highest place ever given out, which SQLite remembers apart from the rows. */
    lastPlaceGiven: () => count("SELECT coalesce(max(seq), 0) AS n FROM sqlite_sequence WHERE name = 'events'"),
    close: () => database.close(),
  };
};
export type StoreFile = ReturnType<typeof readStoreFile>;
