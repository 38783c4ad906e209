import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../functions/entry/journal/fault.ts';
import { anOffice, DOCUMENT, type Office, withHistory } from './office.ts';

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
