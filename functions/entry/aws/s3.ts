import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { readCertificates } from '../../adapters/local-keys/key-folder.ts';
import { s3Files } from '../../adapters/s3/files.ts';
import type { FilesConfig } from '../../aws-config.ts';
import type { Files } from '../../ports/files.ts';
import { RETRIES, realNow } from './state.ts';

/** In the region of the environment, or another one: the browser app's bucket lies beside CloudFront. */
export const s3Client = (region?: string): S3Client =>
  new S3Client({ ...RETRIES, ...pathStyle(), ...(region === undefined ? {} : { region }) });

/** A stand-in for S3 on one's own machine knows no bucket names in host names; AWS itself is never named by this variable. */
const pathStyle = () => (process.env.AWS_ENDPOINT_URL_S3 === undefined ? {} : { forcePathStyle: true });

export const awsFiles = (config: z.infer<typeof FilesConfig>, client: S3Client): Files =>
  s3Files({
    client,
    bucket: config.FILES_BUCKET,
    ...(config.ARCHIVE_BUCKET === undefined ? {} : { archiveBucket: config.ARCHIVE_BUCKET }),
    lockMode: config.OBJECT_LOCK_MODE ?? 'GOVERNANCE',
    now: realNow,
  });

/** An object that the operator keeps under `settings/`; undefined when there is none. */
export const readSetting = async (client: S3Client, bucket: string, name: string): Promise<string | undefined> => {
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `settings/${name}` }));
    return await answer.Body?.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};

/** The roots that signatures and timestamps must lead to. */
export const readRoots = async (client: S3Client, bucket: string): Promise<Uint8Array[]> => {
  const pem = await readSetting(client, bucket, 'roots.pem');
  return pem === undefined ? [] : readCertificates(pem);
};
