import type { IBucket } from 'aws-cdk-lib/aws-s3';

const isPlain = (value: object): value is IBucket => 'bucketArn' in value && 'arnForObjects' in value;

/**
 * The library declares `policy?: T` on the interface and `T | undefined` on the class, which `exactOptionalPropertyTypes` tells apart. The same
 * bucket, checked while running instead of cast.
 */
export const plainBucket = (bucket: object): IBucket => {
  if (!isPlain(bucket)) throw new Error('not a bucket');
  return bucket;
};
