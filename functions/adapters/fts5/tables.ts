import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import { documentNumberKey, exactKey, foldKey, nfc } from '../../../shared/kernel/vietnamese-text.ts';
import type { Operation, StoredRecord } from './protocol.ts';

/** Raise when a key function changes: the word indexes are then made anew from the stored originals. */
const KEYS_VERSION = 1;
/** Columns of both word indexes, with their weight in the ranking: number, subject, signer, body. */
export const COLUMNS = ['numbers', 'subject', 'signerName', 'body'] as const;
export const WEIGHTS = 'bm25(10.0,5.0,3.0,1.0)';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS versions(id TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS docs(
  doc INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number INTEGER NOT NULL, numberKey TEXT NOT NULL, numbers TEXT NOT NULL,
  display TEXT NOT NULL, type TEXT NOT NULL, issuer TEXT NOT NULL, issuerName TEXT NOT NULL, signer TEXT NOT NULL,
  signerName TEXT NOT NULL, field TEXT, year INTEGER NOT NULL, date TEXT NOT NULL, state TEXT NOT NULL, subject TEXT NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS docsByNumber ON docs(numberKey);
CREATE TABLE IF NOT EXISTS readers(doc INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY(doc, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS progress(place INTEGER PRIMARY KEY CHECK(place = 1), position INTEGER NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS found(doc INTEGER PRIMARY KEY, tier INTEGER NOT NULL, score REAL NOT NULL);`;
// External content: the tables hold words only, the originals stand in docs. unicode61 would not fold đ, so folding is ours.
const WORDS = (['exact', 'folded'] as const)
  .map(
    (name) => `
CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5(${COLUMNS.join(', ')}, content='docs', content_rowid='doc',
  tokenize='unicode61 remove_diacritics 0'${name === 'folded' ? ", prefix='2 3'" : ''});`,
  )
  .join('');

const Texts = z.object({
  doc: z.number(),
  numbers: z.string(),
  subject: z.string(),
  signerName: z.string(),
  body: z.string(),
});
type Texts = z.infer<typeof Texts>;

/** Opens the file, in WAL mode and without waiting for the disk: whatever is lost can be indexed again from the events. */
export const openIndex = (file: string): DatabaseSync => {
  const db = new DatabaseSync(file);
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY;');
  db.exec('PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;');
  db.exec(SCHEMA);
  const { user_version: version } = z
    .object({ user_version: z.number() })
    .parse(db.prepare('PRAGMA user_version').get());
  atomically(db, () => {
    if (version === KEYS_VERSION) return db.exec(WORDS);
    for (const name of ['exact', 'folded']) db.exec(`DROP TABLE IF EXISTS ${name}`);
    db.exec(WORDS);
    for (const row of db.prepare(`SELECT doc, ${COLUMNS.join(', ')} FROM docs`).iterate())
      putWords(db, Texts.parse(row));
    db.exec(`PRAGMA user_version=${KEYS_VERSION}`);
  });
  return db;
};

export const atomically = (db: DatabaseSync, work: () => void): void => {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
};

/**
 * Applies operations in one transaction, and with them how far the file has come. Versions outlive deletion, so a late upsert does not raise the
 * dead.
 */
export const applyOperations = (db: DatabaseSync, operations: readonly Operation[], position?: number): void => {
  const known = db.prepare('SELECT version FROM versions WHERE id = ?');
  const note = db.prepare('INSERT INTO versions VALUES(?, ?) ON CONFLICT(id) DO UPDATE SET version = excluded.version');
  atomically(db, () => {
    for (const operation of operations) {
      if (operation.op === 'clear') {
        forgetAll(db);
        continue;
      }
      const id = operation.op === 'upsert' ? operation.record.id : operation.id;
      const stored = z.object({ version: z.number() }).optional().parse(known.get(id));
      if (stored !== undefined && stored.version > operation.version) continue;
      note.run(id, operation.version);
      remove(db, id);
      if (operation.op === 'upsert') insert(db, operation.record);
    }
    if (position !== undefined) db.prepare('INSERT OR REPLACE INTO progress VALUES(1, ?)').run(position);
  });
};

const remove = (db: DatabaseSync, id: string): void => {
  const row = db.prepare(`SELECT doc, ${COLUMNS.join(', ')} FROM docs WHERE id = ?`).get(id);
  if (row === undefined) return;
  const old = Texts.parse(row);
  // FTS5 forgets only the words it is told: it must be told the same keys that were put in.
  for (const [name, key] of [['exact', exactKey] as const, ['folded', foldKey] as const])
    db.prepare(`INSERT INTO ${name}(${name}, rowid, ${COLUMNS.join(', ')}) VALUES('delete', ?, ?, ?, ?, ?)`).run(
      old.doc,
      ...COLUMNS.map((column) => key(old[column])),
    );
  db.prepare('DELETE FROM readers WHERE doc = ?').run(old.doc);
  db.prepare('DELETE FROM docs WHERE doc = ?').run(old.doc);
};

const insert = (db: DatabaseSync, record: StoredRecord): void => {
  const texts = {
    // 05/TTr-SNV is also asked for as 5.
    numbers: nfc(`${record.display} ${record.number}`),
    subject: nfc(record.subject),
    signerName: nfc(record.signerName),
    body: nfc(record.body),
  };
  const columns: Record<string, SQLInputValue> = {
    ...texts,
    id: record.id,
    number: record.number,
    numberKey: documentNumberKey(record.number, record.symbol),
    display: nfc(record.display),
    type: record.type,
    issuer: record.issuer,
    issuerName: record.issuerName,
    signer: record.signer,
    field: record.field ?? null,
    year: Number(record.date.slice(0, 4)),
    date: record.date,
    state: record.state,
  };
  const names = Object.keys(columns);
  const { lastInsertRowid } = db
    .prepare(`INSERT INTO docs(${names.join(', ')}) VALUES(${names.map(() => '?').join(', ')})`)
    .run(...Object.values(columns));
  const doc = Number(lastInsertRowid);
  putWords(db, { doc, ...texts });
  const reader = db.prepare('INSERT OR IGNORE INTO readers VALUES(?, ?)');
  for (const key of record.readers) reader.run(doc, key);
};

const putWords = (db: DatabaseSync, texts: Texts): void => {
  for (const [name, key] of [['exact', exactKey] as const, ['folded', foldKey] as const])
    db.prepare(`INSERT INTO ${name}(rowid, ${COLUMNS.join(', ')}) VALUES(?, ?, ?, ?, ?)`).run(
      texts.doc,
      ...COLUMNS.map((column) => key(texts[column])),
    );
};

const forgetAll = (db: DatabaseSync): void => {
  for (const name of ['exact', 'folded']) db.exec(`INSERT INTO ${name}(${name}) VALUES('delete-all')`);
  db.exec('DELETE FROM docs; DELETE FROM readers; DELETE FROM versions;');
};

/** The last position that was applied, 0 when nobody counts. */
export const positionOf = (db: DatabaseSync): number =>
  z.object({ position: z.number() }).optional().parse(db.prepare('SELECT position FROM progress').get())?.position ?? 0;

/** Writes the index into a new file, packed and with its word lists merged. The position that the copy stands at. */
export const copyIndex = (db: DatabaseSync, file: string): number => {
  for (const name of ['exact', 'folded']) db.exec(`INSERT INTO ${name}(${name}) VALUES('optimize')`);
  db.prepare('VACUUM INTO ?').run(file);
  return positionOf(db);
};
