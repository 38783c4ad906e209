import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { eventKey } from '../../functions/adapters/dynamodb/items.ts';
import type { Change } from '../../functions/ports/store.ts';

type Image = NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;
const Image = z.custom<Image>((value) => z.record(z.string(), z.object({})).safeParse(value).success);
const imageOf = (item: Record<string, unknown>): Image => Image.parse(marshall(item));

export type Stored = Pick<Change, 'ref' | 'event'>;

/** The record that the table's stream sends for a stored event. */
export const recordOf = ({ ref, event }: Stored, sequenceNumber: string): DynamoDBRecord => {
  const key = eventKey(ref, event.seq);
  return {
    eventID: sequenceNumber,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: imageOf(key),
      NewImage: imageOf({ ...key, ...event }),
      SequenceNumber: sequenceNumber,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
};

/** The same record with bytes that nobody can read. */
export const poisoned = (record: DynamoDBRecord): DynamoDBRecord => ({
  ...record,
  dynamodb: { ...record.dynamodb, NewImage: { ...record.dynamodb?.NewImage, bytes: { S: '{"stream":' } } },
});

/** What else happens in the table: a view row, and a command that TTL removes. */
export const noiseRecord = (sequenceNumber: string): DynamoDBRecord => ({
  eventID: sequenceNumber,
  eventName: 'REMOVE',
  userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
  dynamodb: { Keys: imageOf({ pk: 'c#http:p01:1', sk: 'command' }), SequenceNumber: sequenceNumber },
});
