import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { backup } from '../../../functions/entry/journal/backup.ts';
import { restore } from '../../../functions/entry/journal/restore.ts';
import { readTar, type TarMember, writeTar } from '../../../functions/entry/journal/tar.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { anOffice, type Office, registerRef, tamper, withHistory } from './office.ts';

const NOW = Instant.parse('2023-10-20T02:00:00.000Z');
const rooms: Office[] = [];
const office = async (): Promise<Office> => {
  const made = await anOffice();
  rooms.push(made);
  await withHistory(made);
  await made.anchor('daily');
  writeFileSync(join(made.dataDir, 'office.json'), JSON.stringify({ kind: 'demo' }));
  return made;
};
afterEach(async () => {
  for (const room of rooms.splice(0)) {
    await room.close();
    room.remove();
  }
});
const backUp = async (room: Office) => {
  const file = join(room.root, 'backup.vanthu');
  const { dataDir, anchorDir } = room;
  await backup({
    dataDir,
    anchorDir,
    file,
    product: '0.1.0',
    now: NOW,
    withKeys: false,
  });
  return { file };
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
/** The same backup as somebody else might hand it over. */
const repack = async (file: string, change: (members: { name: string; bytes: Buffer }[]) => void): Promise<void> => {
  const members = await membersOf(file);
  change(members);
  const parts = members.map(
    ({ name, bytes }): TarMember => ({ name, size: bytes.length, open: () => Readable.from([bytes]) }),
  );
  writeFileSync(file, gzipSync(await buffer(writeTar(parts))));
};

describe('a restore that must not happen', () => {
  it('leaves a data directory in use alone', async () => {
    const room = await office();
    const { file } = await backUp(room);
    const done = await restore({ ...target(room), dataDir: room.dataDir, file });
    expect(done).toMatchObject({ ok: false, problem: expect.stringContaining('không trống') });
  });

  it('moves it aside when forced, and says where to', async () => {
    const room = await office();
    const { file } = await backUp(room);
    const to = { ...target(room), force: true };
    mkdirSync(to.dataDir);
    writeFileSync(join(to.dataDir, 'earlier'), 'kept');
    const done = await restore({ ...to, file });
    if (!done.ok || done.movedAside === undefined) throw new Error('not restored');
    expect(readFileSync(join(done.movedAside, 'earlier'), 'utf8')).toBe('kept');
    expect(existsSync(join(to.dataDir, 'store.sqlite'))).toBe(true);
  });

  const refused = async (change: (members: { name: string; bytes: Buffer }[]) => void): Promise<string> => {
    const room = await office();
    const { file } = await backUp(room);
    await repack(file, change);
    const to = target(room);
    const done = await restore({ ...to, file });
    expect(existsSync(to.dataDir)).toBe(false);
    expect(existsSync(to.anchorDir)).toBe(false);
    expect(readdirSync(room.root).sort()).toEqual(['anchors', 'backup.vanthu', 'data']);
    return done.ok ? 'restored' : done.problem;
  };
  const rewritten = (manifest: Buffer, change: (text: string) => string) =>
    Buffer.from(change(manifest.toString('utf8')));

  it('refuses a member whose bytes are not those of the manifest', async () => {
    const problem = await refused((members) => members.at(-1)?.bytes.fill(0x20));
    expect(problem).toContain('bị hỏng');
  });

  it('refuses a backup with a missing member', async () => {
    expect(await refused((members) => members.pop())).toContain('thiếu');
  });

  it('refuses a member that the manifest does not name', async () => {
    const problem = await refused((members) => members.push({ name: '../outside', bytes: Buffer.from('x') }));
    expect(problem).toContain('không có trong danh mục');
  });

  it('refuses a name that leads out of the data directory, even when the manifest names it', async () => {
    const problem = await refused((members) => {
      const [manifest, , office] = members;
      if (manifest === undefined || office === undefined) throw new Error('no members');
      manifest.bytes = rewritten(manifest.bytes, (text) => text.replace('"office.json"', '"files/../../outside"'));
      office.name = 'files/../../outside';
    });
    expect(problem).toContain('member');
  });

  it('refuses a format of a later product in words', async () => {
    const problem = await refused((members) => {
      const [manifest] = members;
      if (manifest !== undefined)
        manifest.bytes = rewritten(manifest.bytes, (text) => text.replace('"format": 1', '"format": 9'));
    });
    expect(problem).toContain('hãy nâng cấp');
  });

  it('refuses a backup of a journal that was tampered with, and names the event', async () => {
    const room = await office();
    tamper(room.file, (d) => d.exec("UPDATE events SET bytes = replace(bytes, 'DraftSubmitted', 'DraftApproved')"));
    const { file } = await backUp(room);
    const to = target(room);
    const done = await restore({ ...to, file });
    expect(done).toMatchObject({ ok: false, report: { faults: [{ seq: 3 }] } });
    expect(existsSync(to.dataDir)).toBe(false);
  });

  it('refuses to go back behind anchors that are in place, until another anchor directory is named', async () => {
    const room = await office();
    const { file } = await backUp(room);
    await room.act(registerRef, { type: 'NumberTaken', number: 2 });
    await room.anchor('issue');
    const done = await restore({ ...target(room), anchorDir: room.anchorDir, file });
    expect(done).toMatchObject({ ok: false, problem: expect.stringContaining('ANCHOR_DIR mới') });
    if (!done.ok)
      expect(done.report?.faults).toContainEqual(
        expect.objectContaining({ stream: 'register/CV.2023', seq: 3, anchor: 2 }),
      );
    expect(await restore({ ...target(room), file })).toMatchObject({ ok: true });
  });

  it('refuses anchors of another history in the same place', async () => {
    const room = await office();
    const { file } = await backUp(room);
    const stranger = await office();
    const done = await restore({ ...target(room), anchorDir: stranger.anchorDir, file });
    expect(done).toMatchObject({ ok: false, problem: expect.stringContaining('không cùng một nhật ký') });
  });
});
