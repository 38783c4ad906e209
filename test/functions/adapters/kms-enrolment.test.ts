import { spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { handwriting } from '../../../functions/adapters/local-keys/handwriting.ts';
import { s3Files } from '../../../functions/adapters/s3/files.ts';
import { certificateSubject } from '../../../functions/entry/aws/certificate-subject.ts';
import { bucketCertificates, bucketRoots } from '../../../functions/entry/aws/certificates.ts';
import { requestCertificate } from '../../../functions/entry/aws/enrol-certificate.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { newFileBuckets } from '../../support/buckets.ts';
import { certifier, makeKmsKey, pemOf } from '../../support/kms-keys.ts';
import { withMoto } from '../../support/moto.ts';
import { hasOpenssl } from '../../support/openssl-kms.ts';

const folder = mkdtempSync(join(tmpdir(), 'vanthu-enrolment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const now = () => Instant.parse('2026-03-02T03:00:00.000Z');

describe('the subject of a request', () => {
  it('is read by attribute, with commas inside a value escaped', () => {
    expect(certificateSubject(String.raw`CN=Sở Văn hóa\, Thể thao, O=UBND tỉnh, C=VN`)).toEqual({
      ok: true,
      value: [
        { name: 'CN', value: 'Sở Văn hóa, Thể thao' },
        { name: 'O', value: 'UBND tỉnh' },
        { name: 'C', value: 'VN' },
      ],
    });
  });
  it('is refused without one name, with an unknown attribute, an empty value or a wrong country', () => {
    for (const wrong of ['O=UBND', 'CN=a, CN=b', 'CN=a, X=b', 'CN=a, O=', 'CN=a, C=Việt Nam', 'CN=a, toString=b', ''])
      expect(certificateSubject(wrong).ok, wrong).toBe(false);
  });
});

describe('a key that the operator may not sign with', () => {
  it('is named with whoever may', async () => {
    const denied = createServer((_, response) => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'explicit deny' }));
    });
    await new Promise<void>((resolve) => denied.listen(0, '127.0.0.1', resolve));
    const { port } = z.object({ port: z.number() }).parse(denied.address());
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const kms = new KMSClient({ endpoint: `http://127.0.0.1:${port}`, region: 'ap-southeast-1', credentials });
    const asked = await requestCertificate(
      { kms, aliasPrefix: 'alias/vanthu-test/', keyRef: 'seal:VP' },
      'CN=Văn phòng',
    );
    expect(asked).toEqual({ ok: false, error: expect.stringContaining('chỉ vai trò ký của giai đoạn') });
    kms.destroy();
    denied.close();
  });
});

