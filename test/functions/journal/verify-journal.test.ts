import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../functions/entry/journal/fault.ts';
import { reportLines } from '../../../functions/entry/journal/report.ts';
import { anOffice, DOCUMENT, type Office, OTHER, sha256, tamper, withHistory } from './office.ts';

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

/** Cuts the last events of the whole feed and covers every trace in the file. */
const cutTail = (database: DatabaseSync, upTo: number): void => {
  database.prepare('DELETE FROM events WHERE position > ?').run(upTo);
  database.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'events'").run(upTo);
  database.exec(`DELETE FROM streams WHERE stream NOT IN (SELECT stream FROM events);
    UPDATE streams SET version = (SELECT max(seq) FROM events e WHERE e.stream = streams.stream);
    UPDATE streams SET head = (SELECT hash FROM events e WHERE e.stream = streams.stream AND e.seq = streams.version)`);
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

describe('events that were added or moved', () => {
  const copy = (d: DatabaseSync, seq: number) =>
    d
      .prepare(
        `INSERT INTO events (aggregate, id, stream, seq, hash, bytes) SELECT aggregate, id, stream, ?, hash, bytes FROM events ${EVENT}`,
      )
      .run(seq, stream, 5);

  it('an event put behind the last one is named', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) => copy(d, 6));
    expect(await firstFault(room)).toMatchObject({ stream, seq: 6, message: expect.stringContaining('bị đổi chỗ') });
  });

  it('an event in a stream that nobody opened is named', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) => d.prepare('DELETE FROM streams WHERE stream = ?').run(stream));
    expect(await firstFault(room)).toMatchObject({
      stream,
      seq: 1,
      message: expect.stringContaining('danh sách luồng'),
    });
  });

  it('a whole stream slipped in before the last anchor is named', async () => {
    const room = await office({ anchored: true });
    await room.act({ aggregate: 'register', id: 'GIA.2023' }, { type: 'RegisterOpened' });
    tamper(room.file, (d) =>
      d.exec(`UPDATE events SET position = -position WHERE position IN (9, 10);
      UPDATE events SET position = 19 + position WHERE position < 0`),
    );
    expect(await firstFault(room)).toMatchObject({
      stream: 'register/GIA.2023',
      seq: 1,
      position: 9,
      message: expect.stringContaining('không mốc nào'),
    });
  });

  it('two events that changed places are named', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) =>
      d.exec(`UPDATE events SET seq = -seq WHERE stream = '${stream}' AND seq IN (2, 3);
      UPDATE events SET seq = 5 + seq WHERE seq < 0`),
    );
    expect(await firstFault(room)).toMatchObject({ stream, seq: 2, message: expect.stringContaining('bị đổi chỗ') });
  });
});

describe('events that were taken away', () => {
  it('one from the middle is named, with its place in the feed', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) => d.prepare(`DELETE FROM events ${EVENT}`).run(stream, 3));
    const { faults } = await room.verify();
    expect(faults).toContainEqual(
      expect.objectContaining({ stream, seq: 3, message: expect.stringContaining('thiếu sự kiện số 3') }),
    );
    expect(faults).toContainEqual(expect.objectContaining({ about: 'feed', position: 4 }));
  });

  it('a tail cut carelessly is found without any anchor', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) => d.prepare(`DELETE FROM events ${EVENT}`).run(`document/${OTHER}`, 2));
    const { faults } = await room.verify();
    expect(faults).toContainEqual(
      expect.objectContaining({ stream: `document/${OTHER}`, seq: 2, message: expect.stringContaining('đuôi bị cắt') }),
    );
    expect(faults).toContainEqual(expect.objectContaining({ about: 'feed', position: 9 }));
  });

  it('a tail cut with every trace covered is proven by the anchor that saw it', async () => {
    const room = await office({ anchored: true });
    tamper(room.file, (d) => cutTail(d, 7));
    const report = await room.verify();
    expect(report.faults).toContainEqual(
      expect.objectContaining({ stream, seq: 5, anchor: 1, message: expect.stringContaining('bị cắt') }),
    );
    expect(report.faults).toContainEqual(expect.objectContaining({ stream: `document/${OTHER}`, seq: 2, anchor: 1 }));
  });

  it('a tail that no anchor saw can be cut with every trace covered: the report says from when nothing is proven', async () => {
    const room = await office({ anchored: true });
    await room.act({ aggregate: 'register', id: 'CV.2023' }, { type: 'NumberTaken', number: 2 });
    tamper(room.file, (d) => cutTail(d, 9));
    const report = await room.verify();
    expect(report).toMatchObject({ ok: true, counts: { events: 9 }, lastAnchor: { seq: 1 } });
    expect(reportLines(report).join('\n')).toContain('không có mốc nào sau');
  });

  it('a whole stream that an anchor saw is missed', async () => {
    const room = await office({ anchored: true });
    tamper(room.file, (d) =>
      d.exec("DELETE FROM events WHERE aggregate = 'register'; DELETE FROM streams WHERE aggregate = 'register'"),
    );
    expect((await room.verify()).faults).toContainEqual(
      expect.objectContaining({ stream: 'register/CV.2023', seq: 2, anchor: 1 }),
    );
  });

  it('a stream without any of its events is named', async () => {
    const room = await office({ anchored: false });
    tamper(room.file, (d) => d.exec("DELETE FROM events WHERE aggregate = 'register'"));
    expect((await room.verify()).faults).toContainEqual(
      expect.objectContaining({
        stream: 'register/CV.2023',
        seq: 1,
        message: expect.stringContaining('mất mọi sự kiện'),
      }),
    );
  });
});

