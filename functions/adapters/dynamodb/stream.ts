import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { EventBody, hashOf, type SealedEvent, type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change } from '../../ports/store.ts';
import { EventItem, type Key } from './items.ts';

/** Which records of the table's stream are worth a call: event items alone, as the filter of the event source takes it. */
export const eventItemFilter = {
  dynamodb: { Keys: { pk: { S: [{ prefix: 's#' }] }, sk: { S: [{ prefix: 'e#' }] } } },
} as const;

type Address = { ref: StreamRef; seq: number };
export type StreamItem = { sequenceNumber: string } & (
  | { kind: 'change'; change: Change }
  | { kind: 'poison'; cause: string; at?: Address }
  | { kind: 'tampering'; cause: string; at: Address }
);

const Keys = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
const Attributes = z.record(
  z.string(),
  z.custom<AttributeValue>((value) => z.record(z.string(), z.unknown()).safeParse(value).success),
);

/** Undefined for every other item: heads, commands, the feed, views, leases. */
const addressOf = ({ pk, sk }: Key): Address | undefined => {
  const [, aggregate, id] = /^s#([^/]+)\/(.+)$/s.exec(pk) ?? [];
  const seq = /^e#(\d{15})$/.exec(sk)?.[1];
  if (aggregate === undefined || id === undefined || seq === undefined) return undefined;
  return { ref: { aggregate, id }, seq: Number(seq) };
};
const isEventKey = ({ pk, sk }: Key): boolean => pk.startsWith('s#') && sk.startsWith('e#');

/** The stored event as it stands at that address; throws when it is not readable or not what its hash says. */
const eventOf = (image: unknown, at: Address): SealedEvent => {
  const event = EventItem.parse(unmarshall(Attributes.parse(image)));
  const body = EventBody.parse(JSON.parse(event.bytes));
  if (hashOf(event.bytes) !== event.hash) throw new Error('the bytes do not have the hash');
  if (event.seq !== at.seq || body.seq !== at.seq || body.stream !== streamKey(at.ref))
    throw new Error('the event stands at another address');
  return event;
};

const itemOf = (record: DynamoDBRecord, sequenceNumber: string): StreamItem | undefined => {
  const keys = Keys.safeParse(record.dynamodb?.Keys);
  if (!keys.success) return { kind: 'poison', sequenceNumber, cause: 'a record without the keys of the table' };
  const key: Key = { pk: keys.data.pk.S, sk: keys.data.sk.S };
  if (!isEventKey(key)) return undefined;
  const at = addressOf(key);
  if (at === undefined) return { kind: 'poison', sequenceNumber, cause: `no event has the key ${key.pk} ${key.sk}` };
  if (record.eventName !== 'INSERT')
    return { kind: 'tampering', sequenceNumber, at, cause: `${record.eventName ?? 'no event name'} of a stored event` };
  try {
    const event = eventOf(record.dynamodb?.NewImage, at);
    return { kind: 'change', sequenceNumber, change: { cursor: '', ref: at.ref, event } };
  } catch (error) {
    return { kind: 'poison', sequenceNumber, at, cause: error instanceof Error ? error.message : String(error) };
  }
};

/**
 * The changes that a batch of the table's stream brings, in its order; they have no place in the feed, so their cursor is empty. Other items of the
 * table (also those that TTL removes) are left out. A stored event that was changed or removed is tampering, an event that cannot be read poison.
 */
export const changesOf = (event: DynamoDBStreamEvent): StreamItem[] =>
  event.Records.flatMap((record) => {
    const sequenceNumber = record.dynamodb?.SequenceNumber;
    // Without it Lambda could not be told where to go on; no stream sends such a record.
    if (sequenceNumber === undefined) throw new Error('a stream record without a sequence number');
    return itemOf(record, sequenceNumber) ?? [];
  });

const Records = z.object({
  Records: z.array(z.custom<DynamoDBRecord>((value) => z.object({}).safeParse(value).success)),
});
/** Lambda writes the batch as it was, as JSON or as its text. */
const Abandoned = z.object({ payload: z.union([Records, z.string()]) });

/** The batch in an object that Lambda left in the failure destination's bucket; throws when the text is something else. */
export const abandonedEvent = (text: string): DynamoDBStreamEvent => {
  const { payload } = Abandoned.parse(JSON.parse(text));
  return typeof payload === 'string' ? Records.parse(JSON.parse(payload)) : payload;
};
