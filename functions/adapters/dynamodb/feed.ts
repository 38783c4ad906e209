import { type SealedEvent, type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change, Cursor } from '../../ports/store.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { CommandItem, EventItem, eventKey, FedItem, FeedItem, fedKey, feedKey, OUTBOX, type Range } from './items.ts';
import { OUTBOX_INDEX, TTL_ATTRIBUTE } from './table.ts';
import type { TableAccess, Write } from './table-access.ts';

/** Readers that meet at the same entry: each attempt that loses means that another one has won. */
const ATTEMPTS = 50;
const PAGE = 100;

/**
 * The ordered feed. A commit marks its command item as pending (in the sparse outbox index). A reader first takes pending commits up
 * into the feed: consecutive entries, written if absent, together with the place of each stream in the feed (`fed`) at its version.
 * Neither clocks nor the delay of the index can therefore drop or reorder events: an entry, once numbered, stays where it is, and a
 * later commit seen first brings the stream's earlier events with it.
 */
export const takeUpPending = async (table: TableAccess): Promise<void> => {
  let end: FeedEnd | undefined;
  for await (const page of table.pages({ index: OUTBOX_INDEX, pk: OUTBOX, limit: PAGE })) {
    const items = await table.getAll(page.map(({ pk, sk }) => ({ pk, sk })));
    const found = new Map(items.map((item) => [item.pk, CommandItem.parse(item)]));
    // The index may still show what is taken up already; the item itself tells.
    const commands = page.map(({ pk }) => found.get(pk)).filter((command) => command?.v === 1);
    const pending = commands.filter((command) => command !== undefined);
    const refs = pending.flatMap((command) => command.ranges.map((range) => range.ref));
    end = { last: end?.last ?? (await lastEntry(table)), fed: await fedVersions(table, refs) };
    for (const command of pending) await takeUp(table, command, end);
  }
};

/** The end of the feed as this reader knows it: number of the last entry, and how far streams have gone. Writing checks both. */
type FeedEnd = { last: number; fed: Map<string, number> };

const lastEntry = async (table: TableAccess): Promise<number> => {
  const [item] = await table.take({ pk: feedKey(0).pk, descending: true, limit: 1 });
  return item ? FeedItem.parse(item).v : 0;
};

const fedVersions = async (table: TableAccess, refs: readonly StreamRef[]): Promise<Map<string, number>> => {
  const items = await table.getAll(refs.map(fedKey));
  return new Map(items.map((item) => FedItem.parse(item)).map(({ ref, v }) => [streamKey(ref), v]));
};

/** Puts one pending command into the feed and moves `end` along; does nothing when another reader has done it. */
const takeUp = async (table: TableAccess, command: CommandItem, end: FeedEnd): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const ranges = command.ranges
      .map((range) => ({ ...range, from: (end.fed.get(streamKey(range.ref)) ?? 0) + 1 }))
      .filter((range) => range.from <= range.to);
    const entry = ranges.length ? end.last + 1 : end.last;
    const lost = await table.transact(feedWrites(command, ranges, entry));
    if (!lost) {
      end.last = entry;
      for (const { ref, to } of ranges) end.fed.set(streamKey(ref), to);
      return;
    }
    const item = await table.get({ pk: command.pk, sk: command.sk });
    end.last = await lastEntry(table);
    const refs = command.ranges.map((range) => range.ref);
    for (const [key, version] of await fedVersions(table, refs)) end.fed.set(key, version);
    if (!item || CommandItem.parse(item).v !== 1) return;
  }
  throw new Error('the change feed is contended: events stay pending and are taken up by a later read');
};

const feedWrites = (command: CommandItem, ranges: readonly Range[], entry: number): Write[] => {
  const ttl = command.expiresAt === undefined ? {} : { [TTL_ATTRIBUTE]: command.expiresAt };
  const done: Write = { put: { ...command, v: 2, ...ttl }, if: { version: 1 } };
  if (ranges.length === 0) return [done];
  const fed = ranges.map(
    ({ ref, from, to, head }): Write => ({
      put: { ...fedKey(ref), v: to, ref, head },
      if: from === 1 ? 'absent' : { version: from - 1 },
    }),
  );
  return [done, { put: { ...feedKey(entry), v: entry, ranges }, if: 'absent' }, ...fed];
};

type Place = { entry: number; taken: number };
const placeOf = (after: Cursor | undefined): Place => {
  if (after === undefined) return { entry: 1, taken: 0 };
  const [entry, taken] = decodeCursor('changes', after).split('.').map(Number);
  return { entry: entry ?? 1, taken: taken ?? 0 };
};

/** A run of events of one entry: `before` events of the entry stand ahead of it. */
type Piece = { entry: number; before: number; range: Range };

/** Which events the answer consists of, found from the entries alone. */
const piecesOf = (feed: readonly { v: number; ranges: Range[] }[], place: Place, limit: number): Piece[] => {
  const pieces: Piece[] = [];
  let room = limit;
  for (const { v, ranges } of feed) {
    let before = 0;
    for (const range of ranges) {
      const length = range.to - range.from + 1;
      const skip = v === place.entry ? Math.min(Math.max(place.taken - before, 0), length) : 0;
      const size = Math.min(length - skip, room);
      const from = range.from + skip;
      if (size > 0) pieces.push({ entry: v, before: before + skip, range: { ...range, from, to: from + size - 1 } });
      room -= size;
      before += length;
    }
  }
  return pieces;
};

/** Events after the cursor in feed order. */
export const readFeed = async (table: TableAccess, after: Cursor | undefined, limit: number): Promise<Change[]> => {
  const place = placeOf(after);
  const { pk, sk } = feedKey(place.entry);
  // One entry more than events wanted: the first may be used up already.
  const items = await table.take({ pk, from: sk, limit: limit + 1 });
  const feed = items.map((item) => FeedItem.parse(item));
  const told = piecesOf(feed, place, limit).flatMap(addressesOf);
  const events = new Map<string, SealedEvent>();
  for (const item of await table.getAll(told.map(({ ref, seq }) => eventKey(ref, seq))))
    events.set(`${item.pk} ${item.sk}`, EventItem.parse(item));
  return told.map(({ cursor, ref, seq }) => {
    const key = eventKey(ref, seq);
    const event = events.get(`${key.pk} ${key.sk}`);
    if (!event) throw new Error(`event ${seq} of ${streamKey(ref)} is in the feed but not in the table`);
    return { cursor, ref, event };
  });
};

const addressesOf = ({ entry, before, range }: Piece) =>
  Array.from({ length: range.to - range.from + 1 }, (_, index) => ({
    cursor: encodeCursor('changes', `${entry}.${before + index + 1}`),
    ref: range.ref,
    seq: range.from + index,
  }));
