import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { type BucketFts, bucketFts } from '../../adapters/bucket-fts/search.ts';
import { searchObjects } from './search-objects.ts';

/** The index in a bucket, with this process's copy in a directory of its own; the thread's code stands beside the bundle. */
export const openBucketSearch = (bucket: string, client: S3Client): BucketFts =>
  bucketFts({
    objects: searchObjects(bucket, client),
    directory: mkdtempSync(join(tmpdir(), 'search-')),
    worker: new URL('./search-worker.mjs', import.meta.url),
  });
