import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeExecute, stateOf, write } from '../../../functions/app/execute.ts';
import { readingAggregate } from '../../../shared/documents/access/reading.ts';
import { SYSTEM, SYSTEM_PERSON } from '../../../shared/kernel/actor.ts';
import { canonicalHash } from '../../../shared/kernel/event-record.ts';
import { CommandId, DocumentId, Hash } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { anOffice, DOCUMENT, type Office, tamper } from './office.ts';

const ID = `${DOCUMENT}.p01`;
const AT = Instant.parse('2023-10-20T01:00:00.000Z');
let room: Office;
beforeEach(async () => {
  room = await anOffice();
  const execute = makeExecute({ store: room.store, realNow: () => AT });
  for (const version of [1, 2]) {
    const done = await execute({
      commandId: CommandId.parse(`http:p01:read-${version}`),
      actor: SYSTEM_PERSON,
      bodyHash: canonicalHash(version),
      refs: [{ aggregate: 'reading', id: ID }],
      decide: async (streams) => {
        const seen = { document: DocumentId.parse(DOCUMENT), contentHash: Hash.parse('a'.repeat(64)), version };
        const event = { type: 'DocumentRead' as const, at: AT, by: SYSTEM, what: 'content' as const, ...seen };
        const written = write(readingAggregate, stateOf(readingAggregate, streams, ID), [event]);
        return ok({ writes: [written], guards: [], answer: null });
      },
    });
    if (!done.ok) throw new Error(done.error.code);
  }
});
afterEach(async () => {
  await room.close();
  room.remove();
});

describe('the state kept beside the events', () => {
  it('is what replaying them gives', async () => {
    expect(await room.verify()).toMatchObject({ ok: true, counts: { streams: 1, events: 2, states: 1 } });
  });

  it('is found when somebody changed it and left every event alone', async () => {
    tamper(room.file, (d) => d.exec(`UPDATE streams SET state = replace(state, '"times":2', '"times":1')`));
    expect((await room.verify()).faults).toEqual([
      expect.objectContaining({ stream: `reading/${ID}`, seq: 2, message: expect.stringContaining('trạng thái') }),
    ]);
  });

  it('is not judged where this product cannot read the events', async () => {
    await room.act({ aggregate: 'reading', id: 'later' }, { type: 'SomethingOfALaterProduct' });
    expect(await room.verify()).toMatchObject({ ok: true, counts: { streams: 2, states: 1 } });
  });
});
