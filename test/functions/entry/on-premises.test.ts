import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalConfig } from '../../../functions/config.ts';
import { officeSettings } from '../../../functions/entry/office-settings.ts';
import { newFileBuckets } from '../../support/buckets.ts';
import { withMoto } from '../../support/moto.ts';
import {
  type Authority,
  aMachine,
  authority,
  type Machine,
  type Outside,
  outside,
  PASSPHRASE,
} from '../../support/real-office.ts';

const REAL = {
  PUBLIC_URL: 'https://vanthu.yenbai.example',
  OIDC_PROVIDERS: JSON.stringify([{ issuer: 'https://id.example', clientId: 'web', audience: 'api' }]),
  TIMESTAMP_URL: 'http://tsa.example',
  KEY_PASSPHRASE: PASSPHRASE,
};
const STORE = {
  S3_ENDPOINT: 'https://s3.yenbai.example',
  S3_REGION: 'vn',
  S3_BUCKET: 'vanthu-files',
  S3_ARCHIVE_BUCKET: 'vanthu-archive',
  S3_ACCESS_KEY_ID: 'one',
  S3_SECRET_ACCESS_KEY: 'two',
};
const MAIL = { SMTP_URL: 'smtps://vanthu:mat-khau@mail.example:465', MAIL_FROM: 'Văn thư <vanthu@example.vn>' };
const settingsOf = (more: Record<string, string>) => officeSettings(LocalConfig.parse({ ...REAL, ...more }));

describe('what a real office may keep outside its machine', () => {
  it('is a store and a mail server when they are named in full', () => {
    expect(settingsOf({ ...STORE, ...MAIL })).toMatchObject({
      store: { endpoint: STORE.S3_ENDPOINT, bucket: 'vanthu-files', lockMode: 'GOVERNANCE', retainDays: 3_650 },
      mail: { url: MAIL.SMTP_URL, from: MAIL.MAIL_FROM },
    });
    expect(settingsOf({ ...STORE, S3_ENDPOINT: '' })).toMatchObject({ store: { region: 'vn' } });
  });

  it('is nothing when nothing is named, or only with empty lines', () => {
    const blank = Object.fromEntries([...Object.keys(STORE), ...Object.keys(MAIL)].map((name) => [name, '']));
    for (const settings of [settingsOf({}), settingsOf(blank)]) {
      expect(settings).toHaveProperty('publicUrl');
      expect(settings).not.toHaveProperty('store');
      expect(settings).not.toHaveProperty('mail');
    }
  });

  it.each(Object.keys({ ...STORE, ...MAIL }).filter((name) => name !== 'S3_ENDPOINT'))(
    'is refused, by name, when %s alone is left out',
    (name) => {
      const settings = settingsOf({ ...STORE, ...MAIL, [name]: '' });
      expect(settings).toMatchObject({ missing: [expect.stringMatching(`^Thiếu ${name}: .+khai đủ hoặc bỏ hết`)] });
    },
  );

  it('is refused when working files and kept copies would share a bucket', () => {
    const settings = settingsOf({ ...STORE, S3_ARCHIVE_BUCKET: STORE.S3_BUCKET });
    expect(settings).toMatchObject({ missing: [expect.stringContaining('S3_ARCHIVE_BUCKET phải khác S3_BUCKET')] });
  });
});

