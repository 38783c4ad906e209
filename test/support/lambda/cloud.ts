import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { handwriting } from '../../../functions/adapters/local-keys/handwriting.ts';
import { spkiOf } from '../../../functions/adapters/local-keys/key-folder.ts';
import { sealImage } from '../../../functions/adapters/local-keys/seal-image.ts';
import { s3Files } from '../../../functions/adapters/s3/files.ts';
import { certificatePlace } from '../../../functions/entry/aws/certificates.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { newFileBuckets } from '../buckets.ts';
import { certifier, createKmsKey, pemOf } from '../kms-keys.ts';
import type { MotoServer } from '../moto.ts';

const BUCKET_LOCATION = { CreateBucketConfiguration: { LocationConstraint: 'ap-southeast-1' as const } };

/** Everything of a stage that the templates name and moto can hold: buckets with Object Lock, queues, secrets, KMS keys with their certificates. */
export const makeCloud = async (
  moto: MotoServer,
  o: { aliases: readonly string[]; prefix: string; mailFrom: string },
) => {
  const s3 = new S3Client({ ...moto.client, forcePathStyle: true });
  const sqs = new SQSClient(moto.client);
  const kms = new KMSClient(moto.client);
  const { bucket, archiveBucket } = await newFileBuckets(s3);
  await s3.send(new CreateBucketCommand({ Bucket: 'vanthu-search', ...BUCKET_LOCATION }));
  const queue = async (QueueName: string) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  const secrets = new SecretsManagerClient(moto.client);
  const secret = async (Name: string) => {
    const value = randomBytes(32).toString('base64url');
    const { ARN: arn = '' } = await secrets.send(new CreateSecretCommand({ Name, SecretString: value }));
    return { arn, value };
  };
  await new SESv2Client(moto.client).send(new CreateEmailIdentityCommand({ EmailIdentity: o.mailFrom }));

  const authority = certifier();
  const stamping = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  await put('settings/roots.pem', pemOf(authority.root));
  const files = s3Files({ client: s3, bucket, archiveBucket, lockMode: 'GOVERNANCE', now: () => instant(Date.now()) });
  for (const alias of o.aliases) {
    const keyRef = alias.slice(o.prefix.length).replace('/', ':');
    const spki = await createKmsKey(kms, { alias, spec: 'ECC_NIST_P256' });
    const isSeal = keyRef.startsWith('seal:');
    const chain = authority.chain(`TRÌNH DIỄN ${keyRef}`, spki, isSeal ? 'seal' : 'person');
    await put(`settings/${certificatePlace(keyRef)}`, chain.map(pemOf).join('\n'));
    if (!keyRef.startsWith('anchor:'))
      await files.putIfAbsent(
        `appearance/${keyRef}`,
        isSeal ? sealImage('Ủy ban nhân dân thành phố') : handwriting('Trần Sỹ Thanh'),
      );
  }
  return {
    s3,
    sqs,
    bucket,
    archiveBucket,
    searchBucket: 'vanthu-search',
    listSearch: async (): Promise<string[]> => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'vanthu-search' }));
      return Contents.flatMap(({ Key }) => Key ?? []);
    },
    issuingQueue: await queue('issuing'),
    mailQueue: await queue('mail'),
    sessionSecret: (await secret('session')).arn,
    origin: await secret('origin'),
    root: authority.root,
    timestampAuthority: {
      chain: authority.chain('TRÌNH DIỄN dấu thời gian', spkiOf(stamping), 'timestamp'),
      sign: (message: Uint8Array) => new Uint8Array(sign('sha256', message, stamping)),
    },
    files,
  };
};
export type Cloud = Awaited<ReturnType<typeof makeCloud>>;
