import { beforeAll, describe, expect, it } from 'vitest';
import type { Files } from '../../functions/ports/files.ts';
import { hashOf } from '../../shared/kernel/event-record.ts';
import { Hash } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf8'));
const PDF = 'application/pdf';

const UNTIL = Instant.parse('2073-12-31T16:59:59.000Z');
const EARLIER = Instant.parse('2033-12-31T16:59:59.000Z');
const LATER = Instant.parse('2093-12-31T16:59:59.000Z');

/** What every engine of the files port keeps; the other acts reach around the adapter. */
export type FilesUnderTest = {
  files: Files;
  /** Changes the bytes of a working copy. */
  damage: (area: string, owner: string, hash: Hash) => void | Promise<void>;
  remove: (area: string, owner: string, hash: Hash) => void | Promise<void>;
  /** The end of the term of a kept copy. */
  keptUntil: (area: string, owner: string, hash: Hash) => Instant | Promise<Instant>;
};

export const filesContract = (name: string, open: () => Promise<FilesUnderTest>): void => {
  describe(`files on ${name}`, () => {
    let files: Files;
    let engine: FilesUnderTest;
    beforeAll(async () => {
      engine = await open();
      files = engine.files;
    });

    it('addresses a file by the hash of its bytes and gives them back unchanged', async () => {
      const hash = await files.put('document', 'd1', text('Quyết định'), PDF);
      expect(hash).toBe(hashOf('Quyết định'));
      expect(await files.get('document', 'd1', hash)).toEqual(text('Quyết định'));
    });

    it('takes the same bytes twice, and no bytes at all', async () => {
      const twice = [
        await files.put('document', 'd2', text('x'), PDF),
        await files.put('document', 'd2', text('x'), PDF),
      ];
      expect(twice).toEqual([hashOf('x'), hashOf('x')]);
      const empty = await files.put('document', 'd2', text(''), PDF);
      expect(await files.get('document', 'd2', empty)).toEqual(text(''));
    });

    it('keeps the files of one document out of another', async () => {
      const hash = await files.put('document', 'd3', text('riêng'), PDF);
      expect(await files.get('document', 'd4', hash)).toBeUndefined();
      expect(await files.get('archive', 'd3', hash)).toBeUndefined();
    });

    it('does not hand out bytes that no longer match their hash', async () => {
      const hash = await files.put('document', 'd5', text('nguyên vẹn'), PDF);
      await engine.damage('document', 'd5', hash);
      await expect(files.get('document', 'd5', hash)).rejects.toThrow('damaged');
    });

    it('follows no name that leads elsewhere', async () => {
      const hash = Hash.parse('a'.repeat(64));
      await expect(files.put('..', 'd1', text('x'), PDF)).rejects.toThrow();
      await expect(files.get('document', '../d1', hash)).rejects.toThrow();
      await expect(files.get('document', 'a/b', hash)).rejects.toThrow();
      await expect(files.retain({ area: '..', owner: 'd1', hash, retainUntil: UNTIL })).rejects.toThrow();
    });

    it('gives a slot to the first who fills it, whatever its name', async () => {
      expect(await files.read('ký/../số 1')).toBeUndefined();
      expect(await files.putIfAbsent('ký/../số 1', text('first'))).toEqual(text('first'));
      expect(await files.putIfAbsent('ký/../số 1', text('second'))).toEqual(text('first'));
      expect(await files.read('ký/../số 1')).toEqual(text('first'));
    });

    it('gives a slot to one of many who fill it at once', async () => {
      const asked = ['a', 'b', 'c', 'd', 'e', 'f'].map((value) => files.putIfAbsent('crowd', text(value)));
      const held = new Set((await Promise.all(asked)).map((bytes) => Buffer.from(bytes).toString('utf8')));
      expect(held.size).toBe(1);
    });

    it('keeps a copy that outlives the damage and the loss of the working one', async () => {
      const hash = await files.put('paper', 'k1', text('bản gốc'), PDF);
      await files.retain({ area: 'paper', owner: 'k1', hash, retainUntil: UNTIL });
      await engine.damage('paper', 'k1', hash);
      expect(await files.get('paper', 'k1', hash)).toEqual(text('bản gốc'));
      await engine.remove('paper', 'k1', hash);
      expect(await files.get('paper', 'k1', hash)).toEqual(text('bản gốc'));
    });

    it('lengthens the term of a kept copy and never shortens it', async () => {
      const hash = await files.put('paper', 'k2', text('bản gốc'), PDF);
      const file = { area: 'paper', owner: 'k2', hash };
      const termAfter = async (retainUntil: Instant): Promise<Instant> => {
        await files.retain({ ...file, retainUntil });
        return engine.keptUntil('paper', 'k2', hash);
      };
      expect(await termAfter(UNTIL)).toBe(UNTIL);
      expect(await termAfter(UNTIL)).toBe(UNTIL);
      expect(await termAfter(EARLIER)).toBe(UNTIL);
      expect(await termAfter(LATER)).toBe(LATER);
      await engine.damage('paper', 'k2', hash);
      expect(await termAfter(UNTIL)).toBe(LATER);
    });

    it('keeps nothing that is absent or no longer what its hash says', async () => {
      const absent = { area: 'paper', owner: 'k3', hash: hashOf('không có'), retainUntil: UNTIL };
      await expect(files.retain(absent)).rejects.toThrow('not there');
      const hash = await files.put('paper', 'k3', text('nguyên vẹn'), PDF);
      await engine.damage('paper', 'k3', hash);
      await expect(files.retain({ ...absent, hash })).rejects.toThrow('damaged');
    });

    it('says that a file is damaged only where no copy was kept of that very file', async () => {
      const hash = await files.put('paper', 'k4', text('một'), PDF);
      const other = await files.put('paper', 'k4', text('hai'), PDF);
      await files.retain({ area: 'paper', owner: 'k4', hash, retainUntil: UNTIL });
      await engine.damage('paper', 'k4', other);
      await expect(files.get('paper', 'k4', other)).rejects.toThrow('damaged');
    });
  });
};
