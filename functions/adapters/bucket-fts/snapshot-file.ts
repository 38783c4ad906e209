import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { COMPRESSION } from './log.ts';

/** The file, compressed, in memory: about two fifths of its size (ADR 0008). */
export const packFile = (file: string): Promise<Uint8Array> =>
  pipeline(createReadStream(file), createZstdCompress({ params: COMPRESSION }), (packed) => buffer(packed));

/** As long as its header says (SQLite file format §1.3: page size at 16, 1 for 65,536; number of pages at 28). */
const isWhole = async (file: string): Promise<boolean> => {
  const header = Buffer.alloc(32);
  const handle = await open(file, 'r');
  try {
    await handle.read(header, 0, 32, 0);
  } finally {
    await handle.close();
  }
  const page = header.readUInt16BE(16);
  const pages = header.readUInt32BE(28);
  return pages > 0 && (await stat(file)).size === pages * (page === 1 ? 65_536 : page);
};

/**
 * Makes the file from its compressed bytes, under its name only when it is whole. Its length is looked at, since node:zlib takes the beginning of
 * a zstd stream for all of it; damage in the middle fails the checksum.
 */
export const unpackFile = async (packed: AsyncIterable<Uint8Array>, file: string): Promise<void> => {
  const part = `${file}.part`;
  try {
    await pipeline(packed, createZstdDecompress(), createWriteStream(part));
    if (!(await isWhole(part))) throw new Error('a snapshot of the search index is cut short');
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
};
