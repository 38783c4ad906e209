import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fsAnchors } from '../../../functions/adapters/fs/anchors.ts';
import { type Anchors, anchorHash, SignedAnchor } from '../../../functions/ports/anchors.ts';
import { anOffice, type Office, registerRef, withHistory } from './office.ts';

const rooms: Office[] = [];
const office = async (): Promise<Office> => {
  const made = await anOffice();
  rooms.push(made);
  await withHistory(made);
  return made;
};
afterEach(async () => {
  for (const room of rooms.splice(0)) {
    await room.close();
    room.remove();
  }
});
const files = (room: Office) => readdirSync(room.anchorDir).sort();
const stored = (room: Office, seq: number) => {
  const bytes = readFileSync(join(room.anchorDir, files(room)[seq - 1] ?? ''));
  return { bytes, ...SignedAnchor.parse(JSON.parse(bytes.toString('utf8'))) };
};
const takeNumber = (room: Office, number: number) => room.act(registerRef, { type: 'NumberTaken', number });

describe('anchoring the journal', () => {
  it('names the head of every stream at first, later only those that moved, and the anchor before', async () => {
    const room = await office();
    expect(await room.anchor('daily')).toMatchObject({ seq: 1, anchored: 3 });
    await takeNumber(room, 2);
    expect(await room.anchor('issue')).toMatchObject({ seq: 2, anchored: 1 });
    const { body } = stored(room, 2);
    expect(body.heads).toEqual([expect.objectContaining({ stream: 'register/CV.2023', version: 3 })]);
    expect(body.previous).toBe(anchorHash(stored(room, 1).bytes));
  });

  it('writes nothing when nothing has changed', async () => {
    const room = await office();
    await room.anchor('daily');
    expect(await room.anchor('daily')).toMatchObject({ seq: 1, anchored: 0 });
    expect(files(room)).toHaveLength(1);
  });

  it('goes on after a restart where the last anchor stopped', async () => {
    const room = await office();
    await room.anchor('daily');
    await takeNumber(room, 2);
    expect(await room.anchorWith(room.anchors)('daily')).toMatchObject({ seq: 2, anchored: 1 });
  });

  it('takes turns when asked several times at once', async () => {
    const room = await office();
    await Promise.all([room.anchor('issue'), room.anchor('issue'), room.anchor('demand')]);
    expect(files(room)).toHaveLength(1);
    expect(await room.verify()).toMatchObject({ ok: true });
  });

  it('lets one of two processes have a number; the other looks again and loses nothing', async () => {
    const room = await office();
    const rival = room.anchorWith(fsAnchors({ directory: room.anchorDir }));
    // The other process finishes its anchor, and one more act is stored, just before this one writes its own.
    let overtaken = false;
    const slow: Anchors = {
      ...room.anchors,
      add: async (seq, file) => {
        if (!overtaken) {
          overtaken = true;
          await rival('daily');
          await takeNumber(room, 2);
        }
        return room.anchors.add(seq, file);
      },
    };
    expect(await room.anchorWith(slow)('daily')).toMatchObject({ seq: 2, anchored: 1 });
    expect(await room.verify()).toMatchObject({ ok: true, counts: { anchors: 2 }, afterLastAnchor: 0 });
  });

  it('never overwrites an anchor', async () => {
    const room = await office();
    await room.anchor('daily');
    const before = stored(room, 1).bytes;
    expect(await room.anchors.add(1, new Uint8Array([1]))).toBe(false);
    expect(stored(room, 1).bytes).toEqual(before);
  });

  it('fails without its key, and the next anchor covers what this one would have', async () => {
    const room = await office();
    const certificates = room.keys.certificates;
    room.keys.certificates = async () => undefined;
    await expect(room.anchor('issue')).rejects.toThrow('no key anchor');
    room.keys.certificates = certificates;
    expect(await room.anchor('daily')).toMatchObject({ seq: 1, anchored: 3 });
  });

  it('leaves a long first history readable: several anchors, each linked to the one before', async () => {
    const room = await office();
    const events = Array.from({ length: 90 }, () => ({ type: 'NumberTaken' }));
    for (let i = 0; i < 230; i += 1) await room.act({ aggregate: 'register', id: `S${i}` }, ...events);
    // One stream lies across the border between the two and is named in both.
    expect(await room.anchor('daily')).toMatchObject({ seq: 2, anchored: 3 + 230 + 1 });
    expect(await room.verify()).toMatchObject({ ok: true, afterLastAnchor: 0 });
  }, 60_000);
});
