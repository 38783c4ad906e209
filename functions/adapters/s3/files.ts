import type { ObjectLockRetentionMode } from '@aws-sdk/client-s3';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import { contentAddress, damaged, type FileAddress, hashOfBytes, slotAddress } from '../content-address.ts';
import { type Archive, keep, keptVersion, readKept } from './archive.ts';
import { downloadLink, uploadLink } from './file-links.ts';
import { checksumOf, createObject, objectFacts, readObject, type S3Place, type StoredObject } from './objects.ts';

export type S3FilesOptions = S3Place & {
  /** Kept copies. Without it `retain` throws, and a damaged file has no copy to fall back to. */
  archiveBucket?: string;
  lockMode: ObjectLockRetentionMode;
} & Clock;
type Places = { place: S3Place; archive: Archive | undefined };

const SLOT_TYPE = 'application/octet-stream';
const keyOf = (address: FileAddress): string => `content/${contentAddress(address)}`;

/** Working copy, else kept copy; undefined when neither is there, throws when the working copy is damaged and none is kept. */
const intact = async ({ place, archive }: Places, address: FileAddress): Promise<StoredObject | undefined> => {
  const key = keyOf(address);
  const working = await readObject(place, { key });
  if (working && hashOfBytes(working.bytes) === address.hash) return working;
  const kept = archive && (await readKept(archive, { key, hash: address.hash }));
  if (kept === undefined && working !== undefined) throw damaged(contentAddress(address));
  return kept;
};

/** A key that is taken holds the same bytes, since it is their hash: by S3's own checksum, or by reading when it has none. */
const mustBeThere = async (places: Places, address: FileAddress, size: number): Promise<void> => {
  const found = await objectFacts(places.place, { key: keyOf(address) });
  if (found?.size === size && found.checksum === checksumOf(address.hash)) return;
  if (found?.checksum !== undefined) throw damaged(contentAddress(address));
  if ((await intact(places, address)) === undefined) throw damaged(contentAddress(address));
};

/** Where S3 holds the bytes that have this hash: never a link to others. */
const located = async ({ place, archive }: Places, address: FileAddress) => {
  const kept = { key: keyOf(address), hash: address.hash };
  const working = await objectFacts(place, { key: kept.key });
  if (working?.checksum === checksumOf(kept.hash)) return { place, at: { key: kept.key } };
  const at = archive && (await keptVersion(archive, kept));
  return archive && at ? { place: archive, at } : undefined;
};

const filesIn = (places: Places): Files => ({
  put: async (area, owner, bytes, type) => {
    const address = { area, owner, hash: hashOfBytes(bytes) };
    if (!(await createObject(places.place, { key: keyOf(address), bytes, type })))
      await mustBeThere(places, address, bytes.length);
    return address.hash;
  },
  get: async (area, owner, hash) => (await intact(places, { area, owner, hash }))?.bytes,
  retain: async ({ retainUntil, ...address }) => {
    if (places.archive === undefined) throw new Error('no archive bucket to keep files in');
    const found = await intact(places, address);
    if (found === undefined) throw new Error(`file ${contentAddress(address)} is not there to be kept`);
    await keep(places.archive, { key: keyOf(address), hash: address.hash, until: retainUntil, ...found });
  },
  putIfAbsent: async (slot, bytes) => {
    const key = slotAddress(slot);
    const winner = (await readObject(places.place, { key }))?.bytes;
    if (winner !== undefined) return winner;
    if (await createObject(places.place, { key, bytes, type: SLOT_TYPE })) return bytes;
    const other = await readObject(places.place, { key });
    if (other === undefined) throw new Error(`slot ${slot} vanished while it was read`);
    return other.bytes;
  },
  read: async (slot) => (await readObject(places.place, { key: slotAddress(slot) }))?.bytes,
  uploadUrl: async ({ area, owner, ...file }) =>
    uploadLink(places.place, { ...file, key: keyOf({ area, owner, hash: file.sha256 }) }),
  downloadUrl: async ({ area, owner, sha256, ...file }) => {
    const address = { area, owner, hash: sha256 };
    const found = await located(places, address);
    if (found === undefined) throw new Error(`file ${contentAddress(address)} is not there, or damaged`);
    return downloadLink(found.place, { ...found.at, ...file });
  },
});

/**
 * Files in S3: `content/{area}/{owner}/{sha256}` and `slots/…` of a versioned bucket, kept copies under the same key of a bucket with Object Lock.
 * Every write is conditional (If-None-Match) and carries its SHA-256, which S3 checks. `now` is the wall clock: terms in the past cannot be locked.
 */
export const s3Files = ({ client, bucket, archiveBucket, lockMode, now }: S3FilesOptions): Files =>
  filesIn({
    place: { client, bucket },
    archive: archiveBucket === undefined ? undefined : { client, bucket: archiveBucket, lockMode, now },
  });
