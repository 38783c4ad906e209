import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll } from 'vitest';
import { fsAnchors } from '../../functions/adapters/fs/anchors.ts';
import { s3Anchors } from '../../functions/adapters/s3/anchors.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { newLockedBucket } from '../support/buckets.ts';
import { withMoto } from '../support/moto.ts';
import { anchorsContract } from './anchors.contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'vanthu-anchors-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const now = Instant.parse('2026-03-02T03:00:00.000Z');

anchorsContract('a directory', async () => ({
  anchors: fsAnchors({ directory: join(directory, 'anchors') }),
  stranger: () => writeFileSync(join(directory, 'anchors', 'anchor-11.json'), '{}'),
}));

await withMoto(({ client: config }) => {
  const client = new S3Client({ ...config, forcePathStyle: true });
  afterAll(() => client.destroy());
  const open = async () => {
    const bucket = await newLockedBucket(client);
    const anchors = s3Anchors({ client, bucket, lockMode: 'COMPLIANCE', retainDays: 3650, now: () => now });
    return { anchors, bucket };
  };
  anchorsContract('a locked bucket (moto)', async () => {
    const { anchors, bucket } = await open();
    const stranger = async () => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'anchors/anchor-11.json', Body: '{}' }));
    };
    return { anchors, stranger };
  });
  anchorsContract('a locked bucket in which every anchor was written over and deleted (moto)', async () => {
    const { anchors, bucket } = await open();
    const hide = async (seq: number) => {
      const at = { Bucket: bucket, Key: `anchors/anchor-${String(seq).padStart(10, '0')}.json` };
      await client.send(new PutObjectCommand({ ...at, Body: 'khác' }));
      await client.send(new DeleteObjectCommand(at));
    };
    const add = async (seq: number, file: Uint8Array) => {
      const won = await anchors.add(seq, file);
      if (won) await hide(seq);
      return won;
    };
    return { anchors: { ...anchors, add }, stranger: () => {} };
  });
});
