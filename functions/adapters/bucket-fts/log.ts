import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import * as z from 'zod';
import { Operation } from '../fts5/protocol.ts';
import type { Objects } from './objects.ts';

/**
 * The shape of the index in its bucket: `log/000000000042.json.zst`, one object per apply, numbered without gaps from 1 and never changed, and
 * `snapshot/000000000040.sqlite.zst`, the FTS5 file as it stands after entry 40. Snapshots sort after the log, so that one listing shows the
 * entries one lacks and which of them are no longer kept.
 */
export type Entry = { seq: number; name: string; etag: string };
export type Seen = {
  /** After the position asked from, in order. */
  entries: Entry[];
  /** Numbers of the snapshots, oldest first. */
  snapshots: number[];
  /** Of the newest snapshot; 0 when there is none. */
  newest: number;
  /**
   * Entries up to here may be gone: the number of the last snapshot but one, since compaction keeps two. It never falls, even when a compaction
   * that was held up adds an old snapshot late.
   */
  floor: number;
};

const digits = (seq: number): string => String(seq).padStart(12, '0');
export const entryName = (seq: number): string => `log/${digits(seq)}.json.zst`;
export const snapshotName = (seq: number): string => `snapshot/${digits(seq)}.sqlite.zst`;
const ENTRY = /^log\/(\d{12})\.json\.zst$/;
const SNAPSHOT = /^snapshot\/(\d{12})\.sqlite\.zst$/;

/** What the bucket shows to somebody who knows the entries up to this one. One listing. */
export const lookAfter = async (objects: Objects, position: number): Promise<Seen> => {
  const listed = await objects.listAfter(entryName(position));
  const entries: Entry[] = [];
  const snapshots: number[] = [];
  for (const { name, etag } of listed) {
    const [entry, snapshot] = [ENTRY.exec(name)?.[1], SNAPSHOT.exec(name)?.[1]];
    if (entry !== undefined) entries.push({ seq: Number(entry), name, etag });
    if (snapshot !== undefined) snapshots.push(Number(snapshot));
  }
  return { entries, snapshots, newest: snapshots.at(-1) ?? 0, floor: snapshots.at(-2) ?? 0 };
};

/** With a checksum of the content: a damaged entry is not read. */
export const COMPRESSION = { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 };
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const Operations = z.array(Operation);

export const packEntry = (operations: readonly Operation[]): Promise<Uint8Array> =>
  compress(Buffer.from(JSON.stringify(operations)), { params: COMPRESSION });
/** The operations of one entry; undefined when it is gone. */
export const readEntry = async (objects: Objects, { name, etag }: Entry): Promise<Operation[] | undefined> => {
  const packed = await objects.get(name, etag);
  if (packed === undefined) return undefined;
  return Operations.parse(JSON.parse((await decompress(await buffer(packed))).toString('utf8')));
};
