import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { RunningFunction } from './running-function.ts';

const Failures = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** One shard, read from where it was left. */
type Shard = { arn: string; id: string; iterator: string | undefined };

const shardsOf = async (client: DynamoDBStreamsClient, table: string): Promise<Shard[]> => {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName: table }));
  const shards: Shard[] = [];
  for (const { StreamArn: arn = '' } of Streams) {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: arn }));
    for (const { ShardId: id = '' } of StreamDescription?.Shards ?? []) {
      const at = { StreamArn: arn, ShardId: id, ShardIteratorType: 'TRIM_HORIZON' as const };
      shards.push({ arn, id, iterator: (await client.send(new GetShardIteratorCommand(at))).ShardIterator });
    }
  }
  return shards;
};

/** Only what the event source's filter of the template lets through. */
const isEventItem = ({ dynamodb }: _Record): boolean =>
  dynamodb?.Keys?.pk?.S?.startsWith('s#') === true && dynamodb.Keys.sk?.S?.startsWith('e#') === true;

const BATCH = 100;

/** The event source mapping of the stream: batches of event items, again from the first failed one. The number of records handed over. */
export const streamSource = async (client: DynamoDBStreamsClient, table: string) => {
  const shards = await shardsOf(client, table);
  const hand = async (relay: RunningFunction, records: _Record[]): Promise<void> => {
    for (let from = 0; from < records.length; ) {
      const batch = records.slice(from, from + BATCH);
      const event = { Records: batch.map((record) => ({ ...record, eventSource: 'aws:dynamodb' })) };
      const { batchItemFailures } = Failures.parse(await relay.invoke(event));
      const failed = batchItemFailures[0]?.itemIdentifier;
      const at = batch.findIndex((record) => record.dynamodb?.SequenceNumber === failed);
      from += failed === undefined ? batch.length : Math.max(at, 0);
    }
  };
  return async (relay: RunningFunction): Promise<number> => {
    let handed = 0;
    for (const shard of shards) {
      for (;;) {
        if (shard.iterator === undefined) break;
        const answer = await client.send(new GetRecordsCommand({ ShardIterator: shard.iterator, Limit: 1000 }));
        shard.iterator = answer.NextShardIterator;
        const records = (answer.Records ?? []).filter(isEventItem);
        if ((answer.Records ?? []).length === 0) break;
        await hand(relay, records);
        handed += records.length;
      }
    }
    return handed;
  };
};

/** The event source mapping of a queue: what the function took is deleted, the rest stays. The number of messages taken. */
export const queueSource =
  (client: SQSClient, queue: string) =>
  async (worker: RunningFunction): Promise<number> => {
    let taken = 0;
    for (;;) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return taken;
      const Records = Messages.map(({ MessageId, ReceiptHandle, Body }) => ({
        messageId: MessageId,
        receiptHandle: ReceiptHandle,
        body: Body,
        eventSource: 'aws:sqs',
      }));
      const { batchItemFailures } = Failures.parse(await worker.invoke({ Records }));
      const failed = new Set(batchItemFailures.map((one) => one.itemIdentifier));
      for (const { MessageId = '', ReceiptHandle } of Messages)
        if (!failed.has(MessageId)) {
          await client.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }));
          taken += 1;
        }
      if (failed.size > 0) throw new Error(`messages failed: ${worker.lines.slice(-5).join(' / ')}`);
    }
  };
