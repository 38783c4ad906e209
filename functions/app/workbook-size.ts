import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MAX_ENTRIES = 2_000;
const STORED = 0;
const DEFLATED = 8;

/** Start of the list of entries and their number, from the record at the end of a ZIP (APPNOTE 4.3.16). */
const directoryOf = (view: DataView): { at: number; entries: number } | undefined => {
  const first = Math.max(0, view.byteLength - 22 - 65_535);
  for (let at = view.byteLength - 22; at >= first; at -= 1)
    if (view.getUint32(at, true) === END)
      return { at: view.getUint32(at + 16, true), entries: view.getUint16(at + 10, true) };
  return;
};

/**
 * Does the workbook unpack to at most `limit` bytes? Each entry is really unpacked, up to what is left: the sizes that a hostile file
 * declares are worth nothing, and the reader would hold all of it in memory. Anything that is not a plain ZIP does not fit.
 */
export const unpacksWithin = (bytes: Uint8Array, limit: number): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const directory = directoryOf(view);
    if (directory === undefined || directory.entries > MAX_ENTRIES) return false;
    let left = limit;
    let at = directory.at;
    for (let entry = 0; entry < directory.entries; entry += 1) {
      if (view.getUint32(at, true) !== ENTRY) return false;
      left -= sizeOf(bytes, view, { at, left });
      if (left < 0) return false;
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return true;
  } catch {
    return false; // an offset outside the file, or an entry that unpacks to more than is left
  }
};

const sizeOf = (bytes: Uint8Array, view: DataView, entry: { at: number; left: number }): number => {
  const method = view.getUint16(entry.at + 10, true);
  const packed = view.getUint32(entry.at + 20, true);
  const local = view.getUint32(entry.at + 42, true);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (method === STORED) return packed;
  if (method !== DEFLATED) return Number.POSITIVE_INFINITY;
  return inflateRawSync(bytes.subarray(start, start + packed), { maxOutputLength: entry.left + 1 }).length;
};
