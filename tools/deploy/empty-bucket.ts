import { DeleteObjectsCommand, ListObjectVersionsCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';

type Version = { Key: string; VersionId: string | undefined };

/** The first page of what still lies there; undefined when the bucket is gone. */
const someVersions = async (client: S3Client, bucket: string): Promise<Version[] | undefined> => {
  try {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
      Key === undefined ? [] : [{ Key, VersionId }],
    );
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchBucket') return undefined;
    throw error;
  }
};

/**
 * Deletes every version and marker of a bucket, lifting governance locks; the number deleted. Throws at what still stands, such as a compliance lock
 * that nobody can lift.
 */
export const emptyBucket = async (client: S3Client, bucket: string): Promise<number> => {
  let deleted = 0;
  for (;;) {
    const Objects = (await someVersions(client, bucket)) ?? [];
    if (Objects.length === 0) return deleted;
    const Delete = { Objects, Quiet: true };
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete, BypassGovernanceRetention: true });
    const [refused] = (await client.send(command)).Errors ?? [];
    if (refused !== undefined) throw new Error(`không xóa được ${bucket}/${refused.Key}: ${refused.Code}`);
    deleted += Objects.length;
  }
};
