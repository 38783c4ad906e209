import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** How long a process waits for another one's write before it gives up; writes last milliseconds. */
const BUSY_MILLISECONDS = 10_000;

/** Opens one file for several processes: WAL, each commit on disk before it returns (an act of record must survive a power cut). */
export const openDatabase = (file: string, schema: string): DatabaseSync => {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`);
  // Changing to WAL wants the file alone and does not honour busy_timeout when two processes open a new file at once.
  untilFree(() => database.exec('PRAGMA journal_mode = WAL'));
  database.exec('PRAGMA synchronous = FULL');
  immediate(database, () => database.exec(schema));
  return database;
};

const untilFree = (work: () => void): void => {
  const deadline = performance.now() + BUSY_MILLISECONDS;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
};

const SQLITE_BUSY = 5;
const isBusy = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  error.errcode % 256 === SQLITE_BUSY;

/** One write transaction; takes the write lock at once, so that what is read inside cannot move before it ends. */
export const immediate = <T>(database: DatabaseSync, work: () => T): T => inTransaction(database, 'IMMEDIATE', work);
/** One consistent view of several reads. */
export const snapshot = <T>(database: DatabaseSync, work: () => T): T => inTransaction(database, 'DEFERRED', work);

const inTransaction = <T>(database: DatabaseSync, mode: 'IMMEDIATE' | 'DEFERRED', work: () => T): T => {
  database.exec(`BEGIN ${mode}`);
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

/** Prepares once; `row` and `rows` parse what the file holds, since it is outside data. */
export const statement = <Row>(database: DatabaseSync, sql: string, parse: (row: unknown) => Row) => {
  const prepared = database.prepare(sql);
  return {
    row: (...values: SQLInputValue[]): Row | undefined => {
      const row = prepared.get(...values);
      return row === undefined ? undefined : parse(row);
    },
    rows: (...values: SQLInputValue[]): Row[] => prepared.all(...values).map((row) => parse(row)),
  };
};
