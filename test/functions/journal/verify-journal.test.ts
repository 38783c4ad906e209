import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../functions/entry/journal/fault.ts';
import { reportLines } from '../../../functions/entry/journal/report.ts';
import { anOffice, DOCUMENT, type Office, sha256, tamper, withHistory } from './office.ts';

const stream = `document/${DOCUMENT}`;
const rooms: Office[] = [];
const office = async (o: { anchored: boolean }): Promise<Office> => {
  const made = await anOffice();
  rooms.push(made);
  await withHistory(made);
  if (o.anchored) await made.anchor('daily');
  return made;
};
afterEach(async () => {
  for (const room of rooms.splice(0)) {
    await room.close();
    room.remove();
  }
});
const firstFault = async (room: Office): Promise<Fault | undefined> => (await room.verify()).faults[0];
const EVENT = 'WHERE stream = ? AND seq = ?';

/** Rewrites one event and everything after it in its stream so that the chain holds again, as a careful intruder would. */
const rechain = (database: DatabaseSync, from: number, change: (bytes: string) => string): void => {
  const rows = database
    .prepare('SELECT seq, bytes FROM events WHERE stream = ? AND seq >= ? ORDER BY seq')
    .all(stream, from);
  let prev: string | undefined;
  for (const row of rows) {
    let bytes = String(row.bytes);
    bytes = prev === undefined ? change(bytes) : bytes.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`);
    prev = sha256(bytes);
    database.prepare(`UPDATE events SET bytes = ?, hash = ? ${EVENT}`).run(bytes, prev, stream, Number(row.seq));
  }
  if (prev !== undefined) database.prepare('UPDATE streams SET head = ? WHERE stream = ?').run(prev, stream);
};

describe('a journal that nobody touched', () => {
  it('holds, and the report says how much was looked at and from when the tail is proven', async () => {
    const room = await office({ anchored: true });
    await room.act({ aggregate: 'register', id: 'CV.2023' }, { type: 'NumberTaken', number: 2 });
    const report = await room.verify();
    expect(report.faults).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      counts: { streams: 3, events: 10, anchors: 1, files: 5 },
      afterLastAnchor: 1,
    });
    expect(reportLines(report).join('\n')).toMatch(
      /không có mốc nào sau 2023-10-20T.*\(1 sự kiện\) chỉ được bảo vệ bởi chuỗi băm/,
    );
  });

  it('says so when no anchor protects it', async () => {
    const room = await office({ anchored: false });
    const report = await room.verify();
    expect(report).toMatchObject({ ok: true, lastAnchor: undefined, afterLastAnchor: 9 });
    expect(reportLines(report).join('\n')).toContain('Chưa có mốc nào');
  });

  it('is not called whole when there is no journal to look at', async () => {
    const room = await office({ anchored: false });
    const report = await room.verify({ dataDir: join(room.root, 'elsewhere') });
    expect(report).toMatchObject({ ok: false, counts: { events: 0 }, faults: [{ about: 'store' }] });
  });
});

describe('an event that was changed', () => {
  it('is named when its text was edited', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) =>
      d.prepare(`UPDATE events SET bytes = replace(bytes, 'p01', 'p02') || ' ' ${EVENT}`).run(stream, 3),
    );
    expect(await firstFault(room)).toMatchObject({
      stream,
      seq: 3,
      type: 'DraftSubmitted',
      message: expect.stringContaining('bị sửa'),
    });
  });

  it('is named by the event after it when its hash was computed anew', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) => {
      const bytes = String(d.prepare(`SELECT bytes FROM events ${EVENT}`).get(stream, 3)?.bytes).replace(
        'DraftSubmitted',
        'DraftApproved',
      );
      d.prepare(`UPDATE events SET bytes = ?, hash = ? ${EVENT}`).run(bytes, sha256(bytes), stream, 3);
    });
    expect(await firstFault(room)).toMatchObject({
      stream,
      seq: 4,
      type: 'DocumentSigned',
      message: expect.stringContaining('đứt chuỗi băm'),
    });
  });

  it('is found by the anchor when the whole rest of the chain was computed anew', async () => {
    const room = await office({ anchored: true });
    tamper(room.file, (d) => rechain(d, 3, (bytes) => bytes.replace('DraftSubmitted', 'DraftApproved')));
    expect(await firstFault(room)).toMatchObject({
      stream,
      seq: 5,
      anchor: 1,
      message: expect.stringContaining('bị thay'),
    });
  });

  it('is named when a column no longer holds what belongs there', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) => d.prepare(`UPDATE events SET hash = 'none' ${EVENT}`).run(stream, 2));
    expect(await firstFault(room)).toMatchObject({ stream, seq: 2, message: expect.stringContaining('hỏng') });
  });
});
