import { type ObjectLockRetentionMode, PutObjectRetentionCommand } from '@aws-sdk/client-s3';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { type Instant, instant, later, milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { damaged, hashOfBytes } from '../content-address.ts';
import {
  checksumOf,
  createObject,
  type ObjectAt,
  type ObjectLock,
  objectFacts,
  objectVersions,
  readObject,
  type S3Place,
  type StoredObject,
} from './objects.ts';

/** Kept copies: a bucket with versions and Object Lock. */
export type Archive = S3Place & { lockMode: ObjectLockRetentionMode } & Clock;
export type Kept = { key: string; hash: Hash };

/** S3 locks for 36 500 days at most. */
const LONGEST = 36_500 * 86_400_000;

const versionOf = async (place: S3Place, { key, hash }: Kept): Promise<Required<ObjectAt> | undefined> => {
  for await (const at of objectVersions(place, key)) {
    if (at.key === key && (await objectFacts(place, at))?.checksum === checksumOf(hash)) return at;
  }
  return undefined;
};

/**
 * The version that has these bytes, whatever was put above it: a delete marker or a later version hides a locked one, but cannot remove it.
 */
export const keptVersion = async (place: S3Place, kept: Kept): Promise<ObjectAt | undefined> => {
  const newest = await objectFacts(place, { key: kept.key });
  return newest?.checksum === checksumOf(kept.hash) ? { key: kept.key } : versionOf(place, kept);
};

export const readKept = async (place: S3Place, kept: Kept): Promise<StoredObject | undefined> => {
  const at = await keptVersion(place, kept);
  const found = at && (await readObject(place, at));
  return found && hashOfBytes(found.bytes) === kept.hash ? found : undefined;
};

/** The lock for a term, no longer than S3 takes; none when the term is over, since S3 refuses an end in the past. */
const lockFor = ({ lockMode, now }: Archive, until: Instant): ObjectLock | undefined => {
  const end = Math.min(milliseconds(until), milliseconds(later(now(), LONGEST)));
  if (end <= milliseconds(now())) return undefined;
  return { ObjectLockMode: lockMode, ObjectLockRetainUntilDate: new Date(instant(end)) };
};

/** Object Lock itself refuses to shorten a term in COMPLIANCE; in GOVERNANCE it is this comparison that never asks. */
const lengthen = async (archive: Archive, at: Required<ObjectAt>, lock: ObjectLock): Promise<void> => {
  const before = (await objectFacts(archive, at))?.lockedUntil;
  const after = lock.ObjectLockRetainUntilDate;
  if (before !== undefined && after !== undefined && before >= after) return;
  await archive.client.send(
    new PutObjectRetentionCommand({
      Bucket: archive.bucket,
      Key: at.key,
      VersionId: at.version,
      Retention: { Mode: lock.ObjectLockMode, RetainUntilDate: after },
    }),
  );
};

/** Puts the copy and its lock in one request; a copy that is there already only has its term lengthened. */
export const keep = async (archive: Archive, o: Kept & StoredObject & { until: Instant }): Promise<void> => {
  const lock = lockFor(archive, o.until);
  const type = o.type ?? 'application/octet-stream';
  if (await createObject(archive, { key: o.key, bytes: o.bytes, type, ...(lock === undefined ? {} : { lock }) }))
    return;
  const at = await versionOf(archive, o);
  if (at === undefined) throw damaged(`archive ${o.key}`);
  if (lock !== undefined) await lengthen(archive, at, lock);
};
