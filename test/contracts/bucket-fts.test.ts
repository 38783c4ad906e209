import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Objects } from '../../functions/adapters/bucket-fts/objects.ts';
import { s3Objects } from '../../functions/adapters/bucket-fts/s3-objects.ts';
import { bucketFts } from '../../functions/adapters/bucket-fts/search.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from '../support/archive-records.ts';
import { memoryObjects } from '../support/memory-objects.ts';
import { withMoto } from '../support/moto.ts';
import { searchContract } from './search.contract.ts';

const root = mkdtempSync(join(tmpdir(), 'vanthu-bucket-fts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const newDirectory = () => mkdtempSync(join(root, 'copy-'));

/** What the index relies on in the place that keeps its objects. */
const objectsContract = (name: string, makeObjects: () => Objects): void => {
  describe(`objects in ${name}`, () => {
    const objects = makeObjects();
    const put = (named: string, text: string) => objects.putIfAbsent(named, Buffer.from(text));
    const textOf = async (named: string, etag?: string) => {
      const found = await objects.get(named, etag);
      return found === undefined ? undefined : (await buffer(found)).toString();
    };

    it('gives a name to one of many, and keeps what that one wrote', async () => {
      const won = await Promise.all([1, 2, 3, 4, 5].map((n) => put('log/a', String(n))));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await textOf('log/a')).toBe(String(won.indexOf(true) + 1));
      expect(await put('log/a', 'later')).toBe(false);
    });
    it('lists what comes after a name, in order, and forgets what is deleted', async () => {
      for (const named of ['log/c', 'snapshot/a', 'log/b']) await put(named, named);
      expect((await objects.listAfter('log/a')).map((one) => one.name)).toEqual(['log/b', 'log/c', 'snapshot/a']);
      await objects.delete(['log/b', 'log/never']);
      expect((await objects.listAfter('log/a')).map((one) => one.name)).toEqual(['log/c', 'snapshot/a']);
      expect(await textOf('log/b')).toBeUndefined();
      await objects.delete([]);
    });
    it('does not take another object for the one that was listed', async () => {
      await put('log/d', 'first');
      const [listed] = await objects.listAfter('log/c');
      expect(await textOf('log/d', listed?.etag)).toBe('first');
      await objects.delete(['log/d']);
      await put('log/d', 'second');
      expect(await textOf('log/d', listed?.etag)).toBeUndefined();
      expect(await textOf('log/d')).toBe('second');
    });
    it('lists and deletes more than one answer of the service can hold', { timeout: 60_000 }, async () => {
      const names = Array.from({ length: 1_030 }, (_, n) => `many/${String(n).padStart(4, '0')}`);
      for (let at = 0; at < names.length; at += 50)
        await Promise.all(names.slice(at, at + 50).map((one) => put(one, 'x')));
      const listed = async () => (await objects.listAfter('many/')).map((one) => one.name).filter((n) => n < 'n');
      expect(await listed()).toEqual(names);
      await objects.delete(names);
      expect(await listed()).toEqual([]);
    });
  });
};

objectsContract('memory', () => memoryObjects().objects);
searchContract('a bucket in memory', async () =>
  bucketFts({ objects: memoryObjects().objects, directory: newDirectory() }),
);

await withMoto(({ client }) => {
  const bucket = 'search-index';
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  beforeAll(async () => {
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'ap-southeast-1' } }),
    );
  });
  let prefixes = 0;
  const newPlace = () => {
    prefixes += 1;
    return s3Objects({ client: s3, bucket, prefix: `search-${prefixes}/` });
  };
  objectsContract('S3', newPlace);
  searchContract('a bucket of S3', async () => bucketFts({ objects: newPlace(), directory: newDirectory() }));

  describe('an index in S3', () => {
    it('is read again from a snapshot and the log after it', async () => {
      const objects = newPlace();
      const writer = bucketFts({ objects, directory: newDirectory() });
      const everything = { text: '', readers: EVERYBODY, sort: 'newest', limit: 10 } as const;
      await writer.apply(upserts([aRecord({ subject: 'Kỷ luật' })]));
      expect(await writer.compact()).toMatchObject({ snapshot: 1, entries: 1 });
      await writer.apply(upserts([aRecord({ id: documentIdOf(2), subject: 'Đất đai' })]));
      const reader = bucketFts({ objects, directory: newDirectory() });
      expect((await reader.search(everything)).total.n).toBe(2);
      await Promise.all([writer.close(), reader.close()]);
    });
  });
});
