import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { type Instant, milliseconds } from '../../shared/kernel/time.ts';
import { isEncrypted } from '../adapters/local-keys/certificate.ts';
import { readCertificates } from '../adapters/local-keys/key-folder.ts';
import type { OfficeKeys } from '../adapters/local-keys/office-keys.ts';
import { checkChain } from '../paper/verify/chain.ts';
import type { Files } from '../ports/files.ts';

type Outcome = Result<void, string>;
const DEMO = 'TRÌNH DIỄN';

const bytesOf = (path: string): Result<Uint8Array, string> => {
  try {
    return ok(new Uint8Array(readFileSync(path)));
  } catch {
    return err(`Không đọc được tệp ${path}.`);
  }
};
const textOf = (path: string): Result<string, string> => {
  const bytes = bytesOf(path);
  return bytes.ok ? ok(new TextDecoder().decode(bytes.value)) : bytes;
};

/** Certificates of a PEM bundle; none of the demo authority's, whose signatures mean nothing outside the demo. */
export const certificatesOf = (path: string): Result<Uint8Array[], string> => {
  const pem = textOf(path);
  if (!pem.ok) return pem;
  try {
    const found = readCertificates(pem.value);
    if (found.length === 0) return err(`${path} không có chứng thư số (PEM).`);
    const demo = found
      .map((der) => new X509Certificate(der))
      .find((one) => `${one.subject}${one.issuer}`.includes(DEMO));
    return demo === undefined
      ? ok(found)
      : err(`${path} có chứng thư của bản trình diễn: cơ quan thật không dùng chứng thư trình diễn.`);
  } catch {
    return err(`${path} có chứng thư số hỏng.`);
  }
};

const keyOf = (path: string, passphrase: string): Result<{ pem: string; key: KeyObject }, string> => {
  const pem = textOf(path);
  if (!pem.ok) return pem;
  if (!isEncrypted(pem.value))
    return err(`Khóa ${path} chưa được mã hóa (cần PKCS#8 có mật khẩu, "BEGIN ENCRYPTED PRIVATE KEY").`);
  try {
    return ok({ pem: pem.value, key: createPrivateKey({ key: pem.value, format: 'pem', passphrase }) });
  } catch {
    return err(`Khóa ${path} không mở được bằng KEY_PASSPHRASE.`);
  }
};

const isStrong = (key: KeyObject): boolean =>
  key.asymmetricKeyType === 'rsa'
    ? (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    : key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';

/** Nhập khóa ký: the pair must belong together, be valid today and lead to a root that the office trusts. */
export const enrolKey = (
  keys: OfficeKeys,
  asked: { keyRef: string; first: string; second: string | undefined },
  o: { passphrase: string; roots: readonly Uint8Array[]; now: Instant },
): Outcome => {
  if (asked.second === undefined) return err(`--key ${asked.keyRef} cần hai tệp: khóa và chuỗi chứng thư.`);
  const read = keyOf(asked.first, o.passphrase);
  if (!read.ok) return read;
  const chain = certificatesOf(asked.second);
  if (!chain.ok) return chain;
  const [der, ...embedded] = chain.value;
  if (der === undefined) return err(`${asked.second} không có chứng thư số (PEM).`);
  const leaf = new X509Certificate(der);
  if (!leaf.checkPrivateKey(read.value.key))
    return err(`Khóa ${asked.first} không phải của chứng thư đầu tiên trong ${asked.second}.`);
  if (!isStrong(read.value.key)) return err(`Khóa ${asked.first} phải là ECDSA P-256 hoặc RSA từ 2048 bit.`);
  const checked = checkChain(leaf, { embedded, roots: o.roots, at: milliseconds(o.now) });
  if (!checked.trusted)
    return err(
      `Chứng thư của ${asked.keyRef} không đạt: ${checked.problem ?? 'không dẫn đến chứng thư gốc'} (--roots)`,
    );
  keys.keep(asked.keyRef, { key: read.value.pem, chain: chain.value });
  return ok(undefined);
};

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Ảnh chữ ký, con dấu (Phụ lục I.II.7–8): kept once; documents already signed carry their own copy. */
export const enrolImage = async (
  files: Pick<Files, 'putIfAbsent'>,
  { keyRef, first }: { keyRef: string; first: string },
): Promise<Outcome> => {
  const image = bytesOf(first);
  if (!image.ok) return image;
  if (!PNG.equals(image.value.subarray(0, PNG.length))) return err(`Ảnh ${first} phải là PNG nền trong suốt.`);
  const kept = await files.putIfAbsent(`appearance/${keyRef}`, image.value);
  return Buffer.from(kept).equals(image.value)
    ? ok(undefined)
    : err(`${keyRef} đã có ảnh khác; ảnh đã nhập không thay được.`);
};
