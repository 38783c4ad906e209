import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchors } from '../../ports/anchors.ts';
import { readIfThere, writeOnce } from './durable.ts';

const NAME = /^anchor-(\d{10})\.json$/;
/** `anchor-0000000012.json`: names sort by number, and numbers by time. */
export const anchorFileName = (seq: number): string => `anchor-${String(seq).padStart(10, '0')}.json`;

const namesIn = async (directory: string): Promise<string[]> => {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

/** Anchors as files of a directory (`ANCHOR_DIR`), best on another disk or machine than the data. */
export const fsAnchors = (options: { directory: string }): Anchors => ({
  add: (seq, file) => writeOnce(join(options.directory, anchorFileName(seq)), file),
  read: (seq) => readIfThere(join(options.directory, anchorFileName(seq))),
  list: async () =>
    (await namesIn(options.directory))
      .map((name) => NAME.exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((a, b) => a - b),
});
