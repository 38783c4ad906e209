import { createHash } from 'node:crypto';
import { KMSClient } from '@aws-sdk/client-kms';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import { kmsSigner } from '../../../functions/adapters/kms/signer.ts';
import { handwriting } from '../../../functions/adapters/local-keys/handwriting.ts';
import { sealImage } from '../../../functions/adapters/local-keys/seal-image.ts';
import { bucketCertificates, certificatePlace } from '../../../functions/entry/aws/certificates.ts';
import type { SignatureField } from '../../../functions/ports/paper.ts';
import { type Instant, later } from '../../../shared/kernel/time.ts';
import { newFileBuckets } from '../../support/buckets.ts';
import { ALIAS_PREFIX, certifier, makeKmsKey, pemOf } from '../../support/kms-keys.ts';
import { withMoto } from '../../support/moto.ts';
import { at, demoOffice, removeFolders } from '../paper/issued.ts';
import { letter3073 } from '../paper/samples.ts';

afterAll(removeFolders);

await withMoto((server) => {
  const kms = new KMSClient(server.client);
  const s3 = new S3Client({ ...server.client, forcePathStyle: true });
  afterAll(() => {
    kms.destroy();
    s3.destroy();
  });
  const enrol = (bucket: string, keyRef: string, chain: readonly Uint8Array[] | string) =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `settings/${certificatePlace(keyRef)}`,
        Body: typeof chain === 'string' ? chain : chain.map(pemOf).join(''),
      }),
    );

  describe('a document signed and sealed with KMS keys', () => {
    it('is verified like any other', { timeout: 60_000 }, async () => {
      const { bucket } = await newFileBuckets(s3);
      const ca = certifier();
      const person = await makeKmsKey(kms, { path: 'person/p01', spec: 'ECC_NIST_P256' });
      const seal = await makeKmsKey(kms, { path: 'seal/UBND-HN', spec: 'RSA_3072' });
      await enrol(bucket, 'person:p01', ca.chain('Nguyễn Quốc Khải', person, 'person'));
      await enrol(bucket, 'seal:UBND-HN', ca.chain('UBND thành phố Hà Nội', seal, 'seal'));
      const clock = { now: () => at };
      const certificatesOf = bucketCertificates({ client: s3, bucket, clock });
      const signer = kmsSigner({ client: kms, aliasPrefix: ALIAS_PREFIX, certificatesOf, messageType: 'RAW', clock });
      const { paper, stamper, trust, number } = await demoOffice();
      const images = { signer: handwriting('Nguyễn Quốc Khải'), seal: sealImage('UBND thành phố Hà Nội') };

      const sign = async (pdf: Uint8Array, field: SignatureField, keyRef: string) => {
        const certified = await signer.certificates(keyRef);
        if (certified === undefined) throw new Error(`no certificate of ${keyRef}`);
        const appearance = { image: images[field] };
        const prepared = await paper.prepareSignature(pdf, { field, at, name: keyRef, reason: 'Ký', appearance });
        const signature = await signer.sign(keyRef, paper.toBeSigned(prepared, certified.chain));
        const timestampToken = await stamper.stamp(new Uint8Array(createHash('sha256').update(signature).digest()));
        return paper.embed(prepared, { ...certified, signature, timestampToken });
      };
      const { pdf } = await paper.render(letter3073);
      const numbered = await number(await sign(pdf, 'signer', 'person:p01'), letter3073, 5);
      const issued = await sign(numbered, 'seal', 'seal:UBND-HN');

      const report = await paper.verify(issued, { ...trust, roots: [ca.root] });
      expect(report).toMatchObject({ valid: true, problems: [] });
      expect(report.signatures.map((one) => [one.kind, one.level])).toEqual([
        ['person', 'B-T'],
        ['agency', 'B-T'],
      ]);
      // The same file under other roots proves nothing: the test would notice a verifier that believes everybody.
      expect((await paper.verify(issued, trust)).valid).toBe(false);
    });
  });

  describe('certificates in the files bucket', () => {
    let made = 0;
    const spki = async () => makeKmsKey(kms, { path: `seal/${++made}`, spec: 'ECC_NIST_P256' });
    const open = async () => {
      const { bucket } = await newFileBuckets(s3);
      const state: { now: Instant } = { now: at };
      return {
        bucket,
        state,
        certificatesOf: bucketCertificates({ client: s3, bucket, clock: { now: () => state.now } }),
      };
    };

    it('are found as soon as they are enrolled, and renewed ones within five minutes', async () => {
      const { bucket, state, certificatesOf } = await open();
      const ca = certifier();
      const key = await spki();
      expect(await certificatesOf('seal:VP')).toBeUndefined();
      const [first, second] = [ca.chain('Cũ', key, 'seal'), ca.chain('Mới', key, 'seal')];
      await enrol(bucket, 'seal:VP', first);
      expect(await certificatesOf('seal:VP')).toEqual(first);
      await enrol(bucket, 'seal:VP', second);
      state.now = later(at, 299_000);
      expect(await certificatesOf('seal:VP')).toEqual(first);
      state.now = later(at, 300_000);
      expect(await certificatesOf('seal:VP')).toEqual(second);
    });

    it('of one key are never taken for those of another', async () => {
      const { bucket, certificatesOf } = await open();
      await enrol(bucket, 'seal:VP', certifier().chain('Văn phòng', await spki(), 'seal'));
      expect(await certificatesOf('person:VP')).toBeUndefined();
      await expect(certificatesOf('seal:VP/../VP')).rejects.toThrow('names no key');
    });

    it('fail when the file is broken or empty', async () => {
      const { bucket, certificatesOf } = await open();
      await enrol(bucket, 'seal:VP', 'không phải chứng thư');
      await expect(certificatesOf('seal:VP')).rejects.toThrow('no certificate');
      await enrol(bucket, 'seal:VP', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
      await expect(certificatesOf('seal:VP')).rejects.toThrow();
    });
  });
});
