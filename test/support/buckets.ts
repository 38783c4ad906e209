import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Instant } from '../../shared/kernel/time.ts';

const LocationConstraint: BucketLocationConstraint = 'ap-southeast-1';
let made = 0;
const newBucket = async (client: S3Client, locked: boolean): Promise<string> => {
  made += 1;
  const Bucket = `vanthu-${locked ? 'locked' : 'files'}-${made}`;
  const CreateBucketConfiguration = { LocationConstraint };
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: locked }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  return Bucket;
};

/** A bucket with versions and Object Lock, as anchors and kept copies need it. */
export const newLockedBucket = (client: S3Client): Promise<string> => newBucket(client, true);
/** Both buckets of the files. */
export const newFileBuckets = async (client: S3Client): Promise<{ bucket: string; archiveBucket: string }> => ({
  bucket: await newBucket(client, false),
  archiveBucket: await newLockedBucket(client),
});

/** Until when S3 holds an object's newest version. */
export const lockedUntil = async (client: S3Client, of: { Bucket: string; Key: string }): Promise<Instant> => {
  const { ObjectLockRetainUntilDate } = await client.send(new HeadObjectCommand(of));
  return Instant.parse(ObjectLockRetainUntilDate?.toISOString());
};
