import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Objects } from '../../functions/adapters/bucket-fts/objects.ts';
import { type BucketFts, bucketFts } from '../../functions/adapters/bucket-fts/search.ts';
import type { SearchIndex } from '../../functions/ports/search.ts';
import { aRecord, documentIdOf, EVERYBODY, upserts } from './archive-records.ts';
import { text } from './search-under-test.ts';

/** Indexes in a bucket for the tests of a file: each closed after its test, their copies in directories that are removed in the end. */
export const bucketsUnderTest = () => {
  const root = mkdtempSync(join(tmpdir(), 'vanthu-bucket-'));
  const newDirectory = () => mkdtempSync(join(root, 'copy-'));
  const opened: BucketFts[] = [];
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  afterEach(async () => {
    // A test may have closed its own.
    await Promise.allSettled(opened.splice(0).map((one) => one.close()));
  });
  return {
    newDirectory,
    open: (objects: Objects, o: { directory?: string; maxStaleness?: number; worker?: URL } = {}): BucketFts => {
      const index = bucketFts({ objects, directory: newDirectory(), ...o });
      opened.push(index);
      return index;
    },
  };
};

export const record = (n: number, version = 1) =>
  upserts([aRecord({ id: documentIdOf(n), subject: `Văn bản ${n} lần ${version}` })], version);
/** The subjects of the first version of these records, as `subjects` gives them. */
export const named = (...numbers: number[]) => numbers.map((n) => `Văn bản ${n} lần 1`).toSorted();
export const subjects = async (index: SearchIndex): Promise<string[]> => {
  const found = await index.search({ text: '', readers: EVERYBODY, sort: 'newest', limit: 100 });
  return found.hits.map((hit) => text(hit.subject)).toSorted();
};