const FIRST = [
  '--empty',
  ...['--authority', 'UBND xã Yên Bài', '--abbreviation', 'UBND', '--place', 'Yên Bài', '--regime', 'collective'],
  ...['--admin', 'a1:Nguyễn Văn An', '--second-admin', 'a2:Trần Thị Bình'],
];
await withMoto(({ endpoint, client: config }) => {
  describe('npm start -- --empty with an S3-compatible store', { timeout: 120_000 }, () => {
    const client = new S3Client({ ...config, forcePathStyle: true });
    let ca: Authority;
    let world: Outside;
    let at: Machine;
    beforeAll(async () => {
      ca = authority();
      world = await outside(ca);
      at = await aMachine({ issuer: world.issuer });
    });
    afterAll(async () => {
      await at.remove();
      world.close();
      client.destroy();
    });
    const keysIn = async (Bucket: string): Promise<string[]> =>
      ((await client.send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? []).map((one) => one.Key ?? '');

    it('keeps files and anchors there and nowhere else, and is not started without it', async () => {
      const { bucket, archiveBucket } = await newFileBuckets(client);
      const store = {
        S3_ENDPOINT: endpoint,
        S3_REGION: config.region,
        S3_BUCKET: bucket,
        S3_ARCHIVE_BUCKET: archiveBucket,
        S3_ACCESS_KEY_ID: 'local',
        S3_SECRET_ACCESS_KEY: 'local',
      };
      const half = await at.run(FIRST, { S3_BUCKET: bucket });
      expect(half.err).toContain('Thiếu S3_REGION, S3_ARCHIVE_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY:');
      const wrong = await at.run(FIRST, { ...store, S3_BUCKET: 'vanthu-khong-co' });
      expect(wrong.err).toContain('Không dùng được kho S3 vanthu-khong-co');
      expect(existsSync(at.dataDir)).toBe(false);

      const roots = at.file('goc.pem', ca.pem(ca.root));
      const image = at.file('ky.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]));
      const served = await at.serve([...FIRST, '--roots', roots, '--image', `person:ct=${image}`], store);
      await expect.poll(() => keysIn(archiveBucket), { timeout: 20_000 }).toEqual(['anchors/anchor-0000000001.json']);
      expect(await served.stop()).toBe(0);
      expect(await keysIn(bucket)).toEqual([expect.stringMatching(/^slots\//)]);
      expect(existsSync(join(at.dataDir, 'files'))).toBe(false);
      expect(existsSync(at.anchorDir) ? readdirSync(at.anchorDir) : []).toEqual([]);

      const without = await at.run([]);
      expect(without.err).toContain(
        `Tệp và mốc của cơ quan này nằm ở kho S3 ${endpoint} (${bucket}, ${archiveBucket})`,
      );

      const tool = (name: string, args: string[], more: Record<string, string>) => {
        const { DATA_DIR, ANCHOR_DIR, PATH } = {
          DATA_DIR: at.dataDir,
          ANCHOR_DIR: at.anchorDir,
          PATH: process.env.PATH,
        };
        const env = { PATH, DATA_DIR, ANCHOR_DIR, ...more };
        const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', `tools/${name}.ts`, ...args], {
          env,
          encoding: 'utf8',
        });
        return { status, said: `${stdout}${stderr}` };
      };
      const trusted = ['--root', roots, '--root', join(at.dataDir, 'keys', 'anchor-root.crt.pem')];
      const verified = tool('verify-journal', trusted, store);
      expect(verified.said).toContain(', 1 mốc, ');
      expect(verified.said).toContain('Nhật ký nguyên vẹn.');
      expect(tool('verify-journal', trusted, {}).said).toContain('Tệp và mốc của cơ quan này nằm ở kho S3');

      const file = join(at.folder, 'sao-luu.vanthu');
      const saved = tool('backup', [file, ...trusted], store);
      expect(saved.said).toContain(`Không gồm tệp của văn bản và mốc nhật ký ở kho S3 ${endpoint}`);
      expect(saved.status).toBe(0);
      const restored = join(at.folder, 'khoi-phuc');
      const back = tool('restore', [file, '--data', restored, ...trusted], store);
      expect(back.said).toContain(`Đã khôi phục vào ${restored}`);
      expect(back.said).toContain(', 1 mốc, ');
      expect(back.status).toBe(0);
      const rebuilt = tool('rebuild', [], { ...store, DATA_DIR: restored });
      expect(rebuilt.said).toContain('Đã dựng lại các danh sách');
    });
  });
});
