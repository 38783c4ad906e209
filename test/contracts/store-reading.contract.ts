import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../functions/adapters/commit-plan.ts';
import type { Store } from '../../functions/ports/store.ts';
import { streamKey, verifyChain } from '../../shared/kernel/event-record.ts';
import {
  aDocument,
  allChanges,
  anAuthority,
  aRegister,
  perform,
  type StoreUnderTest,
  seqs,
  versions,
} from './store-acts.ts';

/** What can be read back from every engine of the store port, and how much it takes. */
export const storeReadingContract = (name: string, open: () => Promise<StoreUnderTest>): void => {
  describe(`reading the store on ${name}`, () => {
    let store: Store;
    beforeAll(async () => {
      ({ store } = await open());
    });
    afterAll(() => store.close());

    describe('change feed', () => {
      it('tells every event of one stream once and in order, several at a time', async () => {
        const ref = aDocument('feed');
        const events = ['Drafted', 'Submitted', 'Approved'].map((type) => ({ type }));
        await perform(store, { id: 'http:p01:feed1', writes: [{ ref, events }, { ref: aRegister('feed') }] });
        await perform(store, { id: 'http:p01:feed2', writes: [{ ref, events }] });
        for (const page of [1, 2, 1000]) {
          const seen = (await allChanges(store, page)).filter(({ stream }) => stream === streamKey(ref));
          expect(seqs(seen)).toEqual([1, 2, 3, 4, 5, 6]);
          expect(seen.map(({ event }) => event)).toEqual(await store.history(ref, 1, 10));
        }
      });

      it('goes on from a cursor with what was committed after it, in commit order', async () => {
        const last = (await store.changes(undefined, 10_000)).at(-1)?.cursor;
        const streams = ['c', 'a', 'b'].map((id) => aDocument(`order-${id}`));
        for (const ref of streams) await perform(store, { id: `http:p01:${ref.id}`, writes: [{ ref }] });
        const changes = await store.changes(last, 10);
        expect(changes.map(({ ref }) => ref)).toEqual(streams);
        expect(await store.changes(changes.at(-1)?.cursor, 10)).toEqual([]);
        expect((await store.changes(changes[0]?.cursor, 1))[0]?.ref).toEqual(streams[1]);
      });

      it('refuses a cursor that another query made', async () => {
        const { next } = await store.heads(undefined, 1);
        const cursor = (await store.changes(undefined, 1))[0]?.cursor;
        await expect(store.changes(next, 1)).rejects.toThrow('cursor does not belong to this query');
        await expect(store.heads(cursor, 1)).rejects.toThrow('cursor does not belong to this query');
        await expect(store.changes('không phải con trỏ', 1)).rejects.toThrow('cursor does not belong');
      });
    });

    describe('history and heads', () => {
      it('reads the events of one stream from any place, as an unbroken chain', async () => {
        const ref = aDocument('history');
        const events = [1, 2, 3, 4, 5].map((n) => ({ type: 'Revised', n }));
        await perform(store, { id: 'http:p01:history', writes: [{ ref, events }] });
        expect((await store.history(ref, 2, 3)).map((event) => event.seq)).toEqual([2, 3, 4]);
        expect(await store.history(ref, 6, 10)).toEqual([]);
        expect(await store.history(aDocument('histor'), 1, 10)).toEqual([]);
        const chain = verifyChain(streamKey(ref), await store.history(ref, 1, 100));
        const { head, version } = (await store.load([ref])).streams[0] ?? {};
        expect(chain).toEqual({ ok: true, head, version });
      });

      it('lists the head of every stream once, page by page', async () => {
        const wanted = new Map((await allChanges(store, 100)).map(({ stream, event }) => [stream, event.hash]));
        const found: [string, string][] = [];
        let after: string | undefined;
        do {
          const { items, next } = await store.heads(after, 3);
          found.push(...items.map(({ ref, head }): [string, string] => [streamKey(ref), head]));
          after = next;
        } while (after);
        expect(found.length).toBe(wanted.size);
        expect(new Map(found)).toEqual(wanted);
      });
    });

    describe('limits', () => {
      const filled = (size: number) => 'x'.repeat(size);
      const many = (n: number) => Array.from({ length: n }, (_, index) => ({ type: 'Noted', index }));

      it('takes 100 actions and refuses 101', async () => {
        const guards = [{ ref: anAuthority('nobody'), version: 0 }];
        const full = { id: 'http:p01:100', writes: [{ ref: aDocument('100'), events: many(97) }], guards };
        expect(await perform(store, full)).toMatchObject({ ok: true });
        const over = { id: 'http:p01:101', writes: [{ ref: aDocument('101'), events: many(98) }], guards };
        expect(await perform(store, over)).toEqual({ ok: false, error: 'too-large' });
        expect(await versions(store, aDocument('100'), aDocument('101'))).toEqual([97, 0]);
      });

      it('takes a state just under 400 KB and refuses one over it', async () => {
        const under = {
          id: 'http:p01:399',
          writes: [{ ref: aDocument('399'), state: filled(LIMITS.itemBytes - 1000) }],
        };
        expect(await perform(store, under)).toMatchObject({ ok: true });
        const over = { id: 'http:p01:400', writes: [{ ref: aDocument('400'), state: filled(LIMITS.itemBytes) }] };
        expect(await perform(store, over)).toEqual({ ok: false, error: 'too-large' });
      });

      it('counts bytes, not letters', async () => {
        const state = 'ệ'.repeat(LIMITS.itemBytes / 3);
        const act = { id: 'http:p01:bytes', writes: [{ ref: aDocument('bytes'), state }] };
        expect(await perform(store, act)).toEqual({ ok: false, error: 'too-large' });
      });

      it('takes close to 4 MB in one act and refuses more', async () => {
        const writes = (n: number) =>
          Array.from({ length: n }, (_, i) => ({ ref: aDocument(`mb-${n}-${i}`), state: filled(405_000) }));
        expect(await perform(store, { id: 'http:p01:4mb', writes: writes(10) })).toMatchObject({ ok: true });
        expect(await perform(store, { id: 'http:p01:5mb', writes: writes(11) })).toEqual({
          ok: false,
          error: 'too-large',
        });
      });
    });
  });
};
