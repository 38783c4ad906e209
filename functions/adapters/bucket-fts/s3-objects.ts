import { Readable } from 'node:stream';
import { DeleteObjectsCommand, GetObjectCommand, paginateListObjectsV2, S3ServiceException } from '@aws-sdk/client-s3';
import { createObject, type S3Place } from '../s3/objects.ts';
import type { Listed, Objects } from './objects.ts';

/** S3 deletes so many objects in one request. */
const AT_ONCE = 1_000;
/** No such object, or another one under its name. */
const GONE = new Set([404, 412]);

/**
 * Objects in a bucket, below a prefix of their own (`search/`). Needs s3:GetObject, PutObject, DeleteObject and ListBucket: without the last S3
 * says 403 of what is not there, and that is thrown. The bucket keeps no versions: deleted means deleted.
 */
export const s3Objects = (place: S3Place & { prefix: string }): Objects => {
  const { client, bucket: Bucket, prefix } = place;
  const nameOf = (key: string) => key.slice(prefix.length);
  return {
    get: async (name, etag) => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: prefix + name, IfMatch: etag }));
        if (!(Body instanceof Readable)) throw new Error(`S3 answered ${name} without a body`);
        return Body;
      } catch (error) {
        if (error instanceof S3ServiceException && GONE.has(error.$metadata.httpStatusCode ?? 0)) return undefined;
        throw error;
      }
    },
    putIfAbsent: (name, bytes) => createObject(place, { key: prefix + name, bytes, type: 'application/zstd' }),
    listAfter: async (name) => {
      const listed: Listed[] = [];
      const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: prefix, StartAfter: prefix + name });
      for await (const { Contents = [] } of pages)
        for (const { Key, ETag } of Contents)
          if (Key !== undefined && ETag !== undefined) listed.push({ name: nameOf(Key), etag: ETag });
      return listed;
    },
    delete: async (names) => {
      for (let at = 0; at < names.length; at += AT_ONCE) {
        const Objects = names.slice(at, at + AT_ONCE).map((name) => ({ Key: prefix + name }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
        );
        const [first] = Errors;
        if (first !== undefined) throw new Error(`S3 did not delete ${first.Key}: ${first.Code}`);
      }
    },
  };
};
