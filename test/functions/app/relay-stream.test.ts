import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { DeleteCommand, DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eventKey } from '../../../functions/adapters/dynamodb/items.ts';
import { dynamoStore } from '../../../functions/adapters/dynamodb/store.ts';
import { abandonedEvent, changesOf, eventItemFilter } from '../../../functions/adapters/dynamodb/stream.ts';
import { dynamoViews } from '../../../functions/adapters/dynamodb/views.ts';
import { hashOf } from '../../../shared/kernel/event-record.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { aDocument, aRegister, perform } from '../../contracts/store-acts.ts';
import { withDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { noiseRecord, poisoned, recordOf, type Stored } from '../../support/relay-records.ts';
import { aRelayWorld, first, second } from '../../support/relay-world.ts';

const now = () => Instant.parse('2026-03-02T03:00:00.000Z');
const stored = async (): Promise<Stored[]> =>
  (await aRelayWorld().append(first, second, first)).flatMap((item) => (item.kind === 'change' ? [item.change] : []));

describe('records of the table’s stream', () => {
  it('are the stored events in order, under the number by which Lambda retries; nothing else of the table is', async () => {
    const events = await stored();
    const Records = [noiseRecord('100'), ...events.map((one, index) => recordOf(one, String(200 + index)))];
    expect(changesOf({ Records })).toEqual(
      events.map(({ ref, event }, index) => ({
        kind: 'change',
        sequenceNumber: String(200 + index),
        change: { cursor: '', ref, event },
      })),
    );
  });

  it('that cannot be read, or do not hold what they say, are told apart with the change that is meant', async () => {
    const [one, other] = await stored();
    if (one === undefined || other === undefined) throw new Error('there are events');
    const bytes = one.event.bytes.replace('Drafted', 'Approved');
    const forged = [
      poisoned(recordOf(one, '1')),
      recordOf({ ref: one.ref, event: { ...one.event, bytes } }, '2'),
      recordOf({ ref: one.ref, event: { ...one.event, bytes, hash: hashOf(bytes), seq: 2 } }, '3'),
      recordOf({ ref: other.ref, event: one.event }, '4'),
    ];
    const items = changesOf({ Records: forged });
    expect(items).toMatchObject([
      { kind: 'poison', sequenceNumber: '1', at: { ref: one.ref, seq: 1 } },
      { kind: 'poison', sequenceNumber: '2', at: { ref: one.ref, seq: 1 }, cause: 'the bytes do not have the hash' },
      { kind: 'poison', sequenceNumber: '3', at: { ref: one.ref, seq: 2 } },
      { kind: 'poison', sequenceNumber: '4', at: { ref: other.ref, seq: 1 } },
    ]);
    const nameless: DynamoDBRecord = { eventName: 'INSERT', dynamodb: { SequenceNumber: '5' } };
    expect(changesOf({ Records: [nameless] })).toMatchObject([{ kind: 'poison', sequenceNumber: '5' }]);
  });

  it('come back whole from the object in which Lambda left a batch, as JSON or as text', async () => {
    const event = { Records: (await stored()).map((one, index) => recordOf(one, String(index))) };
    const about = { version: '1.0', DDBStreamBatchInfo: { shardId: 's', batchSize: 3 } };
    for (const payload of [event, JSON.stringify(event)])
      expect(changesOf(abandonedEvent(JSON.stringify({ ...about, payload })))).toEqual(changesOf(event));
    expect(() => abandonedEvent(JSON.stringify(about))).toThrow();
  });
});

await withDynamoDbLocal(({ client, newTable }) => {
  const streamOf = async (table: string): Promise<DynamoDBRecord[]> => {
    const endpoint = await client.config.endpoint?.();
    const { protocol, hostname, port } = z
      .object({ protocol: z.string(), hostname: z.string(), port: z.number() })
      .parse(endpoint);
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const url = `${protocol}//${hostname}:${port}`;
    const streams = new DynamoDBStreamsClient({ endpoint: url, region: 'ap-southeast-1', credentials });
    const { Streams = [] } = await streams.send(new ListStreamsCommand({ TableName: table }));
    const StreamArn = Streams[0]?.StreamArn;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    const records: DynamoDBRecord[] = [];
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const asked = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
      const { ShardIterator } = await streams.send(new GetShardIteratorCommand(asked));
      const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
      // Lambda is handed the same records as JSON; only the time is written otherwise.
      const Json = z.array(
        z.custom<DynamoDBRecord>((value) => z.object({ eventID: z.string() }).safeParse(value).success),
      );
      records.push(...Json.parse(JSON.parse(JSON.stringify(Records))));
    }
    streams.destroy();
    return records;
  };

  describe('the stream that a real table writes', () => {
    it('holds every event once, in order per stream; views, feed and commands are left out', async () => {
      const table = await newTable();
      const store = dynamoStore({ client, table, now });
      const views = dynamoViews({ client, table, now });
      const [document, register] = [aDocument('real'), aRegister('CV.2026')];
      const events = [{ type: 'Drafted' }, { type: 'Submitted' }];
      await perform(store, { id: 'http:p01:1', writes: [{ ref: document, events }] });
      await views.apply([{ op: 'put', row: { pk: 'inbox#position:ct', sk: 'a', data: 1 }, version: 1 }]);
      await views.lease('turn.1', 'me', 30);
      await perform(store, { id: 'http:p01:2', writes: [{ ref: document }, { ref: register }] });
      const committed = await store.changes(undefined, 100);
      const items = changesOf({ Records: await streamOf(table) });
      expect(items.every((item) => item.kind === 'change')).toBe(true);
      const of = (list: typeof committed, { aggregate }: typeof document) =>
        list.filter(({ ref }) => ref.aggregate === aggregate).map(({ event }) => event);
      const brought = items.flatMap((item) => (item.kind === 'change' ? [item.change] : []));
      expect(brought).toHaveLength(committed.length);
      for (const ref of [document, register]) expect(of(brought, ref)).toEqual(of(committed, ref));
      expect(of(brought, document).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    });

    it('tells of a stored event that somebody changed or removed', async () => {
      const table = await newTable();
      const document = aDocument('touched');
      const store = dynamoStore({ client, table, now });
      await perform(store, { id: 'http:p01:1', writes: [{ ref: document, events: [{ type: 'A' }, { type: 'B' }] }] });
      const documents = DynamoDBDocumentClient.from(client);
      const change = {
        UpdateExpression: 'SET #bytes = :other',
        ExpressionAttributeNames: { '#bytes': 'bytes' },
        ExpressionAttributeValues: { ':other': '{}' },
      };
      await documents.send(new UpdateCommand({ TableName: table, Key: eventKey(document, 1), ...change }));
      await documents.send(new DeleteCommand({ TableName: table, Key: eventKey(document, 2) }));
      const touched = changesOf({ Records: await streamOf(table) }).filter(({ kind }) => kind !== 'change');
      expect(touched).toMatchObject([
        { kind: 'tampering', at: { ref: document, seq: 1 }, cause: 'MODIFY of a stored event' },
        { kind: 'tampering', at: { ref: document, seq: 2 }, cause: 'REMOVE of a stored event' },
      ]);
    });

    it('is filtered by the keys that event items have', () => {
      const { pk, sk } = eventItemFilter.dynamodb.Keys;
      const key = eventKey(aDocument('a'), 1);
      expect(key.pk.startsWith(pk.S[0].prefix) && key.sk.startsWith(sk.S[0].prefix)).toBe(true);
    });
  });
});
