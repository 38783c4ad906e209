import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledgeObjects } from '../acknowledge.ts';
import type { Buckets } from './buckets.ts';
import { OUTBOX_INDEX, type RecordsTable } from './table.ts';

type Grant = { actions: string[]; on: string; conditions?: Record<string, Record<string, unknown>> };
type ObjectGrant = { bucket: Bucket; actions: string[]; prefixes?: readonly string[]; listing?: string[] };

const policy = (scope: Construct, id: string, grants: readonly Grant[]): ManagedPolicy =>
  new ManagedPolicy(scope, id, {
    statements: grants.map(
      ({ actions, on, conditions }) =>
        new PolicyStatement({ actions, resources: [on], ...(conditions === undefined ? {} : { conditions }) }),
    ),
  });

/** On objects under the prefixes. Without `s3:ListBucket` S3 answers 403 instead of 404 for what is not there, and the adapters ask for what may not be there. */
const objectPolicy = (
  scope: Construct,
  id: string,
  { bucket, actions, prefixes = [''], listing = ['s3:ListBucket'] }: ObjectGrant,
): ManagedPolicy => {
  const made = policy(scope, id, [
    ...prefixes.map((prefix) => ({ actions, on: bucket.arnForObjects(`${prefix}*`) })),
    { actions: listing, on: bucket.bucketArn },
  ]);
  for (const prefix of prefixes) acknowledgeObjects(made, bucket, prefix);
  return made;
};

/** Items whose partition key begins so. */
const partitions = (...prefixes: string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`) },
});

/**
 * Everything that may be done to what the data stack holds, by name, with exact actions; roles take what they need. There is no `UpdateItem`:
 * the adapters put, delete and check (ADR 0002); no `Scan`: only a rebuild by an operator reads whole tables; nobody may bypass a retention.
 */
export const permissions = (
  scope: Construct,
  o: { table: RecordsTable; buckets: Buckets; session: Secret; origin?: Secret | undefined },
) => {
  const { table, buckets, session, origin } = o;
  const on = table.tableArn;
  const read = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
  const secret = (id: string, of: Secret) =>
    policy(scope, id, [{ actions: ['secretsmanager:GetSecretValue'], on: of.secretArn }]);
  const readFiles = { bucket: buckets.files, actions: ['s3:GetObject'] };
  return {
    readRecords: policy(scope, 'ReadRecords', [{ actions: read, on }]),
    writeRecords: policy(scope, 'WriteRecords', [
      { actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'], on },
      { actions: ['dynamodb:Query'], on: `${on}/index/${OUTBOX_INDEX}` },
    ]),
    /** What a printed code shows to anybody. */
    readCodes: policy(scope, 'ReadCodes', [{ actions: ['dynamodb:GetItem'], on, conditions: partitions('v#verify#') }]),
    /** Lists, and the leases by which whoever carries changes takes turns: nothing of the history. */
    writeViews: policy(scope, 'WriteViews', [
      { actions: ['dynamodb:PutItem'], on, conditions: partitions('v#', 'l!') },
    ]),
    /** The list of addresses that the mail service refused. */
    noteRefusals: policy(scope, 'NoteRefusals', [
      { actions: ['dynamodb:PutItem'], on, conditions: partitions('v#mail-refused#') },
    ]),
    readFiles: objectPolicy(scope, 'ReadFiles', readFiles),
    /** What people write and send; also what the API lets a browser send to the bucket. */
    writeContent: objectPolicy(scope, 'WriteContent', {
      bucket: buckets.files,
      actions: ['s3:PutObject'],
      prefixes: ['content/'],
    }),
    /** With the steps of signing. Not `settings/`: certificates are an operator's. */
    writeFiles: objectPolicy(scope, 'WriteFiles', {
      bucket: buckets.files,
      actions: ['s3:PutObject'],
      prefixes: ['content/', 'slots/'],
    }),
    keepOriginals: objectPolicy(scope, 'KeepOriginals', {
      bucket: buckets.archive,
      // By version: what lies under a delete marker is still there.
      actions: [
        's3:GetObject',
        's3:GetObjectVersion',
        's3:GetObjectRetention',
        's3:PutObject',
        's3:PutObjectRetention',
      ],
      listing: ['s3:ListBucket', 's3:ListBucketVersions'],
    }),
    /** Certificates and roots that the operator enrolled. */
    readSettings: objectPolicy(scope, 'ReadSettings', { ...readFiles, prefixes: ['settings/'] }),
    /** Write-once marks, such as the notices that were sent. */
    keepMarks: objectPolicy(scope, 'KeepMarks', {
      bucket: buckets.files,
      actions: ['s3:GetObject', 's3:PutObject'],
      prefixes: ['slots/'],
    }),
    readIndex: objectPolicy(scope, 'ReadIndex', { bucket: buckets.search, actions: ['s3:GetObject'] }),
    appendIndex: objectPolicy(scope, 'AppendIndex', { bucket: buckets.search, actions: ['s3:PutObject'] }),
    compactIndex: objectPolicy(scope, 'CompactIndex', {
      bucket: buckets.search,
      actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    }),
    /** Lambda itself puts what the relay gave up on, under the relay's role. */
    keepFailures: objectPolicy(scope, 'KeepFailures', { bucket: buckets.failures, actions: ['s3:PutObject'] }),
    readSession: secret('ReadSession', session),
    ...(origin === undefined ? {} : { readOrigin: secret('ReadOrigin', origin) }),
  };
};
export type Permissions = ReturnType<typeof permissions>;
