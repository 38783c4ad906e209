import type { ObjectLockRetentionMode } from '@aws-sdk/client-s3';
import { later } from '../../../shared/kernel/time.ts';
import type { Anchors } from '../../ports/anchors.ts';
import type { Clock } from '../../ports/clock.ts';
import { createObject, objectVersions, readObject, type S3Place } from './objects.ts';

const PREFIX = 'anchors/anchor-';
const NAME = /^anchors\/anchor-(\d{10})\.json$/;
const DAY = 86_400_000;
/** `anchors/anchor-0000000012.json`: keys sort by number. */
const keyOf = (seq: number): string => `${PREFIX}${String(seq).padStart(10, '0')}.json`;

/** The first version that was ever written under the number: what stands above it is somebody else's. */
const firstVersion = async (place: S3Place, seq: number): Promise<string | undefined> => {
  const key = keyOf(seq);
  let first: string | undefined;
  for await (const found of objectVersions(place, key)) if (found.key === key) first = found.version;
  return first;
};

/**
 * Anchors in a bucket with versions and Object Lock, best of another account than the journal. Each is locked for `retainDays` from the clock's now
 * (the wall clock: S3 refuses a term in the past). Deleting or overwriting only puts something above the locked version, which is never read.
 */
export const s3Anchors = (
  options: S3Place & { lockMode: ObjectLockRetentionMode; retainDays: number } & Clock,
): Anchors => ({
  add: async (seq, file) => {
    // A delete marker would make S3 take the number for free.
    if ((await firstVersion(options, seq)) !== undefined) return false;
    const retainUntil = later(options.now(), options.retainDays * DAY);
    return createObject(options, {
      key: keyOf(seq),
      bytes: file,
      type: 'application/json',
      lock: { ObjectLockMode: options.lockMode, ObjectLockRetainUntilDate: new Date(retainUntil) },
    });
  },
  read: async (seq) => {
    const version = await firstVersion(options, seq);
    return version === undefined ? undefined : (await readObject(options, { key: keyOf(seq), version }))?.bytes;
  },
  list: async () => {
    const numbers = new Set<number>();
    for await (const { key } of objectVersions(options, PREFIX)) {
      const digits = NAME.exec(key)?.[1];
      if (digits !== undefined) numbers.add(Number(digits));
    }
    return [...numbers].sort((a, b) => a - b);
  },
});
