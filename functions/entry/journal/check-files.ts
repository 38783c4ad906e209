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

/** That every file an event names is there with the bytes it had then. `directory` is the root of the `fs` files. */
export const checkFiles = async (
  directory: string,
  files: ReadonlyMap<string, Naming>,
  faults: FaultList,
): Promise<number> => {
  for (const [file, naming] of files) {
    const [area = '', owner = '', sha256 = ''] = file.split('/');
    const found = await sha256OfFile(join(directory, 'content', area, owner, sha256));
    if (found === sha256) continue;
    const message = found === undefined ? 'mất tệp mà sự kiện nhắc đến' : 'tệp đã bị thay: nội dung không khớp mã băm';
    faults.add({ about: 'file', file, message, ...naming });
  }
  return files.size;
};
