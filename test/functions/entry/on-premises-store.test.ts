import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, it } from 'vitest';
import { hashOfBytes } from '../../../functions/adapters/content-address.ts';
import type { LocalPorts } from '../../../functions/entry/local-ports.ts';
import { openS3Store, problemOfS3Store } from '../../../functions/entry/s3-store.ts';
import { lockedUntil, newFileBuckets } from '../../support/buckets.ts';
import { withMoto } from '../../support/moto.ts';
import { aStoryOffice } from '../../support/office.ts';
import { anIssuedDocument, look } from '../../support/office-documents.ts';

await withMoto(async ({ endpoint, client: config }) => {
  const client = new S3Client({ ...config, forcePathStyle: true });
  const buckets = await newFileBuckets(client);
  const settings = {
    endpoint,
    region: config.region,
    ...buckets,
    credentials: config.credentials,
    lockMode: 'GOVERNANCE' as const,
    retainDays: 30,
  };
  const store = openS3Store(settings);
  afterAll(() => {
    store.close();
    client.destroy();
  });
  const inStore = (ports: LocalPorts): LocalPorts => ({ ...ports, files: store.files, anchors: store.anchors });
  const office = aStoryOffice({ at: '2023-09-14T08:00', adapt: inStore });

  it('issues a document whose pages, kept copy and anchor lie in an S3-compatible store', {
    timeout: 120_000,
  }, async () => {
    const paper = await anIssuedDocument(office());
    const { document } = await look(office(), 'clerk', paper);
    if (document.status !== 'issued') throw new Error(`still ${document.status}`);
    const { fileHash } = document.seal;
    const file = `paper/${paper.id}/${fileHash}`;
    expect(await store.sha256Of(file)).toBe(fileHash);
    const kept = { Bucket: buckets.archiveBucket, Key: `content/${file}` };
    expect(await lockedUntil(client, kept)).toBe('2073-12-31T16:59:59.000Z');
    const [seq = 0] = await store.anchors.list();
    const anchor = { Bucket: buckets.archiveBucket, Key: `anchors/anchor-${String(seq).padStart(10, '0')}.json` };
    const days = (Date.parse(await lockedUntil(client, anchor)) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29);
    const url = await office().ports.files.downloadUrl({
      area: 'paper',
      owner: paper.id,
      sha256: fileHash,
      filename: 'van-ban.pdf',
      type: 'application/pdf',
      expiresInSeconds: 60,
    });
    expect(url.startsWith(`${endpoint}/${buckets.bucket}/content/${file}?`)).toBe(true);
    const answer = await fetch(url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(hashOfBytes(new Uint8Array(await answer.arrayBuffer()))).toBe(fileHash);
  });

  it('reads what a file is now, not what its name says', async () => {
    const hash = await store.files.put('paper', 'one', Buffer.from('như đã ký'), 'text/plain');
    expect(await store.sha256Of(`paper/one/${hash}`)).toBe(hash);
    const Body = Buffer.from('đã bị thay');
    await client.send(new PutObjectCommand({ Bucket: buckets.bucket, Key: `content/paper/one/${hash}`, Body }));
    expect(await store.sha256Of(`paper/one/${hash}`)).toBe(hashOfBytes(Body));
    expect(await store.sha256Of(`paper/none/${hash}`)).toBeUndefined();
  });

  it('says why a store cannot be used: no bucket, no Object Lock', async () => {
    expect(await problemOfS3Store(settings)).toBeUndefined();
    expect(await problemOfS3Store({ ...settings, bucket: 'vanthu-not-here' })).toContain(
      'Không dùng được kho S3 vanthu-not-here',
    );
    expect(await problemOfS3Store({ ...settings, archiveBucket: buckets.bucket })).toContain('chưa bật Object Lock');
  });
});
