import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  HttpMethods,
  ObjectLockMode,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { removalOf } from '../keeps.ts';
import { plainBucket } from '../plain-bucket.ts';
import type { StageConfig } from '../stage.ts';

/** What every bucket of the platform has, whatever it holds. */
export const closedBucket = (stage: StageConfig): BucketProps => ({
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: removalOf(stage),
});

const DAY = (days: number) => Duration.days(days);
const aborted = { abortIncompleteMultipartUploadAfter: DAY(7) };
/** Files are named by their hash and never overwritten: an older version is the trace of an accident, kept long enough to find out. */
const working = [{ ...aborted, noncurrentVersionExpiration: DAY(365) }];

/** Browsers send and fetch files through short-lived addresses of the bucket itself, from our one origin. */
const fromTheOffice = (domain: { name: string }) => [
  {
    allowedOrigins: [`https://${domain.name}`],
    allowedMethods: [HttpMethods.GET, HttpMethods.PUT],
    allowedHeaders: ['content-type', 'x-amz-checksum-sha256', 'if-none-match'],
    exposedHeaders: ['etag'],
    maxAge: 3600,
  },
];

const defaultRetention = ({ mode, days }: StageConfig['objectLock']): ObjectLockRetention =>
  mode === ObjectLockMode.COMPLIANCE
    ? ObjectLockRetention.compliance(DAY(days))
    : ObjectLockRetention.governance(DAY(days));

/** Says on the event bus when an object arrives. By the resource's own property: the library would add a function to do the same. */
const announcing = (bucket: Bucket): Bucket => {
  const element = bucket.node.defaultChild;
  if (element instanceof CfnBucket)
    element.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
  return bucket;
};

/**
 * `files` working files · `archive` issued originals and anchors under Object Lock · `search` the index of the bucket backend, rebuilt from
 * events when lost · `failures` stream records that the relay gave up on · `trail` CloudTrail · `logs` who read which object.
 */
export const buckets = (scope: Construct, stage: StageConfig) => {
  const closed = closedBucket(stage);
  const logs = new Bucket(scope, 'Logs', { ...closed, lifecycleRules: [{ expiration: DAY(stage.logRetentionDays) }] });
  const logged = (prefix: string): BucketProps => ({
    ...closed,
    versioned: true,
    serverAccessLogsBucket: plainBucket(logs),
    serverAccessLogsPrefix: `${prefix}/`,
  });
  return {
    logs,
    files: new Bucket(scope, 'Files', {
      ...logged('files'),
      lifecycleRules: working,
      ...(stage.domain === undefined ? {} : { cors: fromTheOffice(stage.domain) }),
    }),
    archive: new Bucket(scope, 'Archive', {
      ...logged('archive'),
      objectLockEnabled: true,
      objectLockDefaultRetention: defaultRetention(stage.objectLock),
      lifecycleRules: [aborted],
    }),
    search: new Bucket(scope, 'Search', {
      ...logged('search'),
      lifecycleRules: [{ ...aborted, noncurrentVersionExpiration: DAY(7) }],
    }),
    failures: announcing(
      new Bucket(scope, 'Failures', { ...logged('failures'), lifecycleRules: [{ expiration: DAY(365) }] }),
    ),
    trail: new Bucket(scope, 'Trail', { ...logged('trail'), lifecycleRules: [aborted] }),
  };
};
export type Buckets = ReturnType<typeof buckets>;
