import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Anchors } from '../../../functions/adapters/s3/anchors.ts';
import { type S3FilesOptions, s3Files } from '../../../functions/adapters/s3/files.ts';
import { hashOf } from '../../../shared/kernel/event-record.ts';
import { Instant, later } from '../../../shared/kernel/time.ts';
import { lockedUntil, newFileBuckets, newLockedBucket } from '../../support/buckets.ts';
import { withMoto } from '../../support/moto.ts';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'utf8'));
const DAY = 86_400_000;
const PDF = 'application/pdf';
const now = Instant.parse('2026-03-02T03:00:00.000Z');
const until = later(now, 3650 * DAY);

// Only what S3 has beyond the contract (test/contracts). moto keeps versions, conditions and locks as S3 does; it checks neither a
// presigned signature nor whether the checksum that a writer states is that of the bytes: both are S3's own work, and a real bucket's to prove.
await withMoto(({ client: config }) => {
  const newClient = () => new S3Client({ ...config, forcePathStyle: true, maxAttempts: 1 });
  const client = newClient();
  afterAll(() => client.destroy());
  let buckets: { bucket: string; archiveBucket: string };
  beforeAll(async () => {
    buckets = await newFileBuckets(client);
  });
  const open = (change: Partial<S3FilesOptions> = {}) =>
    s3Files({ client, ...buckets, lockMode: 'COMPLIANCE', now: () => now, ...change });
  const keyOf = (owner: string, content: string) => `content/paper/${owner}/${hashOf(content)}`;
  const working = (owner: string, content: string) => ({ Bucket: buckets.bucket, Key: keyOf(owner, content) });
  const kept = (owner: string, content: string) => ({ Bucket: buckets.archiveBucket, Key: keyOf(owner, content) });
  const keep = async (owner: string, content: string, retainUntil = until) => {
    const hash = await open().put('paper', owner, text(content), PDF);
    await open().retain({ area: 'paper', owner, hash, retainUntil });
    return hash;
  };

  describe('a kept copy in S3', () => {
    it('cannot be deleted by anybody before its term ends', async () => {
      await keep('a1', 'bản gốc');
      const { VersionId, ObjectLockMode } = await client.send(new HeadObjectCommand(kept('a1', 'bản gốc')));
      expect(ObjectLockMode).toBe('COMPLIANCE');
      const remove = client.send(new DeleteObjectCommand({ ...kept('a1', 'bản gốc'), VersionId }));
      await expect(remove).rejects.toMatchObject({ name: 'AccessDenied' });
    });

    it('is found under what was put above it: another version, or a delete marker', async () => {
      const hash = await keep('a2', 'bản gốc');
      await client.send(new PutObjectCommand({ ...working('a2', 'bản gốc'), Body: 'khác' }));
      await client.send(new PutObjectCommand({ ...kept('a2', 'bản gốc'), Body: 'khác' }));
      expect(await open().get('paper', 'a2', hash)).toEqual(text('bản gốc'));
      await client.send(new DeleteObjectCommand(kept('a2', 'bản gốc')));
      expect(await open().get('paper', 'a2', hash)).toEqual(text('bản gốc'));
    });

    it('bears the type of the file and is locked with its first byte', async () => {
      await keep('a3', 'bản gốc');
      const facts = await client.send(new HeadObjectCommand(kept('a3', 'bản gốc')));
      expect(facts.ContentType).toBe(PDF);
      expect(await lockedUntil(client, kept('a3', 'bản gốc'))).toBe(until);
    });

    it('is locked no longer than S3 takes, and not at all when its term is over', async () => {
      await keep('a4', 'lâu', later(now, 200 * 365 * DAY));
      expect(await lockedUntil(client, kept('a4', 'lâu'))).toBe(later(now, 36_500 * DAY));
      await keep('a4', 'hết hạn', later(now, -DAY));
      const facts = await client.send(new HeadObjectCommand(kept('a4', 'hết hạn')));
      expect(facts.ObjectLockMode).toBeUndefined();
    });

    it('needs an archive', async () => {
      const files = s3Files({ client, bucket: buckets.bucket, lockMode: 'GOVERNANCE', now: () => now });
      const hash = await files.put('paper', 'a5', text('x'), PDF);
      await expect(files.retain({ area: 'paper', owner: 'a5', hash, retainUntil: until })).rejects.toThrow('archive');
    });
  });

  describe('a working file in S3', () => {
    it('is never overwritten: the same bytes are found there, others make the writer stop', async () => {
      await open().put('paper', 'w1', text('x'), PDF);
      const { VersionId } = await client.send(new HeadObjectCommand(working('w1', 'x')));
      await open().put('paper', 'w1', text('x'), PDF);
      expect((await client.send(new HeadObjectCommand(working('w1', 'x')))).VersionId).toBe(VersionId);
      await client.send(new PutObjectCommand({ ...working('w1', 'x'), Body: 'y', ChecksumAlgorithm: 'SHA256' }));
      await expect(open().put('paper', 'w1', text('x'), PDF)).rejects.toThrow('damaged');
    });

    it('that came without a checksum is judged by its bytes', async () => {
      await client.send(new PutObjectCommand({ ...working('w2', 'x'), Body: 'x' }));
      expect(await open().put('paper', 'w2', text('x'), PDF)).toBe(hashOf('x'));
      await client.send(new PutObjectCommand({ ...working('w2', 'z'), Body: 'y' }));
      await expect(open().put('paper', 'w2', text('z'), PDF)).rejects.toThrow('damaged');
    });

    it('is written again when S3 could not decide between two writers', async () => {
      const refusing = newClient();
      let refusals = 3;
      refusing.middlewareStack.add(
        (next) => async (args) => {
          if (refusals === 0) return next(args);
          refusals -= 1;
          const $metadata = { httpStatusCode: 409 };
          throw new S3ServiceException({ name: 'ConditionalRequestConflict', $fault: 'client', $metadata });
        },
        { step: 'initialize' },
      );
      const hash = await open({ client: refusing }).put('paper', 'w3', text('x'), PDF);
      expect([refusals, await open().get('paper', 'w3', hash)]).toEqual([0, text('x')]);
      refusals = 100;
      const never = open({ client: refusing }).put('paper', 'w3', text('y'), PDF);
      await expect(never).rejects.toMatchObject({ name: 'ConditionalRequestConflict' });
      refusing.destroy();
    });
  });

  describe('links to S3', () => {
    const upload = (content: string) => {
      const bytes = text(content);
      const file = { area: 'paper', owner: 'u1', sha256: hashOf(content), size: bytes.length, type: 'image/png' };
      return open().uploadUrl({ ...file, expiresInSeconds: 300 });
    };
    const download = async (filename: string, type: string, content = 'tệp') => {
      const sha256 = await open().put('paper', 'l1', text(content), type);
      return open().downloadUrl({ area: 'paper', owner: 'l1', sha256, filename, type, expiresInSeconds: 60 });
    };

    it('for an upload sign length, type and checksum as headers, so that S3 refuses other bytes (moto does not check them)', async () => {
      const url = new URL(await upload('tệp'));
      expect(url.pathname).toBe(`/${buckets.bucket}/${keyOf('u1', 'tệp')}`);
      expect(url.searchParams.get('X-Amz-SignedHeaders')?.split(';').sort()).toEqual([
        'content-length',
        'content-type',
        'host',
        'x-amz-checksum-sha256',
      ]);
      expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
      // In the address it would bind nobody: S3 heeds it as a header only.
      expect([...url.searchParams.keys()].filter((name) => /^x-amz-checksum-(?!mode)/.test(name))).toEqual([]);
    });

    it('for an upload differ when length, type or bytes differ', async () => {
      const of = { area: 'paper', owner: 'u1', sha256: hashOf('a'), size: 1, type: PDF, expiresInSeconds: 300 };
      const signatures = await Promise.all(
        [of, { ...of, size: 2 }, { ...of, type: 'text/html' }, { ...of, sha256: hashOf('b') }].map(async (file) =>
          new URL(await open().uploadUrl(file)).searchParams.get('X-Amz-Signature'),
        ),
      );
      expect(new Set(signatures).size).toBe(4);
    });

    it('take the declared upload, which is then the file', async () => {
      const checksum = Buffer.from(hashOf('tệp mới'), 'hex').toString('base64');
      const headers = { 'content-type': 'image/png', 'x-amz-checksum-sha256': checksum };
      const sent = await fetch(await upload('tệp mới'), { method: 'PUT', headers, body: 'tệp mới' });
      expect(sent.status).toBe(200);
      expect(await open().get('paper', 'u1', hashOf('tệp mới'))).toEqual(text('tệp mới'));
    });

    it('for a download give the file under its Vietnamese name; only PDF and pictures are shown in place', async () => {
      const pdf = new URL(await download('Tờ trình số 5.pdf', PDF)).searchParams;
      expect(pdf.get('response-content-type')).toBe(PDF);
      expect(pdf.get('response-content-disposition')).toBe(
        `inline; filename="To trinh so 5.pdf"; filename*=UTF-8''T%E1%BB%9D%20tr%C3%ACnh%20s%E1%BB%91%205.pdf`,
      );
      const page = new URL(await download('trang.html', 'text/html')).searchParams;
      expect(page.get('response-content-type')).toBe('application/octet-stream');
      expect(page.get('response-content-disposition')).toMatch(/^attachment;/);
      const fetched = await fetch(await download('Tờ trình.pdf', PDF));
      expect(await fetched.text()).toBe('tệp');
    });

    it('never lead to bytes that are not the file: to the kept copy when the working one is damaged, else nowhere', async () => {
      const link = { area: 'paper', filename: 'a.pdf', type: PDF, expiresInSeconds: 60 };
      const sha256 = await keep('l2', 'bản gốc');
      await client.send(new PutObjectCommand({ ...working('l2', 'bản gốc'), Body: 'khác' }));
      await client.send(new PutObjectCommand({ ...kept('l2', 'bản gốc'), Body: 'khác' }));
      const fetched = await fetch(await open().downloadUrl({ ...link, owner: 'l2', sha256 }));
      expect(await fetched.text()).toBe('bản gốc');
      await expect(open().downloadUrl({ ...link, owner: 'l3', sha256 })).rejects.toThrow('not there');
    });
  });

  describe('anchors in S3', () => {
    const openAnchors = async (through = client) => {
      const bucket = await newLockedBucket(client);
      return {
        bucket,
        anchors: s3Anchors({ client: through, bucket, lockMode: 'COMPLIANCE', retainDays: 3650, now: () => now }),
      };
    };

    it('are locked for their term: not even their writer can delete one', async () => {
      const { anchors, bucket } = await openAnchors();
      await anchors.add(1, text('{}'));
      const at = { Bucket: bucket, Key: 'anchors/anchor-0000000001.json' };
      expect(await lockedUntil(client, at)).toBe(until);
      const { VersionId } = await client.send(new GetObjectCommand(at));
      const remove = client.send(new DeleteObjectCommand({ ...at, VersionId }));
      await expect(remove).rejects.toMatchObject({ name: 'AccessDenied' });
    });

    it('are all listed when S3 answers page by page', async () => {
      const paging = newClient();
      let pages = 0;
      paging.middlewareStack.add(
        (next, context) => (args) => {
          if (context.commandName !== 'ListObjectVersionsCommand') return next(args);
          pages += 1;
          return next({ ...args, input: { ...args.input, MaxKeys: 2 } });
        },
        { step: 'initialize' },
      );
      const { anchors } = await openAnchors(paging);
      for (const seq of [1, 2, 3, 4, 5]) await anchors.add(seq, text(String(seq)));
      pages = 0;
      expect(await anchors.list()).toEqual([1, 2, 3, 4, 5]);
      expect(pages).toBe(3);
      paging.destroy();
    });
  });
});
