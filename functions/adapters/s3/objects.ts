import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { hashOfBytes } from '../content-address.ts';

export type S3Place = { client: S3Client; bucket: string };
export type ObjectLock = Pick<PutObjectCommandInput, 'ObjectLockMode' | 'ObjectLockRetainUntilDate'>;
/** One version of an object; without a version, the newest. */
export type ObjectAt = { key: string; version?: string };
export type StoredObject = { bytes: Uint8Array; type: string | undefined };
export type ObjectFacts = { size: number | undefined; checksum: string | undefined; lockedUntil: Date | undefined };

const GONE = new Set(['NoSuchKey', 'NotFound', 'NoSuchVersion']);
const PRECONDITION_FAILED = 412;
const ATTEMPTS = 8;
const pause = (attempt: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.random() * Math.min(20 * 2 ** attempt, 1_000)));

const named = (error: unknown, names: ReadonlySet<string>): boolean =>
  error instanceof S3ServiceException && names.has(error.name);
/** Another conditional write of the same key was under way: S3 decides neither, both ask again. */
const CONFLICT = new Set(['ConditionalRequestConflict']);

const unlessGone = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (named(error, GONE)) return undefined;
    throw error;
  }
};

/** SHA-256 as S3 writes it: base64. */
export const checksumOf = (hash: Hash): string => Buffer.from(hash, 'hex').toString('base64');

/** The newest version; undefined when there is none. Needs s3:ListBucket: without it S3 says 403 of what is not there, and that is thrown. */
export const readObject = async (place: S3Place, at: ObjectAt): Promise<StoredObject | undefined> => {
  const asked = new GetObjectCommand({ Bucket: place.bucket, Key: at.key, VersionId: at.version });
  const answer = await unlessGone(place.client.send(asked));
  if (answer === undefined) return undefined;
  if (answer.Body === undefined) throw new Error(`S3 answered ${at.key} without a body`);
  return { bytes: await answer.Body.transformToByteArray(), type: answer.ContentType };
};

/**
 * Size and SHA-256 (base64) as S3 itself computed them when the object was written; no checksum when it was written without one. The end of the
 * lock is told only to those who may s3:GetObjectRetention.
 */
export const objectFacts = async (place: S3Place, at: ObjectAt): Promise<ObjectFacts | undefined> => {
  const answer = await unlessGone(
    place.client.send(
      new HeadObjectCommand({ Bucket: place.bucket, Key: at.key, VersionId: at.version, ChecksumMode: 'ENABLED' }),
    ),
  );
  return (
    answer && {
      size: answer.ContentLength,
      checksum: answer.ChecksumSHA256,
      lockedUntil: answer.ObjectLockRetainUntilDate,
    }
  );
};

/** Gives the key to the first who asks, checked against its SHA-256 on the way; false when the key is taken. */
export const createObject = async (
  place: S3Place,
  o: { key: string; bytes: Uint8Array; type: string; lock?: ObjectLock },
): Promise<boolean> => {
  const command = new PutObjectCommand({
    Bucket: place.bucket,
    Key: o.key,
    Body: o.bytes,
    ContentType: o.type,
    ContentLength: o.bytes.length,
    ChecksumAlgorithm: 'SHA256',
    ChecksumSHA256: checksumOf(hashOfBytes(o.bytes)),
    IfNoneMatch: '*',
    ...o.lock,
  });
  for (let attempt = 0; ; attempt += 1) {
    try {
      await place.client.send(command);
      return true;
    } catch (error) {
      if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === PRECONDITION_FAILED) return false;
      if (!named(error, CONFLICT) || attempt + 1 >= ATTEMPTS) throw error;
      await pause(attempt);
    }
  }
};

/**
 * Every version below a prefix: keys in order, newest version first. What lies under a delete marker or under a later version is named too, since
 * neither removes a locked version.
 */
export async function* objectVersions(
  { client, bucket }: S3Place,
  prefix: string,
): AsyncGenerator<Required<ObjectAt>, void> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: page?.NextKeyMarker,
        VersionIdMarker: page?.NextVersionIdMarker,
      }),
    );
    for (const { Key: key, VersionId: version } of page.Versions ?? [])
      if (key !== undefined && version !== undefined) yield { key, version };
  } while (page.IsTruncated === true);
}
