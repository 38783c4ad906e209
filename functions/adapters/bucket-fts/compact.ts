import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalCopy } from './local-copy.ts';
import { entryName, lookAfter, snapshotName } from './log.ts';
import type { Objects } from './objects.ts';
import { packFile } from './snapshot-file.ts';

/** What a compaction did: the snapshot that now stands, how many entries went into it, its bytes in the bucket (0: there was nothing to do). */
export type Compaction = { snapshot: number; entries: number; bytes: number };

/**
 * Puts a snapshot of the copy, which stands at the end of the log, into the bucket, and removes what only older snapshots need. It may stop after
 * any step and may run twice at once: the next one finishes the work.
 */
export const compact = async (objects: Objects, copy: LocalCopy, directory: string): Promise<Compaction> => {
  const before = await lookAfter(objects, copy.position());
  const done =
    copy.position() > before.newest
      ? await putSnapshot(objects, copy, directory)
      : { snapshot: before.newest, bytes: 0 };
  await removeOld(objects);
  return { ...done, entries: done.snapshot - before.newest };
};

const putSnapshot = async (objects: Objects, copy: LocalCopy, directory: string) => {
  const file = join(directory, `copy-${String(copy.position()).padStart(12, '0')}-${randomUUID()}.sqlite`);
  try {
    const snapshot = await copy.index().copyTo(file);
    const packed = await packFile(file);
    // A name that is taken holds the same index: another compaction was quicker.
    await objects.putIfAbsent(snapshotName(snapshot), packed);
    return { snapshot, bytes: packed.length };
  } finally {
    await rm(file, { force: true });
  }
};

/** Keeps two snapshots and the entries after the older one: a reader that has just fetched it still finds the rest of its way. */
const removeOld = async (objects: Objects): Promise<void> => {
  const { snapshots, entries, floor } = await lookAfter(objects, 0);
  await objects.delete([
    ...snapshots.filter((seq) => seq < floor).map(snapshotName),
    ...entries.filter(({ seq }) => seq <= floor).map(({ seq }) => entryName(seq)),
  ]);
};
