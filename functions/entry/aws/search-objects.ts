import type { S3Client } from '@aws-sdk/client-s3';
import type { Objects } from '../../adapters/bucket-fts/objects.ts';
import { s3Objects } from '../../adapters/bucket-fts/s3-objects.ts';

/** Where the search index of a stage lies in its bucket. */
export const searchObjects = (bucket: string, client: S3Client): Objects =>
  s3Objects({ client, bucket, prefix: 'archive/' });
