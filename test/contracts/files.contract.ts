import { beforeAll, describe, expect, it } from 'vitest';
import type { Files } from '../../functions/ports/files.ts';
import { hashOf } from '../../shared/kernel/event-record.ts';
import { Hash } from '../../shared/kernel/ids.ts';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf8'));
const PDF = 'application/pdf';

/** What every engine of the files port keeps. `damage` changes one stored file behind the adapter's back. */
export type FilesUnderTest = { files: Files; damage: (area: string, owner: string, hash: Hash) => void };

export const filesContract = (name: string, open: () => Promise<FilesUnderTest>): void => {
  describe(`files on ${name}`, () => {
    let files: Files;
    let damage: FilesUnderTest['damage'];
    beforeAll(async () => {
      ({ files, damage } = await open());
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
      damage('document', 'd5', hash);
      await expect(files.get('document', 'd5', hash)).rejects.toThrow('damaged');
    });

    it('follows no name that leads elsewhere', async () => {
      const hash = Hash.parse('a'.repeat(64));
      await expect(files.put('..', 'd1', text('x'), PDF)).rejects.toThrow();
      await expect(files.get('document', '../d1', hash)).rejects.toThrow();
      await expect(files.get('document', 'a/b', hash)).rejects.toThrow();
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
  });
};
