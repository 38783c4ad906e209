import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { fileHeaders } from '../../../shared/kernel/file-headers.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { checksumOf, type ObjectAt, type S3Place } from './objects.ts';

/** Header by which the browser says which bytes it sends: base64 of their SHA-256. */
const CHECKSUM = 'x-amz-checksum-sha256';

/**
 * A PUT that S3 takes only with this length, type and checksum: all three are signed headers, so the browser must send them as declared, and S3
 * computes the checksum of what arrives. The signer by itself would leave the type unsigned and move the checksum into the address.
 */
export const uploadLink = (
  { client, bucket }: S3Place,
  o: { key: string; sha256: Hash; size: number; type: string; expiresInSeconds: number },
): Promise<string> =>
  getSignedUrl(
    client,
    new PutObjectCommand({
      Bucket: bucket,
      Key: o.key,
      ContentLength: o.size,
      ContentType: o.type,
      ChecksumAlgorithm: 'SHA256',
      ChecksumSHA256: checksumOf(o.sha256),
    }),
    {
      expiresIn: o.expiresInSeconds,
      signableHeaders: new Set(['content-type']),
      unhoistableHeaders: new Set([CHECKSUM]),
    },
  );

/** A GET of one version, under a name and a type that S3 repeats to the browser. */
export const downloadLink = (
  { client, bucket }: S3Place,
  o: ObjectAt & { filename: string; type: string; expiresInSeconds: number },
): Promise<string> => {
  const { type, disposition } = fileHeaders(o.filename, o.type);
  return getSignedUrl(
    client,
    new GetObjectCommand({
      Bucket: bucket,
      Key: o.key,
      VersionId: o.version,
      ResponseContentType: type,
      ResponseContentDisposition: disposition,
      ResponseCacheControl: 'private, no-store',
    }),
    { expiresIn: o.expiresInSeconds },
  );
};
