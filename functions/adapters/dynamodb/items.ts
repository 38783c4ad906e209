import * as z from 'zod';
import { SealedEvent, StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import { Hash } from '../../../shared/kernel/ids.ts';

export type Key = { pk: string; sk: string };

/** Numbers as text that sorts like numbers. */
const padded = (value: number): string => String(value).padStart(15, '0');

/** A stream is one partition: its head, and behind it every event, never overwritten. */
export const headKey = (ref: StreamRef): Key => ({ pk: `s#${streamKey(ref)}`, sk: 'head' });
export const eventKey = (ref: StreamRef, seq: number): Key => ({ pk: `s#${streamKey(ref)}`, sk: `e#${padded(seq)}` });
export const commandKey = (id: string): Key => ({ pk: `c#${id}`, sk: 'command' });
/** The feed: consecutive entries, each the events of one commit by their addresses. */
export const feedKey = (entry: number): Key => ({ pk: 'feed', sk: padded(entry) });
/** How far each stream has gone into the feed; also the list of all heads. */
export const fedKey = (ref: StreamRef): Key => ({ pk: 'fed', sk: streamKey(ref) });
export const OUTBOX = 'pending';

const version = z.number().int();
/** State and answers are kept as text: what was stored comes back byte for byte, numbers and empty values included. */
export const HeadItem = z.object({ v: version, ref: StreamRef, head: Hash, state: z.string() });
export type HeadItem = z.infer<typeof HeadItem>;
export const EventItem = SealedEvent;
/** Events `from`–`to` of one stream; `head` is the hash of the last. */
export const Range = z.object({ ref: StreamRef, from: version, to: version, head: Hash });
export type Range = z.infer<typeof Range>;
/** `v` 1: its events wait for the feed; 2: they are in it. Only then may `ttl` remove the item. */
export const CommandItem = z.object({
  pk: z.string(),
  sk: z.string(),
  v: version,
  actor: z.string(),
  bodyHash: Hash,
  answer: z.string(),
  expiresAt: z.number().optional(),
  ranges: z.array(Range),
});
export type CommandItem = z.infer<typeof CommandItem>;
export const FeedItem = z.object({ v: version, ranges: z.array(Range) });
export const FedItem = z.object({ v: version, ref: StreamRef, head: Hash });
