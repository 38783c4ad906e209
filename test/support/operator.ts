import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { afterAll } from 'vitest';
import { StagePlaces } from '../../functions/entry/aws/stage-ports.ts';
import { newFileBuckets } from './buckets.ts';

/** The environment that an operator's tools find: credentials, region, and the stand-ins of the services. Put back when the suite ends. */
export const asOperator = (environment: Readonly<Record<string, string>>): void => {
  const before = new Map(Object.keys(environment).map((name) => [name, process.env[name]]));
  Object.assign(process.env, environment);
  afterAll(() => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
};

export const OPERATOR = { AWS_REGION: 'ap-southeast-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };

/** Buckets and queues of a stage around a table. */
export const makeStagePlaces = async (o: { s3: S3Client; sqs: SQSClient; table: string }): Promise<StagePlaces> => {
  const { bucket, archiveBucket } = await newFileBuckets(o.s3);
  const CreateBucketConfiguration = { LocationConstraint: 'ap-southeast-1' } as const;
  for (const Bucket of ['op-search', 'op-failures'])
    await o.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  const queue = async (QueueName: string) => (await o.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl;
  return StagePlaces.parse({
    STAGE: 'thu',
    TABLE: o.table,
    FILES_BUCKET: bucket,
    ARCHIVE_BUCKET: archiveBucket,
    FAILURES_BUCKET: 'op-failures',
    SEARCH: 'bucket',
    SEARCH_BUCKET: 'op-search',
    OBJECT_LOCK_MODE: 'GOVERNANCE',
    OBJECT_LOCK_DAYS: 30,
    ISSUING_QUEUE: await queue('op-issuing'),
    ISSUING_DEAD: await queue('op-issuing-dead'),
    MAIL_QUEUE: await queue('op-mail'),
    MAIL_DEAD: await queue('op-mail-dead'),
  });
};
