import { beforeAll, describe, expect, it } from 'vitest';
import type { Views } from '../../functions/ports/views.ts';
import { Instant, later } from '../../shared/kernel/time.ts';

export type ViewsUnderTest = { views: Views; clock: { now: Instant } };
export const clockAt = (): { now: Instant } => ({ now: Instant.parse('2026-03-02T03:00:00.000Z') });

const put = (pk: string, sk: string, data: unknown = sk, version = 1) =>
  ({ op: 'put', row: { pk, sk, data }, version }) as const;
const remove = (pk: string, sk: string, version = 1) => ({ op: 'delete', pk, sk, version }) as const;

/** What every engine of the views port keeps. */
export const viewsContract = (name: string, open: () => Promise<ViewsUnderTest>): void => {
  describe(`views on ${name}`, () => {
    let views: Views;
    let clock: ViewsUnderTest['clock'];
    beforeAll(async () => {
      ({ views, clock } = await open());
    });
    const keys = async (asked: Omit<Parameters<Views['query']>[0], 'limit'>, limit = 200) =>
      (await views.query({ ...asked, limit })).rows.map(({ sk }) => sk);

    it('keeps the rows of one list apart from those of another', async () => {
      await views.apply([put('inbox/chair', '1', { subject: 'Tờ trình số 05/TTr-SNV' }), put('inbox/vice-chair', '2')]);
      expect(await views.query({ pk: 'inbox/chair', limit: 10 })).toEqual({
        rows: [{ pk: 'inbox/chair', sk: '1', data: { subject: 'Tờ trình số 05/TTr-SNV' } }],
      });
      expect(await views.get('inbox/chair', '1')).toEqual({ subject: 'Tờ trình số 05/TTr-SNV' });
      expect(await views.get('inbox/chair', '2')).toBeUndefined();
    });

    it('ignores a write that is older than the row, and takes the same one again', async () => {
      await views.apply([put('versions', 'a', 'third', 3)]);
      await views.apply([put('versions', 'a', 'second', 2), remove('versions', 'a', 2)]);
      expect(await views.get('versions', 'a')).toBe('third');
      await views.apply([put('versions', 'a', 'third again', 3)]);
      expect(await views.get('versions', 'a')).toBe('third again');
    });

    it('does not bring a removed row back when an older write comes late', async () => {
      await views.apply([put('removed', 'a', 'x', 1), put('removed', 'b', 'y', 1), remove('removed', 'a', 2)]);
      await views.apply([put('removed', 'a', 'x', 1)]);
      expect(await views.get('removed', 'a')).toBeUndefined();
      expect(await keys({ pk: 'removed' })).toEqual(['b']);
      await views.apply([put('removed', 'a', 'back', 3)]);
      expect(await keys({ pk: 'removed' })).toEqual(['a', 'b']);
    });

    it('keeps the last of several writes to one row in one go', async () => {
      await views.apply([put('same', 'a', 1), put('same', 'a', 2), put('same', 'b', 1, 2), remove('same', 'b', 3)]);
      expect(await views.get('same', 'a')).toBe(2);
      expect(await keys({ pk: 'same' })).toEqual(['a']);
    });

    it('sorts by the bytes of the key, letters with marks and rare characters included', async () => {
      const sorted = ['', '#', '1', '10', '2', 'A', 'a', 'd', 'z', 'ă', 'đ', 'ệ', '\uFFFC', '😀'];
      await views.apply(sorted.toReversed().map((sk) => put('bytes', sk)));
      expect(await keys({ pk: 'bytes' })).toEqual(sorted);
      expect(await keys({ pk: 'bytes', descending: true })).toEqual(sorted.toReversed());
    });

    it('answers a prefix, a first key taken in and a last key left out, alone and together', async () => {
      const all = ['2025-12-31', '2026-01-01#a', '2026-01-01#b', '2026-01-02', '2026-02-01', '2027'];
      await views.apply(all.map((sk) => put('dates', sk)));
      expect(await keys({ pk: 'dates', begins: '2026-01' })).toEqual(all.slice(1, 4));
      expect(await keys({ pk: 'dates', from: '2026-01-02' })).toEqual(all.slice(3));
      expect(await keys({ pk: 'dates', before: '2026-01-02' })).toEqual(all.slice(0, 3));
      expect(await keys({ pk: 'dates', begins: '2026-', from: '2026-01-01#b', before: '2026-02' })).toEqual(
        all.slice(2, 4),
      );
      expect(await keys({ pk: 'dates', begins: '2026-01', before: '2025' })).toEqual([]);
      expect(await keys({ pk: 'dates', begins: '2026', descending: true })).toEqual(all.slice(1, 5).toReversed());
    });

    it('pages through a list without leaving out or repeating a row, removed rows between', async () => {
      const all = Array.from({ length: 45 }, (_, index) => String(index).padStart(3, '0'));
      await views.apply(all.map((sk) => put('pages', sk)));
      await views.apply(all.slice(5, 30).map((sk) => remove('pages', sk, 2)));
      const left = [...all.slice(0, 5), ...all.slice(30)];
      for (const descending of [false, true]) {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const asked = { pk: 'pages', from: '000', before: '999', descending, limit: 4 };
          const page = await views.query(cursor === undefined ? asked : { ...asked, cursor });
          expect(page.rows.length).toBe(4);
          found.push(...page.rows.map(({ sk }) => sk));
          cursor = page.next;
        } while (cursor !== undefined);
        expect(found).toEqual(descending ? left.toReversed() : left);
      }
    });

    it('refuses a cursor of another list or another order', async () => {
      const { next = '' } = await views.query({ pk: 'pages', limit: 1 });
      const refusal = 'cursor does not belong to this query';
      await expect(views.query({ pk: 'dates', limit: 1, cursor: next })).rejects.toThrow(refusal);
      await expect(views.query({ pk: 'pages', limit: 1, descending: true, cursor: next })).rejects.toThrow(refusal);
      expect((await views.query({ pk: 'pages', limit: 2, cursor: next })).rows).toHaveLength(2);
    });

    it('never answers with more than 200 rows', async () => {
      await expect(views.query({ pk: 'pages', limit: 201 })).rejects.toThrow('200');
    });

    it('remembers how far each projection has read', async () => {
      expect(await views.checkpoint('inbox')).toBeUndefined();
      await views.saveCheckpoint('inbox', 'c1');
      await views.saveCheckpoint('inbox', 'c2');
      expect([await views.checkpoint('inbox'), await views.checkpoint('register')]).toEqual(['c2', undefined]);
    });

    it('lets one holder have a lease until it runs out, and renew it', async () => {
      expect(await views.lease('relay', 'A', 30)).toBe(true);
      expect(await views.lease('relay', 'B', 30)).toBe(false);
      expect(await views.lease('anchor', 'B', 30)).toBe(true);
      clock.now = later(clock.now, 20_000);
      expect(await views.lease('relay', 'A', 30)).toBe(true);
      clock.now = later(clock.now, 29_999);
      expect(await views.lease('relay', 'B', 30)).toBe(false);
      clock.now = later(clock.now, 1);
      expect(await views.lease('relay', 'B', 30)).toBe(true);
      expect(await views.lease('relay', 'A', 30)).toBe(false);
    });

    it('gives a lease to exactly one of many who ask at once', async () => {
      const asked = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((holder) => views.lease('crowd', holder, 30)));
      expect(asked.filter(Boolean)).toHaveLength(1);
    });

    it('frees a lease that is handed back for zero seconds', async () => {
      await views.lease('handed-back', 'A', 30);
      await views.lease('handed-back', 'A', 0);
      expect(await views.lease('handed-back', 'B', 30)).toBe(true);
    });

    it('forgets rows, marks and checkpoints before a rebuild, but no lease', async () => {
      await views.lease('rebuild', 'A', 30);
      await views.apply([put('rebuild', 'a', 'old', 9), remove('rebuild', 'b', 9)]);
      await views.clear();
      expect(await keys({ pk: 'pages' })).toEqual([]);
      expect(await views.checkpoint('inbox')).toBeUndefined();
      await views.apply([put('rebuild', 'a', 'new', 1), put('rebuild', 'b', 'new', 1)]);
      expect(await keys({ pk: 'rebuild' })).toEqual(['a', 'b']);
      expect(await views.lease('rebuild', 'B', 30)).toBe(false);
    });
  });
};
