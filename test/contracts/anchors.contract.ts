import { beforeAll, describe, expect, it } from 'vitest';
import type { Anchors } from '../../functions/ports/anchors.ts';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf8'));

/** What every place for anchors keeps. `stranger` puts something there that is no anchor. */
export type AnchorsUnderTest = { anchors: Anchors; stranger: () => void | Promise<void> };

export const anchorsContract = (name: string, open: () => Promise<AnchorsUnderTest>): void => {
  describe(`anchors in ${name}`, () => {
    let anchors: Anchors;
    let stranger: AnchorsUnderTest['stranger'];
    beforeAll(async () => {
      ({ anchors, stranger } = await open());
    });

    it('holds nothing at first', async () => {
      expect(await anchors.list()).toEqual([]);
      expect(await anchors.read(1)).toBeUndefined();
    });

    it('gives back what was written, byte for byte', async () => {
      expect(await anchors.add(1, text('{"mốc":1}'))).toBe(true);
      expect(await anchors.read(1)).toEqual(text('{"mốc":1}'));
      expect(await anchors.read(2)).toBeUndefined();
    });

    it('writes a number once: the second is told so and changes nothing', async () => {
      expect(await anchors.add(1, text('{"mốc":"khác"}'))).toBe(false);
      expect(await anchors.add(1, text('{"mốc":1}'))).toBe(false);
      expect(await anchors.read(1)).toEqual(text('{"mốc":1}'));
    });

    it('gives a number to one of many who ask at once', async () => {
      const values = ['a', 'b', 'c', 'd', 'e', 'f'];
      const won = await Promise.all(values.map((value) => anchors.add(2, text(value))));
      expect(won.filter((mine) => mine)).toHaveLength(1);
      expect(await anchors.read(2)).toEqual(text(values[won.indexOf(true)] ?? ''));
    });

    it('lists numbers in their order, not in that of their letters, and nothing else that lies there', async () => {
      for (const seq of [10, 9, 100]) await anchors.add(seq, text(String(seq)));
      await stranger();
      expect(await anchors.list()).toEqual([1, 2, 9, 10, 100]);
    });
  });
};