await withMoto((server) => {
  const kms = new KMSClient(server.client);
  const s3 = new S3Client({ ...server.client, forcePathStyle: true });
  const ca = certifier();
  const environment = {
    PATH: process.env.PATH ?? '',
    AWS_ENDPOINT_URL: server.endpoint,
    AWS_ENDPOINT_URL_S3: server.endpoint,
    AWS_REGION: server.client.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  /** The operator's command, to its end. */
  const run = async (...args: string[]) => {
    const child = spawn(process.execPath, ['--no-warnings', 'tools/enrol-certificate.ts', ...args], {
      env: environment,
    });
    const [out, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const code = child.exitCode ?? (await new Promise((resolve) => child.once('close', resolve)));
    return { out, problem, code };
  };
  const KEY = ['--key', 'seal:VP', '--stage', 'test'];
  const SUBJECT = ['--subject', 'CN=Văn phòng UBND xã Yên Bài, O=UBND xã Yên Bài, UID=MST:0100109106, C=VN'];
  let bucket: string;
  let spki: Uint8Array;
  beforeAll(async () => {
    ({ bucket } = await newFileBuckets(s3));
    spki = await makeKmsKey(kms, { path: 'seal/VP', spec: 'ECC_NIST_P256' });
    await makeKmsKey(kms, { path: 'seal/RSA', spec: 'RSA_3072' });
  });
  afterAll(() => {
    kms.destroy();
    s3.destroy();
  });

  describe('npm run enrol-certificate', { timeout: 60_000 }, () => {
    it('explains itself, and says what is missing', async () => {
      expect((await run()).out).toContain('--request --key seal:VP');
      const incomplete = await run('--request', '--key', 'seal:A.B');
      expect(incomplete.code).toBe(1);
      for (const said of ['--key có dạng', 'Cần --stage', 'Cần --subject']) expect(incomplete.problem).toContain(said);
      expect((await run('--nothing')).code).toBe(2);
    });

    it.skipIf(!hasOpenssl())('asks for a certificate in a form that OpenSSL verifies, by the key itself', async () => {
      for (const key of ['seal:VP', 'seal:RSA']) {
        const out = join(folder, `${key.slice(5)}.csr`);
        const made = await run('--request', '--key', key, '--stage', 'test', ...SUBJECT, '--out', out);
        expect(made).toMatchObject({ code: 0, problem: '' });
        const read = spawnSync(
          'openssl',
          ['req', '-in', out, '-verify', '-noout', '-subject', '-pubkey', '-nameopt', 'RFC2253,-esc_msb,utf8'],
          { encoding: 'utf8' },
        );
        expect(read.stderr).toContain('verify OK');
        expect(read.stdout).toContain('CN=Văn phòng UBND xã Yên Bài,UID=MST:0100109106,O=UBND xã Yên Bài,C=VN');
        if (key === 'seal:VP')
          expect(read.stdout.replaceAll(/\s/g, '')).toContain(Buffer.from(spki).toString('base64'));
      }
    });

    it('overwrites no request', async () => {
      const out = file('taken.csr', 'yêu cầu trước');
      expect((await run('--request', ...KEY, ...SUBJECT, '--out', out)).problem).toContain('đã có');
      expect(readFileSync(out, 'utf8')).toBe('yêu cầu trước');
    });

    it('says that a stage has no such key', async () => {
      const out = join(folder, 'none.csr');
      const made = await run('--request', '--key', 'seal:KHONG', '--stage', 'test', ...SUBJECT, '--out', out);
      expect(made.problem).toContain('KMS không có khóa alias/vanthu-test/seal/KHONG');
      expect(existsSync(out)).toBe(false);
    });

    it('takes in the certificate of this very key that leads to a trusted root', async () => {
      const chain = ca.chain('Văn phòng', spki, 'seal');
      const certificate = file('VP.pem', chain.map(pemOf).join(''));
      const enrol = ['--certificate', certificate, ...KEY, '--bucket', bucket];
      const certificatesOf = bucketCertificates({ client: s3, bucket, clock: { now } });
      const roots = bucketRoots({ client: s3, bucket, clock: { now } });

      expect(await roots()).toEqual([]);
      expect((await run(...enrol)).problem).toContain('không do tổ chức chứng thực được tin cậy cấp');
      expect(await certificatesOf('seal:VP')).toBeUndefined();
      expect((await run('--roots', file('roots.pem', pemOf(ca.root)), '--bucket', bucket)).problem).toBe('');
      // Whoever looked before they were enrolled sees them now.
      expect(await roots()).toEqual([ca.root]);
      const done = await run(...enrol);
      expect(done).toMatchObject({ code: 0, problem: '' });
      expect(done.out).toContain('có hiệu lực đến 01/01/2046');
      expect(await certificatesOf('seal:VP')).toEqual(chain);
    });

    it('takes in no certificate of another key, of an authority, or under another root', async () => {
      const other = await makeKmsKey(kms, { path: 'seal/KT', spec: 'ECC_NIST_P256' });
      const roots = ['--roots', file('own.pem', pemOf(ca.root))];
      const place = ['--key', 'seal:KT', '--stage', 'test', '--bucket', bucket];
      const enrol = (chain: readonly Uint8Array[], trusted: string[]) =>
        run('--certificate', file('wrong.pem', chain.map(pemOf).join('')), ...place, ...trusted);
      expect((await enrol(ca.chain('Văn phòng', spki, 'seal'), roots)).problem).toContain('khóa công khai khác nhau');
      expect((await enrol(ca.chain('Kinh tế', other, 'issuing'), roots)).problem).toContain('tổ chức chứng thực');
      const stranger = ['--roots', file('stranger.pem', pemOf(certifier().root))];
      expect((await enrol(ca.chain('Kinh tế', other, 'seal'), stranger)).problem).toContain('được tin cậy');
      expect(await bucketCertificates({ client: s3, bucket, clock: { now } })('seal:KT')).toBeUndefined();
      expect((await enrol(ca.chain('Kinh tế', other, 'seal'), roots)).code).toBe(0);
    });

    it('trusts no root that is a leaf', async () => {
      const [leaf] = ca.chain('Văn phòng', spki, 'seal');
      const roots = file('leaf.pem', leaf === undefined ? '' : new X509Certificate(leaf).toString());
      expect((await run('--roots', roots, '--bucket', bucket)).problem).toContain('không phải của tổ chức chứng thực');
    });

    it('keeps the image of a seal once, where the product looks for it', async () => {
      const image = handwriting('Nguyễn Quốc Khải');
      const kept = ['--key', 'seal:VP', '--bucket', bucket];
      expect((await run('--image', file('seal.png', image), ...kept)).code).toBe(0);
      const files = s3Files({ client: s3, bucket, lockMode: 'GOVERNANCE', now });
      expect(await files.read('appearance/seal:VP')).toEqual(image);
      const other = file('other.png', handwriting('Trần Thị Minh Hạnh'));
      expect((await run('--image', other, ...kept)).problem).toContain('đã có ảnh khác');
      expect((await run('--image', file('no.png', 'không phải ảnh'), ...kept)).problem).toContain('PNG');
    });
  });
});
