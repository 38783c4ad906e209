import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Naming } from './check-events.ts';
import type { FaultList } from './fault.ts';

/** SHA-256 of a file without holding it in memory; undefined when there is none. */
export const sha256OfFile = async (path: string): Promise<string | undefined> => {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
};

/** SHA-256 of the file `{area}/{owner}/{sha256}` as it is now, wherever the office keeps its files; undefined when there is none. */
export type FileHash = (file: string) => Promise<string | undefined>;
/** On this machine's disk; `directory` is the root of the `fs` files. */
export const hashOnDisk =
  (directory: string): FileHash =>
  (file) =>
    sha256OfFile(join(directory, 'content', ...file.split('/')));

/** That every file an event names is there with the bytes it had then. */
export const checkFiles = async (
  sha256Of: FileHash,
  files: ReadonlyMap<string, Naming>,
  faults: FaultList,
): Promise<number> => {
  for (const [file, naming] of files) {
    const found = await sha256Of(file);
    if (found === file.split('/').at(-1)) continue;
    const message = found === undefined ? 'mất tệp mà sự kiện nhắc đến' : 'tệp đã bị thay: nội dung không khớp mã băm';
    faults.add({ about: 'file', file, message, ...naming });
  }
  return files.size;
};
