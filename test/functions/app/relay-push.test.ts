import { describe, expect, it } from 'vitest';
import { enqueueing } from '../../../functions/app/project/relay-push.ts';
import { alone } from '../../../functions/app/project/relay-turn.ts';
import { aHandler, aRelayWorld, first, second } from '../../support/relay-world.ts';

const DONE = { batchItemFailures: [] };

describe('a batch of a shard', () => {
  it('reaches every handler in order', async () => {
    const w = aRelayWorld();
    const handlers = [aHandler('project'), aHandler('issuing')];
    expect(await w.push(handlers).push(await w.append(first, second, first))).toEqual(DONE);
    for (const { seen } of handlers)
      expect(seen).toEqual(['document/first@1', 'document/second@1', 'document/first@2']);
    expect(w.failures).toEqual([]);
  });

  it('stops only the stream that keeps failing, for that handler only; later batches of it wait', async () => {
    const w = aRelayWorld();
    const [broken, whole] = [aHandler('project'), aHandler('issuing')];
    broken.failing.add('document/first@1');
    const { push, stalled } = w.push([broken, whole]);
    expect(await push(await w.append(first, second))).toEqual(DONE);
    expect(await push(await w.append(first))).toEqual(DONE);
    expect(broken.seen).toEqual(['document/second@1']);
    expect(whole.seen).toEqual(['document/first@1', 'document/second@1', 'document/first@2']);
    expect(w.failures).toMatchObject([{ kind: 'failed', handler: 'project', stream: 'document/first', seq: 1 }]);
    expect(await stalled('project')).toMatchObject([{ id: 'first', seq: 1, cause: 'khóa bị khóa' }]);
    expect(await stalled('issuing')).toEqual([]);
  });

  it('is brought again from the first change that could not even be set aside; what stood before it is done', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    handler.failing.add('document/second@1');
    const unreachable = { ...w.views, apply: () => Promise.reject(new Error('connect ECONNREFUSED')) };
    const items = await w.append(first, second, first);
    expect(await w.push([handler], { views: unreachable }).push(items)).toEqual({
      batchItemFailures: [{ itemIdentifier: items[1]?.sequenceNumber }],
    });
    expect(handler.seen).toEqual(['document/first@1']);
    expect(w.failures).toMatchObject([{ handler: 'relay', cause: 'connect ECONNREFUSED' }]);
  });

  it('is brought again, without an alarm, while somebody else has the document’s turn', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    const items = await w.append(first);
    const { push } = w.push([handler]);
    const answer = await w.turns().turn(first, () => push(items));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: items[0]?.sequenceNumber }] });
    expect(w.failures).toEqual([]);
    expect(await push(items)).toEqual(DONE);
    expect(handler.seen).toEqual(['document/first@1']);
  });

  it('goes on behind a record that cannot be read; its stream waits and later takes the event from the store', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    const { push, resumeStalled } = w.push([handler]);
    await w.append(first);
    const poison = { kind: 'poison' as const, sequenceNumber: '7', cause: 'no bytes', at: { ref: first, seq: 1 } };
    expect(await push([poison, ...(await w.append(first, second))])).toEqual(DONE);
    expect(handler.seen).toEqual(['document/second@1']);
    expect(w.failures).toMatchObject([{ kind: 'poison', stream: 'document/first', seq: 1, cause: 'no bytes (7)' }]);
    expect(await resumeStalled()).toBe(2);
    expect(handler.seen.slice(1)).toEqual(['document/first@1', 'document/first@2']);
  });

  it('reports a stored event that was touched, and goes on', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    const at = { ref: second, seq: 3 };
    const touched = { kind: 'tampering' as const, sequenceNumber: '7', cause: 'MODIFY of a stored event', at };
    expect(await w.push([handler]).push([touched, ...(await w.append(first))])).toEqual(DONE);
    expect(w.failures).toMatchObject([{ kind: 'tampering', stream: 'document/second', seq: 3 }]);
    expect(handler.seen).toEqual(['document/first@1']);
  });
});

describe('a stalled stream', () => {
  it('goes on in order when the cause is gone, and then takes new changes directly', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    handler.failing.add('document/first@2');
    const { push, resumeStalled, stalled } = w.push([handler]);
    await push(await w.append(first, first, first));
    expect(await resumeStalled()).toBe(0);
    expect(await stalled('react')).toMatchObject([{ seq: 2 }]);
    handler.failing.clear();
    expect(await resumeStalled()).toBe(2);
    await push(await w.append(first));
    expect(handler.seen).toEqual([1, 2, 3, 4].map((seq) => `document/first@${seq}`));
    expect(await stalled('react')).toEqual([]);
  });

  it('loses no change that comes between its last look at the history and its release', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    handler.failing.add('document/first@1');
    let isLate = true;
    // As when the turn ran out: once the resuming process has seen the end, another one brings a change, finds the stream stalled, and leaves it.
    const history: typeof w.store.history = async (ref, from, limit) => {
      const events = await w.store.history(ref, from, limit);
      if (events.length === 0 && isLate) {
        isLate = false;
        await other.push(await w.append(first));
      }
      return events;
    };
    const other = w.push([handler], { turns: alone });
    const { push, resumeStalled, stalled } = w.push([handler], { store: { ...w.store, history } });
    await push(await w.append(first));
    handler.failing.clear();
    expect(await resumeStalled()).toBe(2);
    expect(handler.seen).toEqual(['document/first@1', 'document/first@2']);
    expect(await stalled('react')).toEqual([]);
  });

  it('that cannot be read at all keeps no other one waiting', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    for (const name of ['first', 'second']) handler.failing.add(`document/${name}@1`);
    await w.push([handler]).push(await w.append(first, second));
    handler.failing.clear();
    const history: typeof w.store.history = (ref, from, limit) =>
      ref.id === 'first' ? Promise.reject(new Error('unreadable')) : w.store.history(ref, from, limit);
    expect(await w.push([handler], { store: { ...w.store, history } }).resumeStalled()).toBe(1);
    expect(handler.seen).toEqual(['document/second@1']);
    expect(w.failures.at(-1)).toMatchObject({ stream: 'document/first', cause: 'unreadable' });
  });
});

describe('records that Lambda gave up on', () => {
  it('are carried again with all that followed in their streams, in order', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    const { push, redrive } = w.push([handler]);
    const lost = await w.append(first, second);
    await push(await w.append(first));
    expect(await redrive([...lost].reverse())).toBe(3);
    expect(handler.seen).toEqual(['document/first@2', 'document/second@1', 'document/first@1', 'document/first@2']);
  });

  it('begin where the stream stopped when that was earlier', async () => {
    const w = aRelayWorld();
    const handler = aHandler();
    handler.failing.add('document/first@1');
    const { push, redrive, stalled } = w.push([handler]);
    await push(await w.append(first));
    handler.failing.clear();
    expect(await redrive(await w.append(first))).toBe(2);
    expect(handler.seen).toEqual(['document/first@1', 'document/first@2']);
    expect(await stalled('react')).toEqual([]);
  });
});

it('a reaction that works elsewhere sends the address of what it wants, and nothing else', async () => {
  const w = aRelayWorld();
  const sent: unknown[] = [];
  const queue = enqueueing({
    name: 'issuing',
    wants: ({ ref }) => ref.id === 'second',
    send: async (refs) => void sent.push(...refs),
  });
  await w.push([queue]).push(await w.append(first, second));
  expect(sent).toEqual([{ aggregate: 'document', id: 'second', seq: 1 }]);
});
