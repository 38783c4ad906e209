import type { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../functions/entry/journal/fault.ts';
import { reportLines } from '../../../functions/entry/journal/report.ts';
import { anOffice, DOCUMENT, type Office, OTHER, tamper, withHistory } from './office.ts';

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

/** Cuts the last events of the whole feed and covers every trace in the file. */
const cutTail = (database: DatabaseSync, upTo: number): void => {
  database.prepare('DELETE FROM events WHERE position > ?').run(upTo);
  database.prepare("UPDATE sqlite_sequence SET seq = ? WHERE name = 'events'").run(upTo);
  database.exec(`DELETE FROM streams WHERE stream NOT IN (SELECT stream FROM events);
    UPDATE streams SET version = (SELECT max(seq) FROM events e WHERE e.stream = streams.stream);
    UPDATE streams SET head = (SELECT hash FROM events e WHERE e.stream = streams.stream AND e.seq = streams.version)`);
};

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
