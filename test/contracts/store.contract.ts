import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../functions/ports/store.ts';
import { canonicalHash, streamKey, verifyChain } from '../../shared/kernel/event-record.ts';
import { CommandId } from '../../shared/kernel/ids.ts';
import { instant, later, milliseconds } from '../../shared/kernel/time.ts';
import {
  aDocument,
  allChanges,
  anAuthority,
  aRegister,
  perform,
  prepared,
  type StoreUnderTest,
  versions,
} from './store-acts.ts';

/** What every engine of the store port keeps (architecture §4). */
export const storeContract = (name: string, open: () => Promise<StoreUnderTest>): void => {
  describe(`store on ${name}`, () => {
    let store: Store;
    let clock: StoreUnderTest['clock'];
    beforeAll(async () => {
      ({ store, clock } = await open());
    });
    afterAll(() => store.close());

    describe('one act over several streams', () => {
      it('stores document and register together, and gives back what was stored', async () => {
        const [document, register] = [aDocument('together'), aRegister('together')];
        const act = { id: 'http:p01:together', writes: [{ ref: document, state: { number: 7 } }, { ref: register }] };
        expect(await perform(store, act)).toEqual({ ok: true, value: undefined });
        const { streams } = await store.load([register, document, aDocument('unknown')]);
        expect(streams.map((stream) => stream.ref)).toEqual([register, document, aDocument('unknown')]);
        expect(streams.map((stream) => stream.version)).toEqual([1, 1, 0]);
        expect(streams.map((stream) => stream.state)).toEqual([{ act: act.id }, { number: 7 }, null]);
        expect(streams[2]?.head).toBe('0'.repeat(64));
      });

      it('stores nothing at all when one of the streams has moved', async () => {
        const [document, register] = [aDocument('parted'), aRegister('parted')];
        const stale = await prepared(store, { id: 'http:p01:stale', writes: [{ ref: document }, { ref: register }] });
        await perform(store, { id: 'http:p02:faster', writes: [{ ref: register }] });
        expect(await store.commit(stale)).toEqual({ ok: false, error: 'version-moved' });
        expect(await versions(store, document, register)).toEqual([0, 1]);
        expect(await store.history(document, 1, 10)).toEqual([]);
        expect((await store.load([], stale.command.id)).replay).toBeUndefined();
      });

      it('refuses a second first event of one stream', async () => {
        const ref = aDocument('twice-new');
        const late = await prepared(store, { id: 'http:p01:late', writes: [{ ref }] });
        await perform(store, { id: 'http:p02:early', writes: [{ ref }] });
        expect(await store.commit(late)).toEqual({ ok: false, error: 'version-moved' });
      });

      it('asks a stream handed in without events to be where it was seen', async () => {
        const [idle, written] = [aDocument('idle'), aDocument('not-idle')];
        const act = { id: 'http:p01:idle', writes: [{ ref: idle, events: [] }, { ref: written }] };
        const write = await prepared(store, act);
        await perform(store, { id: 'http:p02:idle', writes: [{ ref: idle }] });
        expect(await store.commit(write)).toEqual({ ok: false, error: 'version-moved' });
        expect(await perform(store, act)).toEqual({ ok: true, value: undefined });
        expect(await versions(store, idle, written)).toEqual([1, 1]);
      });

      it('will not take events that do not follow the version they are meant for', async () => {
        const write = await prepared(store, { id: 'http:p01:gap', writes: [{ ref: aDocument('gap') }] });
        const streams = write.streams.map((stream) => ({ ...stream, expected: 1 }));
        await expect(store.commit({ ...write, streams })).rejects.toThrow('do not follow');
      });
    });

    describe('guards', () => {
      it('see a suspension inserted between load and commit', async () => {
        const [ref, authority] = [aDocument('guarded'), anAuthority('p07')];
        const signing = { id: 'http:p07:sign', writes: [{ ref }], guards: [{ ref: authority, version: 0 }] };
        const write = await prepared(store, signing);
        await perform(store, { id: 'http:p99:suspend', writes: [{ ref: authority, events: [{ type: 'Suspended' }] }] });
        expect(await store.commit(write)).toEqual({ ok: false, error: 'guard-moved' });
        expect(await versions(store, ref)).toEqual([0]);
        const again = { ...signing, guards: [{ ref: authority, version: 1 }] };
        expect(await perform(store, again)).toEqual({ ok: true, value: undefined });
        expect(await versions(store, authority)).toEqual([1]);
      });

      it('may stand on a written stream and must then name the version that is expected', async () => {
        const ref = aDocument('guarded-itself');
        const act = {
          id: 'http:p01:self',
          writes: [{ ref }],
          guards: [
            { ref, version: 0 },
            { ref, version: 0 },
          ],
        };
        const wrong = { ...act, guards: [{ ref, version: 4 }] };
        expect(await perform(store, wrong)).toEqual({ ok: false, error: 'guard-moved' });
        expect(await perform(store, act)).toEqual({ ok: true, value: undefined });
        expect(await perform(store, wrong)).toEqual({ ok: false, error: 'replayed' });
      });

      it('yield to a moved version, and both yield to a replay', async () => {
        const [ref, authority] = [aDocument('precedence'), anAuthority('precedence')];
        const write = await prepared(store, { id: 'http:p01:first', writes: [{ ref }] });
        const guards = [{ ref: authority, version: 3 }];
        await store.commit(write);
        expect(await store.commit({ ...write, guards })).toEqual({ ok: false, error: 'replayed' });
        const other = { ...write.command, id: CommandId.parse('http:p01:second') };
        expect(await store.commit({ ...write, command: other, guards })).toEqual({ ok: false, error: 'version-moved' });
      });
    });

    describe('replay', () => {
      it('answers a known command with its stored answer', async () => {
        const act = { id: 'http:p01:known', writes: [{ ref: aDocument('replay') }], answer: { số: '05/TTr-SNV' } };
        const write = await prepared(store, act);
        await store.commit(write);
        const { replay } = await store.load([aDocument('replay')], write.command.id);
        expect(replay).toEqual({ bodyHash: write.command.bodyHash, answer: { số: '05/TTr-SNV' } });
        expect(await store.commit(write)).toEqual({ ok: false, error: 'replayed' });
      });

      it('lets the caller see that the same id came with another body', async () => {
        const act = { id: 'http:p01:body', writes: [{ ref: aDocument('body') }], body: { subject: 'A' } };
        await perform(store, act);
        const { replay } = await store.load([], CommandId.parse(act.id));
        expect(replay?.bodyHash).toBe(canonicalHash({ subject: 'A' }));
        expect(replay?.bodyHash).not.toBe(canonicalHash({ subject: 'B' }));
      });

      it('treats an expired answer as absent and lets the id be used again, losing no event', async () => {
        const expiresAt = milliseconds(clock.now) / 1000 + 60;
        const act = { id: 'http:p01:expiry', writes: [{ ref: aDocument('expiry') }], answer: 1, expiresAt };
        await perform(store, act);
        clock.now = later(clock.now, 59_000);
        expect(await perform(store, act)).toEqual({ ok: false, error: 'replayed' });
        clock.now = instant(expiresAt * 1000);
        expect((await store.load([], CommandId.parse(act.id))).replay).toBeUndefined();
        const again = { ...act, writes: [{ ref: aDocument('expiry-again') }], answer: 2, expiresAt: expiresAt + 60 };
        expect(await perform(store, again)).toMatchObject({ ok: true });
        expect((await store.load([], CommandId.parse(act.id))).replay?.answer).toBe(2);
        const fed = (await allChanges(store, 100)).map(({ stream }) => stream);
        expect(fed.filter((stream) => stream.startsWith('document/expiry'))).toEqual([
          'document/expiry',
          'document/expiry-again',
        ]);
      });

      it('never forgets the commands of reactions', async () => {
        await perform(store, { id: 'react:e1:number', writes: [{ ref: aDocument('reaction') }] });
        clock.now = later(clock.now, 100 * 365 * 86_400_000);
        expect((await store.load([], CommandId.parse('react:e1:number'))).replay).toBeDefined();
      });
    });

    it('gives Vietnamese text back byte for byte', async () => {
      const ref = aDocument('tiếng-Việt');
      const subject = 'Về việc đẩy mạnh cải cách hành chính – “Ủy ban” Ðông Anh 🇻🇳 e\u0302\u0323 ệ \uFFFC \u0000';
      const state = { subject, empty: '', none: null, list: [[], {}], big: 9007199254740991, small: 1e-7 };
      await perform(store, {
        id: 'http:p01:tiếng-việt',
        writes: [{ ref, state, events: [{ type: 'Drafted', subject }] }],
      });
      expect(JSON.stringify((await store.load([ref])).streams[0]?.state)).toBe(JSON.stringify(state));
      const [event] = await store.history(ref, 1, 1);
      expect(JSON.parse(event?.bytes ?? '')).toMatchObject({ event: { subject } });
      expect(verifyChain(streamKey(ref), event ? [event] : [])).toMatchObject({ ok: true, version: 1 });
    });

    it('gives thirty writers of one register the numbers 1 to 30, none twice and none left out', async () => {
      const register = aRegister('CV.2026');
      const takeNumber = async (writer: number): Promise<number> => {
        for (;;) {
          const number = ((await versions(store, register))[0] ?? 0) + 1;
          const document = { ref: aDocument(`numbered-${writer}`), state: { number } };
          const act = { id: `http:w${writer}:number`, writes: [document, { ref: register, state: { last: number } }] };
          const write = await prepared(store, act);
          if (write.streams[1]?.expected !== number - 1) continue;
          const result = await store.commit(write);
          if (result.ok) return number;
          expect(result.error).toBe('version-moved');
        }
      };
      const writers = Array.from({ length: 30 }, (_, index) => index + 1);
      const numbers = await Promise.all(writers.map(takeNumber));
      expect(numbers.toSorted((a, b) => a - b)).toEqual(writers);
      expect((await store.load([register])).streams[0]?.state).toEqual({ last: 30 });
      const stored = await store.load(writers.map((writer) => aDocument(`numbered-${writer}`)));
      expect(stored.streams.map(({ state }) => state)).toEqual(numbers.map((number) => ({ number })));
    });
  });
};
