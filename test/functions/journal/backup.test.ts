import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { sqliteViews } from '../../../functions/adapters/sqlite/views.ts';
import { backup } from '../../../functions/entry/journal/backup.ts';
import { restore } from '../../../functions/entry/journal/restore.ts';
import { readTar } from '../../../functions/entry/journal/tar.ts';
import { verifyJournal } from '../../../functions/entry/journal/verify.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { anOffice, type Office, withHistory } from './office.ts';

const NOW = Instant.parse('2023-10-20T02:00:00.000Z');
const rooms: Office[] = [];
const office = async (kind?: 'demo' | 'office'): Promise<Office> => {
  const made = await anOffice();
  rooms.push(made);
  await withHistory(made);
  await made.anchor('daily');
  if (kind !== undefined) writeFileSync(join(made.dataDir, 'office.json'), JSON.stringify({ kind }));
  return made;
};
afterEach(async () => {
  for (const room of rooms.splice(0)) {
    await room.close();
    room.remove();
  }
});
const backUp = async (room: Office, o: { withKeys?: boolean; name?: string } = {}) => {
  const file = join(room.root, o.name ?? 'backup.vanthu');
  const { dataDir, anchorDir } = room;
  const manifest = await backup({
    dataDir,
    anchorDir,
    file,
    product: '0.1.0',
    now: NOW,
    withKeys: o.withKeys ?? false,
  });
  return { file, manifest };
};
const target = (room: Office) => ({
  dataDir: join(room.root, 'restored'),
  anchorDir: join(room.root, 'restored-anchors'),
  now: NOW,
  force: false,
  roots: [],
});
const membersOf = async (file: string): Promise<{ name: string; bytes: Buffer }[]> => {
  const members: { name: string; bytes: Buffer }[] = [];
  for await (const entry of readTar(Readable.from([gunzipSync(readFileSync(file))])))
    members.push({ name: entry.name, bytes: await buffer(entry.body) });
  return members;
};

describe('backing up and restoring', () => {
  it('brings back store, files, anchors and the demo keys, and the journal holds', async () => {
    const room = await office('demo');
    const { file, manifest } = await backUp(room);
    expect(manifest.counts).toEqual({ streams: 3, events: 9, anchors: 1, files: 5 });
    const to = target(room);
    const done = await restore({ ...to, file });
    expect(done).toMatchObject({ ok: true, report: { counts: { streams: 3, events: 9, anchors: 1, files: 5 } } });
    expect(await verifyJournal({ ...to, files: true })).toMatchObject({ ok: true, lastAnchor: { seq: 1 } });
    expect(readdirSync(join(to.dataDir, 'keys')).sort()).toEqual(readdirSync(join(room.dataDir, 'keys')).sort());
  });

  it('is consistent while the office goes on writing', async () => {
    const room = await office('demo');
    // Many folders make the backup last: an order of its parts that lets an anchor know more than the store shows then.
    for (let n = 0; n < 300; n += 1) {
      const folder = join(room.dataDir, 'files', 'content', 'content', `older-${n}`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'a'.repeat(64)), 'x');
    }
    let isDone = false;
    const busy = (async () => {
      for (let number = 2; !isDone; number += 1) {
        const contentHash = await room.put('content', `D${number}`, `nội dung ${number}`);
        await room.act({ aggregate: 'document', id: `D${number}` }, { type: 'DraftStarted', contentHash });
        await room.anchor('issue');
      }
    })();
    const files = await Promise.all(['a', 'b', 'c'].map((name) => backUp(room, { name })));
    isDone = true;
    await busy;
    for (const [index, { file }] of files.entries()) {
      const to = { ...target(room), dataDir: join(room.root, `r${index}`), anchorDir: join(room.root, `ra${index}`) };
      expect(await restore({ ...to, file })).toMatchObject({ ok: true });
    }
  });

  it('leaves the views to be made again from the events', async () => {
    const room = await office('demo');
    await room.views.apply([{ op: 'put', row: { pk: 'inbox', sk: '1', data: {} }, version: 1 }]);
    await room.views.saveCheckpoint('projector', 'far');
    const { file } = await backUp(room);
    const to = target(room);
    await restore({ ...to, file });
    const views = sqliteViews({ file: join(to.dataDir, 'store.sqlite'), now: () => NOW });
    expect(await views.checkpoint('projector')).toBeUndefined();
    expect((await views.query({ pk: 'inbox', limit: 10 })).rows).toEqual([]);
    await views.close();
  });

  it("keeps an office's private keys out, names them, and takes their certificates along", async () => {
    const room = await office('office');
    const { file, manifest } = await backUp(room);
    const names = (await membersOf(file)).map((member) => member.name);
    expect(names.filter((name) => name.endsWith('.key.pem'))).toEqual([]);
    expect(names).toContain('keys/ca-root.crt.pem');
    expect(manifest.keys).toMatchObject({
      included: false,
      references: expect.arrayContaining(['keys/key_20anchor.key.pem']),
    });
    expect(await restore({ ...target(room), file })).toMatchObject({ ok: true });
  });

  it("takes an office's keys along when asked", async () => {
    const room = await office('office');
    const { file } = await backUp(room, { withKeys: true });
    expect((await membersOf(file)).map((member) => member.name)).toContain('keys/key_20anchor.key.pem');
  });

  it('never overwrites another file', async () => {
    const room = await office('demo');
    await backUp(room);
    await expect(backUp(room)).rejects.toThrow('không ghi đè');
  });

  it('leaves nothing behind when it cannot be finished', async () => {
    const room = await office('demo');
    mkdirSync(join(room.root, 'out'));
    writeFileSync(join(room.dataDir, 'office.json'), '{}');
    await expect(backUp(room, { name: 'out/backup' })).rejects.toThrow();
    expect(readdirSync(join(room.root, 'out'))).toEqual([]);
  });
});

describe('a backup of an earlier product', () => {
  // Made once by `backup` of product 0.1.0 over the history of `withHistory`; never made again.
  const FIXTURE = join(import.meta.dirname, 'fixtures', 'backup-format-1.vanthu');

  it('of format 1 is restored by this one, and its journal holds', async () => {
    const room = await anOffice();
    rooms.push(room);
    const to = target(room);
    const done = await restore({ ...to, file: FIXTURE });
    expect(done).toMatchObject({
      ok: true,
      manifest: { format: 1, product: '0.1.0' },
      report: { counts: { events: 9, anchors: 1, files: 5 } },
    });
    const database = new DatabaseSync(join(to.dataDir, 'store.sqlite'), { readOnly: true });
    expect(database.prepare('SELECT count(*) AS n FROM commands').get()).toMatchObject({ n: 8 });
    database.close();
  });
});
