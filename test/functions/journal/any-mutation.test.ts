import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyJournal } from '../../../functions/entry/journal/verify.ts';
import { anOffice, type Office, tamper, withHistory } from './office.ts';

let office: Office;
const copies = mkdtempSync(join(tmpdir(), 'vanthu-mutation-'));
beforeAll(async () => {
  office = await anOffice();
  await withHistory(office);
  await office.anchor('daily');
});
afterAll(async () => {
  await office.close();
  office.remove();
  rmSync(copies, { recursive: true, force: true });
});

const EVENTS = 9;
const position = fc.integer({ min: 1, max: EVENTS });
const hex = fc.constantFrom(...'0123456789abcdef');
const text = (d: DatabaseSync, column: string, at: number) =>
  String(d.prepare(`SELECT ${column} AS text FROM events WHERE position = ?`).get(at)?.text);
const set = (d: DatabaseSync, column: string, at: number, value: string | number) =>
  d.prepare(`UPDATE OR IGNORE events SET ${column} = ? WHERE position = ?`).run(value, at);
const replaceAt = (whole: string, index: number, by: string) => whole.slice(0, index) + by + whole.slice(index + 1);

/** One change of the events table by whoever may write the file; true when it changed anything. */
type Mutation = (database: DatabaseSync) => boolean;
const editedText = fc.record({ position, where: fc.nat(), by: fc.constantFrom(...'abxyz019 {}",ạđ') }).map(
  (m): Mutation =>
    (d) => {
      const before = text(d, 'bytes', m.position);
      const after = replaceAt(before, m.where % before.length, m.by);
      return before !== after && set(d, 'bytes', m.position, after).changes === 1;
    },
);
const editedHash = fc.record({ position, where: fc.nat({ max: 63 }), by: hex }).map(
  (m): Mutation =>
    (d) => {
      const before = text(d, 'hash', m.position);
      const after = replaceAt(before, m.where, m.by);
      return before !== after && set(d, 'hash', m.position, after).changes === 1;
    },
);
const moved = fc.record({ position, seq: fc.integer({ min: 0, max: 12 }) }).map(
  (m): Mutation =>
    (d) => {
      return text(d, 'seq', m.position) !== String(m.seq) && set(d, 'seq', m.position, m.seq).changes === 1;
    },
);
const renamed = fc
  .record({
    position,
    column: fc.constantFrom('stream', 'aggregate', 'id'),
    to: fc.constantFrom('register', 'document/x', 'authority'),
  })
  .map(
    (m): Mutation =>
      (d) =>
        text(d, m.column, m.position) !== m.to && set(d, m.column, m.position, m.to).changes === 1,
  );
const removed = position.map(
  (at): Mutation =>
    (d) =>
      d.prepare('DELETE FROM events WHERE position = ?').run(at).changes === 1,
);
const inserted = fc.record({ position, seq: fc.integer({ min: 1, max: 12 }) }).map(
  (m): Mutation =>
    (d) =>
      d
        .prepare(`INSERT OR IGNORE INTO events (aggregate, id, stream, seq, hash, bytes)
        SELECT aggregate, id, stream, ?, hash, bytes FROM events WHERE position = ?`)
        .run(m.seq, m.position).changes === 1,
);
const swapped = fc.record({ a: position, b: position }).map(
  (m): Mutation =>
    (d) => {
      const [first, second] = [text(d, 'bytes', m.a), text(d, 'bytes', m.b)];
      if (m.a === m.b) return false;
      set(d, 'bytes', m.a, second);
      return set(d, 'bytes', m.b, first).changes === 1;
    },
);
const replaced = fc.record({ position, elsewhere: fc.integer({ min: 20, max: 90 }) }).map(
  (m): Mutation =>
    (d) =>
      set(d, 'position', m.position, m.elsewhere).changes === 1,
);

it('finds any single change of any stored event', async () => {
  let looked = 0;
  const mutation = fc.oneof(editedText, editedHash, moved, renamed, removed, inserted, swapped, replaced);
  await fc.assert(
    fc.asyncProperty(mutation, async (mutate) => {
      const file = join(copies, 'store.sqlite');
      rmSync(file, { force: true });
      tamper(office.file, (d) => d.exec(`VACUUM INTO '${file}'`));
      let isChanged = false;
      tamper(file, (d) => {
        isChanged = mutate(d);
      });
      fc.pre(isChanged);
      looked += 1;
      const root = join(office.dataDir, 'keys', 'ca-root.crt.pem');
      const report = await verifyJournal({ dataDir: copies, anchorDir: office.anchorDir, roots: [root], files: false });
      expect(report.counts.events).toBeGreaterThan(0);
      expect(report.ok).toBe(false);
    }),
    { numRuns: 200, seed: 30_2020 },
  );
  expect(looked).toBe(200);
}, 60_000);
