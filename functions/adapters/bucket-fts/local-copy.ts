import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Operation } from '../fts5/protocol.ts';
import { type FtsSearch, ftsSearch } from '../fts5/search.ts';
import { unpackFile } from './snapshot-file.ts';

/** The index of this process, in a file of its own. How far it has come stands in the file itself. */
export type LocalCopy = {
  /** The last entry of the log that is in it. */
  position(): number;
  index(): FtsSearch;
  follow(operations: readonly Operation[], position: number): Promise<void>;
  /** Puts the snapshot of that number in the place of what is here. Questions already asked are still answered. */
  restore(seq: number, packed: AsyncIterable<Uint8Array>): Promise<void>;
  close(): Promise<void>;
};
type Place = { directory: string; worker: URL | undefined };
type Open = { index: FtsSearch; file: string; position: number };

/** By the snapshot that it began with: a name is never given twice, so no journal of another file lies beside it. */
const fileName = (seq: number): string => `index-${String(seq).padStart(12, '0')}.sqlite`;
const FILE = /^index-\d{12}\.sqlite$/;
const OURS = /^(?:index-\d{12}\.sqlite|copy-\d{12}-.+\.sqlite)/;

const openFile = async ({ directory, worker }: Place, name: string): Promise<Open> => {
  const index = ftsSearch({ file: join(directory, name), worker });
  try {
    return { index, file: name, position: await index.openedAt() };
  } catch (error) {
    await index.close().catch(() => undefined);
    throw error;
  }
};

/** Removes what an earlier process has left: other files of ours, journals, beginnings of downloads. */
const tidy = async (directory: string, keep: string | undefined): Promise<void> => {
  const names = await readdir(directory);
  const left = names.filter((name) => OURS.test(name) && (keep === undefined || !name.startsWith(keep)));
  for (const name of left) await rm(join(directory, name), { force: true });
};

/** What a process before this one has left, if it can be opened; a damaged file is only a copy. */
const reopen = async (place: Place): Promise<Open | undefined> => {
  const newest = (await readdir(place.directory))
    .filter((name) => FILE.test(name))
    .toSorted()
    .at(-1);
  if (newest === undefined) return undefined;
  return openFile(place, newest).catch(() => undefined);
};

/** Opens the copy in this directory, which belongs to this process alone, or begins an empty one. */
export const openLocalCopy = async (place: Place): Promise<LocalCopy> => {
  await mkdir(place.directory, { recursive: true });
  const found = await reopen(place);
  await tidy(place.directory, found?.file);
  let open = found ?? (await openFile(place, fileName(0)));
  return {
    position: () => open.position,
    index: () => open.index,
    follow: async (operations, position) => {
      await open.index.follow(operations, position);
      open = { ...open, position };
    },
    restore: async (seq, packed) => {
      await unpackFile(packed, join(place.directory, fileName(seq)));
      const old = open;
      const next = await openFile(place, fileName(seq));
      if (next.position !== seq) {
        await next.index.close();
        throw new Error(`snapshot ${seq} of the search index stands at ${next.position}`);
      }
      open = next;
      // The thread answers in order: what was asked of the old file is answered before it closes.
      await old.index.close();
      await tidy(place.directory, next.file);
    },
    close: () => open.index.close(),
  };
};
