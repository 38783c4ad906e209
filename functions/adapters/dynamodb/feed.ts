import { type SealedEvent, type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change, Cursor } from '../../ports/store.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { CommandItem, FedItem, FeedItem, fedKey, feedKey, type Key, OUTBOX, type Range } from './items.ts';
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
  let last = await lastEntry(table);
  for await (const page of table.pages({ index: OUTBOX_INDEX, pk: OUTBOX, limit: PAGE })) {
    for (const { pk, sk } of page) last = await takeUp(table, { pk, sk }, last);
  }
};

const lastEntry = async (table: TableAccess): Promise<number> => {
  const [item] = await table.take({ pk: feedKey(0).pk, descending: true, limit: 1 });
  return item ? FeedItem.parse(item).v : 0;
};

/** Puts one pending command into the feed; the number of the last entry afterwards. */
const takeUp = async (table: TableAccess, key: Key, known: number): Promise<number> => {
  let last = known;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const item = await table.get(key);
    const command = item && CommandItem.parse(item);
    if (command?.v !== 1) return last;
    const ranges = await notYetFed(table, command.ranges);
    const entry = ranges.length ? last + 1 : last;
    const lost = await table.transact(feedWrites(command, ranges, entry));
    if (!lost) return entry;
    last = await lastEntry(table);
  }
  throw new Error('the change feed is contended: events stay pending and are taken up by a later read');
};

const fedVersions = async (table: TableAccess, refs: readonly StreamRef[]): Promise<Map<string, number>> => {
  const items = await table.getAll(refs.map(fedKey));
  return new Map(items.map((item) => FedItem.parse(item)).map(({ ref, v }) => [streamKey(ref), v]));
};

const notYetFed = async (table: TableAccess, ranges: readonly Range[]): Promise<Range[]> => {
  const fed = await fedVersions(
    table,
    ranges.map((range) => range.ref),
  );
  return ranges
    .map((range) => ({ ...range, from: (fed.get(streamKey(range.ref)) ?? 0) + 1 }))
    .filter((range) => range.from <= range.to);
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

export type ReadHistory = (ref: StreamRef, from: number, limit: number) => Promise<SealedEvent[]>;

/** Events after the cursor in feed order. */
export const readFeed = async (
  table: TableAccess,
  history: ReadHistory,
  { after, limit }: { after: Cursor | undefined; limit: number },
): Promise<Change[]> => {
  const place = placeOf(after);
  const { pk, sk } = feedKey(place.entry);
  // One entry more than events wanted: the first may be used up already.
  const items = await table.take({ pk, from: sk, limit: limit + 1 });
  const pieces = piecesOf(
    items.map((item) => FeedItem.parse(item)),
    place,
    limit,
  );
  const changes: Change[] = [];
  for (const { entry, before, range } of pieces) {
    const events = await history(range.ref, range.from, range.to - range.from + 1);
    events.forEach((event, index) => {
      const cursor = encodeCursor('changes', `${entry}.${before + index + 1}`);
      changes.push({ cursor, ref: range.ref, event });
    });
  }
  return changes;
};
