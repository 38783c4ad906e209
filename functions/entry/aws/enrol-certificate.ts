import { type KeyObject, X509Certificate } from 'node:crypto';
import { KMSServiceException } from '@aws-sdk/client-kms';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { type Instant, milliseconds } from '../../../shared/kernel/time.ts';
import { aliasOf } from '../../adapters/kms/alias.ts';
import { certificateRequest } from '../../adapters/kms/certificate-request.ts';
import { type KeyClient, NoSuchKey, publicKeyOf } from '../../adapters/kms/kms-key.ts';
import { checkChain } from '../../paper/verify/chain.ts';
import { certificatesOf } from '../enrol-keys.ts';
import { certificateSubject } from './certificate-subject.ts';
import { certificatePlace } from './certificates.ts';
import { readRoots } from './s3.ts';

/** Which key, and where the stage's keys are. */
export type KeyOfStage = { kms: KeyClient; aliasPrefix: string; keyRef: string };
export type SettingsOfStage = { s3: S3Client; bucket: string };

/** What the operator can do something about, in a sentence; anything else is thrown. */
const explained = async <T>(alias: string, ask: () => Promise<T>): Promise<Result<T, string>> => {
  try {
    return ok(await ask());
  } catch (error) {
    if (error instanceof NoSuchKey) return err(`KMS không có khóa ${alias}: triển khai giai đoạn (stage) trước.`);
    if (error instanceof KMSServiceException && error.name === 'AccessDeniedException')
      return err(`Không được phép dùng khóa ${alias}: chỉ vai trò ký của giai đoạn được ký bằng khóa này.`);
    throw error;
  }
};

/** Bước 1, yêu cầu cấp chứng thư: a PKCS#10 request (PEM) that the key itself has signed, for the certification authority. */
export const requestCertificate = async (
  { kms, aliasPrefix, keyRef }: KeyOfStage,
  subject: string,
): Promise<Result<string, string>> => {
  const read = certificateSubject(subject);
  if (!read.ok) return read;
  const alias = aliasOf(aliasPrefix, keyRef);
  return explained(alias, () => certificateRequest({ client: kms, alias, subject: read.value }));
};

const put = async ({ s3, bucket }: SettingsOfStage, name: string, chain: readonly Uint8Array[]): Promise<void> => {
  const Body = chain.map((der) => new X509Certificate(der).toString()).join('');
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: `settings/${name}`, Body, ContentType: 'application/x-pem-file' }),
  );
};

/** Chứng thư gốc được tin cậy, of signatures and time stamps, in place of those before. */
export const enrolRoots = async (settings: SettingsOfStage, file: string): Promise<Result<void, string>> => {
  const roots = certificatesOf(file);
  if (!roots.ok) return roots;
  if (!roots.value.every((der) => new X509Certificate(der).ca))
    return err(`${file} có chứng thư không phải của tổ chức chứng thực.`);
  await put(settings, 'roots.pem', roots.value);
  return ok(undefined);
};

const problemOf = (
  leaf: X509Certificate,
  o: { key: KeyObject; keyRef: string; embedded: Uint8Array[]; roots: Uint8Array[]; now: Instant },
): string | undefined => {
  if (!leaf.publicKey.equals(o.key))
    return `Chứng thư đầu tiên trong tệp không phải của khóa ${o.keyRef}: khóa công khai khác nhau.`;
  if (leaf.ca) return 'Chứng thư đầu tiên trong tệp là của tổ chức chứng thực, không dùng để ký văn bản.';
  const checked = checkChain(leaf, { embedded: o.embedded, roots: o.roots, at: milliseconds(o.now) });
  if (checked.trusted) return undefined;
  return `Chứng thư của ${o.keyRef} không đạt: ${checked.problem ?? 'không dẫn đến chứng thư gốc'} (--roots)`;
};

/** Bước 2, nhập chứng thư: it must certify this very key, be valid now and lead to a trusted root. A renewed one takes the place of the one before. */
export const enrolCertificate = async (
  key: KeyOfStage & SettingsOfStage,
  o: { file: string; roots: string | undefined; now: Instant },
): Promise<Result<X509Certificate, string>> => {
  const chain = certificatesOf(o.file);
  if (!chain.ok) return chain;
  const [der, ...embedded] = chain.value;
  if (der === undefined) return err(`${o.file} không có chứng thư số (PEM).`);
  const roots = o.roots === undefined ? ok(await readRoots(key.s3, key.bucket)) : certificatesOf(o.roots);
  if (!roots.ok) return roots;
  const alias = aliasOf(key.aliasPrefix, key.keyRef);
  const publicKey = await explained(alias, () => publicKeyOf(key.kms, alias));
  if (!publicKey.ok) return publicKey;
  const leaf = new X509Certificate(der);
  const { keyRef } = key;
  const problem = problemOf(leaf, { key: publicKey.value, keyRef, embedded, roots: roots.value, now: o.now });
  if (problem !== undefined) return err(problem);
  await put(key, certificatePlace(keyRef), chain.value);
  return ok(leaf);
};
