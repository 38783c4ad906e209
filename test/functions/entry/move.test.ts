import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../functions/adapters/system/clock.ts';
import { verifyJournal } from '../../../functions/entry/journal/verify.ts';
import { copyOffice } from '../../../functions/entry/move/copy-office.ts';
import { type End, feedOf, type Kept, MoveRefused } from '../../../functions/entry/move/end.ts';
import { openEnd, openLocal } from '../../../functions/entry/move/open-end.ts';
import { settleOffice } from '../../../functions/entry/move/settle-office.ts';
import { openDemo } from '../../../functions/entry/open-demo.ts';
import { GENESIS, sealEvents } from '../../../shared/kernel/event-record.ts';
import { CommandId, Hash, PersonId } from '../../../shared/kernel/ids.ts';
import { withDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { makePlaces, openDynamo, picture } from '../../support/moving.ts';
import { aStoryOffice, at, done, keyFolder, PEOPLE, type Story } from '../../support/office.ts';
import { aDraft, anIssuedDocument, aReviewedDraft, aSignedDocument, issue } from '../../support/office-documents.ts';

const office = aStoryOffice();
const places = makePlaces();
const opened: End[] = [];
const local = async (place = places.next()): Promise<End> => {
  const end = await openLocal(place, 'target');
  opened.push(end);
  return end;
};
afterAll(async () => {
  for (const end of opened) await end.close();
  places.remove();
});

const { now } = systemClock;
const log = () => undefined;
const copy = (source: Kept, target: Kept) => copyOffice({ source, target, now, log });
const INBOX = '/api/inbox';
const SEARCH = `/api/archive/search?text=${encodeURIComponent('báo cáo tình hình')}`;
const asked = async (story: Pick<Story, 'as'>, person: string, path: string): Promise<unknown> =>
  done(await (await story.as(person)).get(path));

let issuedBefore = '';
beforeAll(async () => {
  issuedBefore = (await anIssuedDocument(office())).display;
  await aSignedDocument(office());
  await aReviewedDraft(office());
  await aDraft(office());
  await office().settle();
}, 120_000);

/** The office that was moved there, at work again with the same keys. */
const openMoved = async (place: string): Promise<Story> => {
  cpSync(keyFolder(), join(place, 'keys'), { recursive: true });
  const moved = await openDemo({ dataDir: place, at: at('2023-09-20T08:00'), isSetUp: true, log });
  return {
    ...moved,
    browser: (person) => moved.as(new Map(Object.entries(PEOPLE)).get(person) ?? person),
    go: log,
    logged: [],
  };
};

describe('an office moved to another machine', () => {
  it('goes on after it was stopped in the middle, and copies nothing twice', async () => {
    const target = await local();
    let left = 40;
    const breaking: Kept = {
      ...target,
      store: {
        ...target.store,
        commit: async (write) => {
          left -= 1;
          if (left < 0) throw new Error('power cut');
          return target.store.commit(write);
        },
      },
    };
    await expect(copy(office().ports, breaking)).rejects.toThrow('power cut');
    const { events, copied } = await copy(office().ports, target);
    expect(copied).toBe(events - 40);
    expect(await copy(office().ports, target)).toMatchObject({ events, copied: 0 });
    expect(await picture(target.store)).toEqual(await picture(office().ports.store));
  });

  it('refuses a target that holds something else, and leaves it as it is', async () => {
    const target = await local();
    const ref = { aggregate: 'document', id: 'x' };
    const foreign: { type: string }[] = [{ type: 'Foreign' }];
    const events = sealEvents(ref, { version: 0, head: GENESIS }, 1, foreign);
    const command = {
      id: CommandId.parse('http:other'),
      actor: PersonId.parse('p01'),
      bodyHash: Hash.parse('a'.repeat(64)),
      answer: null,
    };
    await target.store.commit({ streams: [{ ref, expected: 0, state: {}, events }], guards: [], command });
    const before = await picture(target.store);
    await expect(copy(office().ports, target)).rejects.toThrow(MoveRefused);
    expect(await picture(target.store)).toEqual(before);
  });

  it('refuses to go on when the source has lost a file that its history names', async () => {
    const target = await local();
    const { ports } = office();
    const poor: Kept = { ...ports, files: { ...ports.files, get: async () => undefined } };
    await expect(copy(poor, target)).rejects.toThrow('nguồn thiếu tệp');
  });

  it('finds an event that was changed on the way', async () => {
    const target = await local();
    const { ports } = office();
    const lying: Kept = {
      ...ports,
      store: {
        ...ports.store,
        changes: async (after, limit) =>
          (await ports.store.changes(after, limit)).map((change) => ({
            ...change,
            event: { ...change.event, bytes: change.event.bytes.replace('Sở Nội vụ', 'Sở Nội Vụ') },
          })),
      },
    };
    await expect(copy(lying, target)).rejects.toThrow('đứt chuỗi');
  });

  it('names the places that it knows when it is given another', () => {
    expect(() => openEnd({ local: openLocal }, 'cloud:x', 'source')).toThrow('local:');
  });
});

await withDynamoDbLocal((tables) => {
  describe('from one machine to DynamoDB and back to another', () => {
    let back = '';
    let cloud: End;
    beforeAll(async () => {
      cloud = await openDynamo(tables, places.next());
      opened.push(cloud);
      await copy(office().ports, cloud);
      await settleOffice(cloud);
      back = places.next();
      const home = await openLocal(back, 'target');
      await copy(cloud, home);
      await settleOffice(home);
      await home.close();
    }, 120_000);

    it('keeps every head in the cloud, and the same rows in the lists', async () => {
      expect(await picture(cloud.store)).toEqual(await picture(office().ports.store));
      for (const pk of ['inbox#person:p10', 'unit-documents#VP-NC', 'registry#SNV']) {
        const rows = async (views: End['views']) => (await views.query({ pk, limit: 200 })).rows;
        expect(await rows(cloud.views)).toEqual(await rows(office().ports.views));
      }
      const rows = await cloud.views.query({ pk: 'unit-documents#VP-NC', limit: 200 });
      expect(rows.rows.length).toBeGreaterThan(2);
    });

    it('comes back with a journal that verifies against its anchors', async () => {
      cpSync(keyFolder(), join(back, 'keys'), { recursive: true });
      const report = await verifyJournal({ dataDir: back, anchorDir: join(back, 'anchors'), roots: [], files: true });
      expect(report.faults).toEqual([]);
      expect(report.counts.anchors).toBeGreaterThan(0);
      expect(report.counts.files).toBeGreaterThan(4);
    });

    it('works on: same inboxes and search, nothing reacts again, the next number follows, and an anchor covers it', async () => {
      const before = await picture(office().ports.store);
      const moved = await openMoved(back);
      try {
        for (const person of [PEOPLE.chair, PEOPLE.clerk, PEOPLE.drafter, PEOPLE.departmentClerk])
          expect(await asked(moved, person, INBOX)).toEqual(await asked(office(), person, INBOX));
        const found = await asked(moved, PEOPLE.clerk, SEARCH);
        expect(found).toEqual(await asked(office(), PEOPLE.clerk, SEARCH));
        expect(JSON.stringify(found)).toContain(issuedBefore);
        await moved.settle();
        // Their stored answers stayed behind: even made to run again, each step finds that it is done.
        for await (const change of feedOf(moved.ports.store)) await moved.office.issuing.handle(change);
        expect(await picture(moved.ports.store)).toEqual(before);
        const anchors = (await moved.ports.anchors.list()).length;
        const next = await issue(moved, await aSignedDocument(moved));
        expect(Number.parseInt(next.display, 10)).toBe(Number.parseInt(issuedBefore, 10) + 1);
        expect(await moved.ports.anchors.list()).toHaveLength(anchors + 1);
      } finally {
        await moved.close();
      }
      const report = await verifyJournal({ dataDir: back, anchorDir: join(back, 'anchors'), roots: [], files: true });
      expect(report.faults).toEqual([]);
    }, 60_000);
  });
});
