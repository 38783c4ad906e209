import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { later, milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Views, ViewWrite } from '../../ports/views.ts';
import { MARK_SECONDS, pageOf, rangeOf, rowKey, type ViewQuery } from '../view-query.ts';
import { immediate, openDatabase, statement } from './database.ts';

// `data` NULL marks a removed row. SQLite compares text by its UTF-8 bytes, as DynamoDB does.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS view_rows (pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, data TEXT,
    forget_at INTEGER, PRIMARY KEY (pk, sk)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS view_marks ON view_rows (forget_at) WHERE forget_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS checkpoints (name TEXT PRIMARY KEY, cursor TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

const DataRow = z.object({ data: z.string() });
const SkRow = z.object({ sk: z.string(), data: z.string() });
const CursorRow = z.object({ cursor: z.string() });

const querySql = (bounds: string, order: string): string =>
  `SELECT sk, data FROM view_rows WHERE pk = ? AND data IS NOT NULL AND sk >= ? ${bounds} ORDER BY sk ${order} LIMIT ?`;

const statements = (database: DatabaseSync) => ({
  get: statement(database, 'SELECT data FROM view_rows WHERE pk = ? AND sk = ? AND data IS NOT NULL', (row) =>
    DataRow.parse(row),
  ),
  put: database.prepare(
    `INSERT INTO view_rows (pk, sk, version, data, forget_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (pk, sk) DO UPDATE SET version = excluded.version, data = excluded.data, forget_at = excluded.forget_at
     WHERE version <= excluded.version`,
  ),
  forget: database.prepare('DELETE FROM view_rows WHERE forget_at <= ?'),
  checkpoint: statement(database, 'SELECT cursor FROM checkpoints WHERE name = ?', (row) => CursorRow.parse(row)),
  saveCheckpoint: database.prepare(
    'INSERT INTO checkpoints (name, cursor) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor',
  ),
  lease: database.prepare(
    `INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
     WHERE holder = excluded.holder OR until <= ?`,
  ),
});

const query = (database: DatabaseSync, asked: ViewQuery): Awaited<ReturnType<Views['query']>> => {
  const range = rangeOf(asked);
  if (!range) return { rows: [] };
  const { from, before, after } = range;
  const bounds = `${before === undefined ? '' : 'AND sk < ?'} ${after === undefined ? '' : `AND sk ${asked.descending ? '<' : '>'} ?`}`;
  const values = [asked.pk, from, before, after].filter((value) => value !== undefined);
  const found = statement(database, querySql(bounds, asked.descending ? 'DESC' : 'ASC'), (row) =>
    SkRow.parse(row),
  ).rows(...values, asked.limit + 1);
  return pageOf(
    asked,
    found.map(({ sk, data }) => ({ pk: asked.pk, sk, data: JSON.parse(data) })),
  );
};

/** Read models in a SQLite file: the store's own or another. */
export const sqliteViews = (options: { file: string } & Clock): Views & { close: () => Promise<void> } => {
  const database = openDatabase(options.file, SCHEMA);
  const run = statements(database);
  const put = (write: ViewWrite, forgetAt: number): void => {
    const { pk, sk } = rowKey(write);
    if (write.op === 'put') run.put.run(pk, sk, write.version, JSON.stringify(write.row.data ?? null), null);
    else run.put.run(pk, sk, write.version, null, forgetAt);
  };
  return {
    get: async (pk, sk) => {
      const row = run.get.row(pk, sk);
      return row && JSON.parse(row.data);
    },
    query: async (asked) => query(database, asked),
    apply: async (writes) => {
      const now = Math.floor(milliseconds(options.now()) / 1000);
      immediate(database, () => {
        run.forget.run(now);
        for (const write of writes) put(write, now + MARK_SECONDS);
      });
    },
    checkpoint: async (name) => run.checkpoint.row(name)?.cursor,
    saveCheckpoint: async (name, cursor) => void run.saveCheckpoint.run(name, cursor),
    lease: async (name, holder, seconds) => {
      const now = options.now();
      const until = milliseconds(later(now, seconds * 1000));
      return run.lease.run(name, holder, until, milliseconds(now)).changes === 1;
    },
    clear: async () => immediate(database, () => database.exec('DELETE FROM view_rows; DELETE FROM checkpoints')),
    close: async () => database.close(),
  };
};
