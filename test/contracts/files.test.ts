import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { verifyFileUrl } from '../../functions/adapters/fs/file-url.ts';
import { acceptUpload, fsFiles } from '../../functions/adapters/fs/files.ts';
import { s3Files } from '../../functions/adapters/s3/files.ts';
import { hashOf } from '../../shared/kernel/event-record.ts';
import { Instant, later } from '../../shared/kernel/time.ts';
import { lockedUntil, newFileBuckets } from '../support/buckets.ts';
import { withMoto } from '../support/moto.ts';
import { filesContract } from './files.contract.ts';

const directory = mkdtempSync(join(tmpdir(), 'vanthu-files-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const now = Instant.parse('2026-03-02T03:00:00.000Z');
const secret = new Uint8Array(32).fill(7);
const open = (name: string) => fsFiles({ directory: join(directory, name), secret, now: () => now });

const Term = z.object({ retainUntil: Instant });
const inContract = (...parts: string[]) => join(directory, 'contract', ...parts);
filesContract('the file system', async () => ({
  files: open('contract'),
  damage: (...address) => writeFileSync(inContract('content', ...address), 'khác'),
  remove: (...address) => rmSync(inContract('content', ...address)),
  keptUntil: (...address) =>
    Term.parse(JSON.parse(readFileSync(`${inContract('archive', ...address)}.json`, 'utf8'))).retainUntil,
}));
await withMoto(({ client: config }) => {
  const client = new S3Client({ ...config, forcePathStyle: true });
  afterAll(() => client.destroy());
  filesContract('S3 (moto)', async () => {
    const buckets = await newFileBuckets(client);
    const keyOf = (...address: string[]) => ({ Bucket: buckets.bucket, Key: `content/${address.join('/')}` });
    return {
      files: s3Files({ client, ...buckets, lockMode: 'COMPLIANCE', now: () => now }),
      damage: async (...address) => {
        await client.send(new PutObjectCommand({ ...keyOf(...address), Body: 'khác' }));
      },
      remove: async (...address) => {
        await client.send(new DeleteObjectCommand(keyOf(...address)));
      },
      keptUntil: (...address) => lockedUntil(client, { Bucket: buckets.archiveBucket, Key: keyOf(...address).Key }),
    };
  });
});

describe('files in the file system', () => {
  it('leaves no unfinished file behind', async () => {
    const files = open('tidy');
    await files.put('document', 'd1', Buffer.from('x'), 'text/plain');
    await Promise.all(['a', 'b', 'c'].map((value) => files.putIfAbsent('slot', Buffer.from(value))));
    const names = readdirSync(join(directory, 'tidy'), { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('makes a kept copy read-only, and keeps no second one that is damaged', async () => {
    const files = open('kept');
    const hash = await files.put('paper', 'd1', Buffer.from('gốc'), 'application/pdf');
    const file = { area: 'paper', owner: 'd1', hash, retainUntil: later(now, 60_000) };
    await files.retain(file);
    const copy = join(directory, 'kept', 'archive', 'paper', 'd1', hash);
    expect(statSync(copy).mode & 0o777).toBe(0o400);
    rmSync(copy);
    writeFileSync(copy, 'khác');
    await expect(files.retain(file)).rejects.toThrow('damaged');
    expect(await files.get('paper', 'd1', hash)).toEqual(new Uint8Array(Buffer.from('gốc')));
  });

  it('lets two processes that claim the same slots see the same winners', async () => {
    const writer = join(import.meta.dirname, '../support/slot-writer.ts');
    const held = await Promise.all(
      ['p01', 'p02'].map(async (name) => {
        const child = spawn(process.execPath, ['--no-warnings', writer, join(directory, 'two'), name, '100'], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const [output] = await Promise.all([textOf(child.stdout), once(child, 'close')]);
        return z.array(z.string()).length(100).parse(JSON.parse(output));
      }),
    );
    expect(held[0]).toEqual(held[1]);
    expect(held[0]?.map((value) => value.split(' ')[1])).toEqual(Array.from({ length: 100 }, (_, n) => String(n)));
  });
});

describe('short-lived URLs of files', () => {
  const files = open('urls');
  const bytes = new Uint8Array(Buffer.from('Tờ trình'));
  const file = {
    area: 'document',
    owner: 'd1',
    sha256: hashOf('Tờ trình'),
    type: 'application/pdf',
    expiresInSeconds: 60,
  };
  const upload = () => files.uploadUrl({ ...file, size: bytes.length });
  const download = () => files.downloadUrl({ ...file, filename: 'Tờ trình & phụ lục.pdf' });
  const verify = (url: string, at = now) => verifyFileUrl(url, { secret, now: at });

  it('allow exactly what they were made for', async () => {
    const { expiresInSeconds, ...of } = file;
    const expires = later(now, expiresInSeconds * 1000);
    expect(verify(await upload())).toEqual({ ok: true, value: { act: 'upload', ...of, size: bytes.length, expires } });
    const value = { act: 'download', ...of, filename: 'Tờ trình & phụ lục.pdf', expires };
    expect(verify(await download())).toEqual({ ok: true, value });
    expect(verify(`https://vanthu.example${await download()}`)).toEqual({ ok: true, value });
  });

  it('end at their time', async () => {
    const url = await download();
    expect(verify(url, later(now, 59_999))).toMatchObject({ ok: true });
    expect(verify(url, later(now, 60_000))).toEqual({ ok: false, error: 'expired' });
  });

  it.each([
    ['another file', (url: string) => url.replace(file.sha256, 'b'.repeat(64))],
    ['another document', (url: string) => url.replace('/d1/', '/d2/')],
    ['a later end', (url: string) => url.replace('03%3A01', '04%3A01')],
    ['another media type', (url: string) => url.replace('application%2Fpdf', 'text%2Fhtml')],
    ['another signature', (url: string) => url.replace(/signature=.*$/, 'signature=AAAA')],
    ['no signature', (url: string) => url.replace(/&signature=.*$/, '')],
  ])('are refused when changed to name %s', async (_, change) => {
    const url = await download();
    expect(change(url)).not.toBe(url);
    expect(verify(change(url))).toEqual({ ok: false, error: 'bad-signature' });
  });

  it('do not turn a download into an upload, nor serve another office', async () => {
    const url = (await download()).replace('act=download', 'act=upload&size=1');
    expect(verify(url)).toEqual({ ok: false, error: 'bad-signature' });
    const other = { secret: new Uint8Array(32), now };
    expect(verifyFileUrl(await download(), other)).toEqual({ ok: false, error: 'bad-signature' });
    expect(verify('/files/document/d1')).toEqual({ ok: false, error: 'not-a-file-url' });
  });

  it('take only the declared bytes', async () => {
    const granted = verify(await upload());
    if (!granted.ok || granted.value.act !== 'upload') throw new Error('no upload granted');
    expect(await acceptUpload(files, granted.value, bytes.slice(1))).toEqual({ ok: false, error: 'other-size' });
    const other = await acceptUpload(files, granted.value, new Uint8Array(bytes.length));
    expect(other).toEqual({ ok: false, error: 'other-content' });
    expect(await files.get('document', 'd1', file.sha256)).toBeUndefined();
    expect(await acceptUpload(files, granted.value, bytes)).toEqual({ ok: true, value: file.sha256 });
    expect(await files.get('document', 'd1', file.sha256)).toEqual(bytes);
  });

  it('need a secret that cannot be guessed', () => {
    expect(() => fsFiles({ directory, secret: new Uint8Array(16), now: () => now })).toThrow('32 bytes');
  });
});
