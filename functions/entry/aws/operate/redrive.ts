import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { abandonedEvent, changesOf } from '../../../adapters/dynamodb/stream.ts';
import type { Push } from '../../../app/project/relay-push.ts';
import type { OpenStage } from '../stage-ports.ts';
import { RETRIES } from '../state.ts';

const DONE = 'done/';

/** Once more into the queue it came from: sent before it is deleted, so that a crash between repeats it, which every worker bears. */
const moveBack = async (sqs: SQSClient, o: { from: string; to: string }): Promise<number> => {
  let moved = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: o.from, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) return moved;
    for (const { Body, ReceiptHandle } of Messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: o.to, MessageBody: Body }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: o.from, ReceiptHandle }));
      moved += 1;
    }
  }
};

type Failures = { s3: S3Client; bucket: string };
const waitingIn = async ({ s3, bucket }: Failures): Promise<string[]> => {
  const keys: string[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket }))
    for (const { Key } of page.Contents ?? []) if (Key !== undefined && !Key.startsWith(DONE)) keys.push(Key);
  return keys.sort();
};

const keepAsDone = async ({ s3, bucket }: Failures, key: string): Promise<void> => {
  const CopySource = `${bucket}/${encodeURIComponent(key)}`;
  await s3.send(new CopyObjectCommand({ Bucket: bucket, Key: `${DONE}${key}`, CopySource }));
  await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
};

/** Each abandoned batch through the relay, then aside under `done/`. One that fails stays where it is and stops the rest. */
const carryAbandoned = async (place: Failures, push: Push): Promise<{ batches: number; changes: number }> => {
  const keys = await waitingIn(place);
  let changes = 0;
  for (const key of keys) {
    const { Body } = await place.s3.send(new GetObjectCommand({ Bucket: place.bucket, Key: key }));
    changes += await push.redrive(changesOf(abandonedEvent((await Body?.transformToString()) ?? '')));
    await keepAsDone(place, key);
  }
  return { batches: keys.length, changes };
};

export type Redriven = { issuing: number; mail: number; batches: number; changes: number; resumed: number };

/**
 * Chạy lại: what queues and relay had given up on, once the cause is removed: messages behind both queues, batches of the stream in the failures
 * bucket, streams that stand still. Repeating it is harmless.
 */
export const redrive = async (
  { places, push, s3 }: Pick<OpenStage, 'places' | 'push' | 's3'>,
  sqs = new SQSClient(RETRIES),
): Promise<Redriven> => {
  const abandoned = await carryAbandoned({ s3, bucket: places.FAILURES_BUCKET }, push);
  const resumed = await push.resumeStalled();
  const issuing = await moveBack(sqs, { from: places.ISSUING_DEAD, to: places.ISSUING_QUEUE });
  const mail = await moveBack(sqs, { from: places.MAIL_DEAD, to: places.MAIL_QUEUE });
  return { issuing, mail, ...abandoned, resumed };
};
