import { GetObjectLockConfigurationCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { instant } from '../../shared/kernel/time.ts';
import { hashOfBytes } from '../adapters/content-address.ts';
import { s3Anchors } from '../adapters/s3/anchors.ts';
import { s3Files } from '../adapters/s3/files.ts';
import { readObject } from '../adapters/s3/objects.ts';
import type { StoreSettings } from './outside-settings.ts';

const now = () => instant(Date.now());

const clientOf = ({ endpoint, region, credentials }: StoreSettings): S3Client =>
  new S3Client({
    region,
    credentials,
    maxAttempts: 5,
    // Stores on one's own machines know no bucket names in host names.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });

/** Files and anchors of one machine in an S3-compatible store. */
export const openS3Store = (settings: StoreSettings) => {
  const client = clientOf(settings);
  const { bucket, archiveBucket, lockMode, retainDays } = settings;
  return {
    files: s3Files({ client, bucket, archiveBucket, lockMode, now }),
    anchors: s3Anchors({ client, bucket: archiveBucket, lockMode, retainDays, now }),
    /** SHA-256 of the working copy as it is now, by reading it; undefined when there is none. */
    sha256Of: async (file: string): Promise<string | undefined> => {
      const found = await readObject({ client, bucket }, { key: `content/${file}` });
      return found && hashOfBytes(found.bytes);
    },
    close: () => client.destroy(),
  };
};

const causeOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}${error.message === '' ? '' : `: ${error.message}`}` : String(error);

/** Why the store cannot serve this office, as a sentence; undefined when it can be reached and locks what is kept. */
export const problemOfS3Store = async (settings: StoreSettings): Promise<string | undefined> => {
  const client = clientOf(settings);
  const { bucket, archiveBucket } = settings;
  try {
    for (const Bucket of [bucket, archiveBucket])
      try {
        await client.send(new HeadBucketCommand({ Bucket }));
      } catch (error) {
        return `Không dùng được kho S3 ${Bucket} (${causeOf(error)}): kiểm tra S3_ENDPOINT, S3_REGION, tên kho và khóa truy cập.`;
      }
    const lock = await client
      .send(new GetObjectLockConfigurationCommand({ Bucket: archiveBucket }))
      .catch(() => undefined);
    if (lock?.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled') return undefined;
    return `Kho S3 ${archiveBucket} chưa bật Object Lock (hoặc không cho đọc thiết lập đó): bản lưu và mốc cần kho này giữ không cho sửa, xóa.`;
  } finally {
    client.destroy();
  }
};