describe('anchors', () => {
  const three = async (): Promise<Office> => {
    const room = await office({ anchored: true });
    for (const number of [2, 3]) {
      await room.act({ aggregate: 'register', id: 'CV.2023' }, { type: 'NumberTaken', number });
      await room.anchor('issue');
    }
    return room;
  };
  const path = (room: Office, seq: number) => join(room.anchorDir, readdirSync(room.anchorDir).sort()[seq - 1] ?? '');

  it('three in a row hold', async () => {
    const room = await three();
    expect(await room.verify()).toMatchObject({
      ok: true,
      counts: { anchors: 3 },
      lastAnchor: { seq: 3 },
      afterLastAnchor: 0,
    });
  });

  it('one that was edited is named by its number', async () => {
    const room = await three();
    const text = readFileSync(path(room, 2), 'utf8');
    writeFileSync(path(room, 2), text.replace('"reason":"issue"', '"reason":"daily"'));
    const { faults } = await room.verify();
    expect(faults[0]).toMatchObject({ about: 'anchor', anchor: 2, message: expect.stringContaining('chữ ký') });
    expect(faults).toContainEqual(
      expect.objectContaining({ anchor: 3, message: expect.stringContaining('không nối') }),
    );
  });

  it('one whose timestamp belongs to another signature is named', async () => {
    const room = await three();
    const token = /"timestamp":"[^"]+"/;
    const [other = ''] = token.exec(readFileSync(path(room, 1), 'utf8')) ?? [];
    writeFileSync(path(room, 3), readFileSync(path(room, 3), 'utf8').replace(token, other));
    expect(await firstFault(room)).toMatchObject({ anchor: 3, message: expect.stringContaining('dấu thời gian') });
  });

  it('one that is missing in the middle is named', async () => {
    const room = await three();
    rmSync(path(room, 2));
    const { faults } = await room.verify();
    expect(faults).toEqual([expect.objectContaining({ about: 'anchor', anchor: 2, message: 'thiếu mốc này' })]);
  });

  it('none is believed without the root that their signer descends from', async () => {
    const room = await three();
    const stranger = await anOffice();
    rooms.push(stranger);
    const report = await room.verify({ roots: [join(stranger.dataDir, 'keys', 'ca-root.crt.pem')] });
    expect(report).toMatchObject({ ok: false, lastAnchor: undefined, faultCount: 3 });
  });
});

describe('files that events name', () => {
  const stored = (room: Office, area: string) => {
    const folder = join(room.dataDir, 'files', 'content', area, DOCUMENT);
    return join(folder, readdirSync(folder)[0] ?? '');
  };

  it('a signed paper that was replaced is named with its event', async () => {
    const room = await office({ anchored: false });
    writeFileSync(stored(room, 'paper'), '%PDF-1.7 khác');
    expect(await firstFault(room)).toMatchObject({
      about: 'file',
      stream,
      seq: 4,
      type: 'DocumentSigned',
      message: expect.stringContaining('bị thay'),
    });
  });

  it('an attachment that is gone is named with its event', async () => {
    const room = await office({ anchored: false });
    rmSync(stored(room, 'attachments'));
    expect(await firstFault(room)).toMatchObject({
      about: 'file',
      stream,
      seq: 1,
      message: expect.stringContaining('mất tệp'),
    });
  });

  it('files are left alone when asked, and the count says so', async () => {
    const room = await office({ anchored: false });
    rmSync(stored(room, 'attachments'));
    expect(await room.verify({ files: false })).toMatchObject({ ok: true, counts: { files: 0 } });
  });
});
