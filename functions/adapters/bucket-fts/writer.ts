import type { SearchIndex } from '../../ports/search.ts';
import { Operation } from '../fts5/protocol.ts';
import { entryName, lookAfter, packEntry } from './log.ts';
import type { Objects } from './objects.ts';

export type BucketFtsWriter = Pick<SearchIndex, 'apply' | 'clear'>;
/** Each lost number was somebody else's entry: so many in a row mean that something else is wrong. */
const ATTEMPTS = 200;

/**
 * The writing half of the search index in a bucket, for those who never ask: one PUT and one LIST per call, no index and no SQLite. Several may
 * write at once; an entry is in the log when the call returns.
 */
export const bucketFtsWriter = ({ objects }: { objects: Objects }): BucketFtsWriter => {
  let last = 0;
  const look = async (from: number): Promise<{ floor: number }> => {
    const seen = await lookAfter(objects, from);
    last = Math.max(last, from, seen.newest, seen.entries.at(-1)?.seq ?? 0);
    return seen;
  };
  const append = async (operations: readonly Operation[]): Promise<void> => {
    const bytes = await packEntry(operations);
    if (last === 0) await look(0);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const seq = last + 1;
      const won = await objects.putIfAbsent(entryName(seq), bytes);
      // A number that compaction has removed is free again, and nobody reads it: an entry counts only above the floor.
      const { floor } = await look(seq);
      if (won && seq > floor) return;
    }
    throw new Error(`the search log took no entry in ${ATTEMPTS} attempts`);
  };
  return {
    apply: async (operations) => {
      if (operations.length > 0) await append(operations.map((operation) => Operation.parse(operation)));
    },
    clear: () => append([{ op: 'clear' }]),
  };
};
