import type { LocalCopy } from './local-copy.ts';
import { type Entry, lookAfter, readEntry, snapshotName } from './log.ts';
import type { Objects } from './objects.ts';

/** Above so many entries a newer snapshot is fetched sooner than they are; one that knows nothing always begins with a snapshot. */
const MANY = 200;
/** Entries fetched side by side and applied in one transaction. */
const AT_ONCE = 16;
const ATTEMPTS = 5;

/** Brings the copy to where the log stood when it was asked. */
export const catchUp = async (objects: Objects, copy: LocalCopy): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) if (await tryToCatchUp(objects, copy)) return;
  throw new Error('the search log is compacted faster than it is read');
};

/** False when compaction has meanwhile removed what the listing showed: then one looks again. */
const tryToCatchUp = async (objects: Objects, copy: LocalCopy): Promise<boolean> => {
  const seen = await lookAfter(objects, copy.position());
  const known = copy.position();
  const covered = seen.entries.filter(({ seq }) => seq <= seen.newest).length;
  const isSooner = known < seen.newest && (known === 0 || covered > MANY);
  if (known < seen.floor || isSooner) {
    const packed = await objects.get(snapshotName(seen.newest));
    if (packed === undefined) return false;
    await copy.restore(seen.newest, packed);
  }
  const due = seen.entries.filter(({ seq }) => seq > copy.position());
  withoutGap(due, copy.position());
  for (let at = 0; at < due.length; at += AT_ONCE)
    if (!(await applyEntries(objects, copy, due.slice(at, at + AT_ONCE)))) return false;
  return true;
};

const withoutGap = (entries: readonly Entry[], position: number): void => {
  const missing = entries.findIndex(({ seq }, at) => seq !== position + 1 + at);
  if (missing >= 0) throw new Error(`entry ${position + 1 + missing} of the search log is missing`);
};

const applyEntries = async (objects: Objects, copy: LocalCopy, entries: readonly Entry[]): Promise<boolean> => {
  const read = await Promise.all(entries.map((entry) => readEntry(objects, entry)));
  const operations = read.filter((one) => one !== undefined);
  const last = entries.at(-1);
  if (operations.length < entries.length || last === undefined) return false;
  await copy.follow(operations.flat(), last.seq);
  return true;
};
