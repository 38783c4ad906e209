import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from '../support/archive-records.ts';
import { searchContract } from './search.contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'vanthu-fts5-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let files = 0;
const newFile = () => {
  files += 1;
  return join(directory, `search-${files}.sqlite`);
};

searchContract('SQLite FTS5', async () => ftsSearch({ file: newFile() }));

describe('the file of the FTS5 index', () => {
  const all = { text: '', readers: EVERYBODY, sort: 'newest', limit: 10 } as const;
  it('is there again after a restart', async () => {
    const file = newFile();
    const first = ftsSearch({ file });
    await first.apply(upserts([aRecord({ subject: 'Kỷ luật' })], 3));
    await first.close();
    const second = ftsSearch({ file });
    await second.apply(upserts([aRecord({ subject: 'Cũ hơn' })], 2));
    expect((await second.search({ ...all, text: 'ky luat' })).total.n).toBe(1);
    await second.close();
  });
  it('makes its words anew when an older version of the keys wrote them', async () => {
    const file = newFile();
    const first = ftsSearch({ file });
    await first.apply(upserts([aRecord({ subject: 'Đường thuỷ' })]));
    await first.close();
    const db = new DatabaseSync(file);
    db.exec("INSERT INTO folded(folded) VALUES('delete-all'); PRAGMA user_version=0");
    db.close();
    const second = ftsSearch({ file });
    expect((await second.search({ ...all, text: 'duong thuy' })).total.n).toBe(1);
    await second.close();
  });
  it('stays sound through changes and removals', async () => {
    const file = newFile();
    const index = ftsSearch({ file });
    for (let version = 1; version <= 5; version += 1)
      await index.apply(
        [1, 2, 3].flatMap((n) =>
          upserts([aRecord({ id: documentIdOf(n), subject: `Đất đai İ q̃ ${version * n}` })], version),
        ),
      );
    await index.apply([{ op: 'delete', id: documentIdOf(2), version: 9 }]);
    await index.close();
    const db = new DatabaseSync(file);
    for (const words of ['exact', 'folded']) {
      db.exec(`CREATE VIRTUAL TABLE temp.${words}Terms USING fts5vocab(main, ${words}, row)`);
      expect(() => db.exec(`INSERT INTO ${words}(${words}, rank) VALUES('integrity-check', 0)`)).not.toThrow();
      expect(
        db.prepare(`SELECT doc n FROM ${words}Terms WHERE term = ?`).get(words === 'exact' ? 'đất' : 'dat'),
      ).toEqual({ n: 2 });
      expect(db.prepare(`SELECT doc n FROM ${words}Terms WHERE term = '4'`).get()).toBeUndefined();
    }
    db.close();
  });
  it('refuses calls after it is closed, and says when it cannot open', async () => {
    const index = ftsSearch({ file: newFile() });
    await index.close();
    await expect(index.search(all)).rejects.toThrow('closed');
    const nowhere = ftsSearch({ file: join(directory, 'no', 'such', 'folder.sqlite') });
    await expect(nowhere.search(all)).rejects.toThrow();
  });
});
