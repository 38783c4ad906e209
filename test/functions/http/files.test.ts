import { describe, expect, it } from 'vitest';
import { signFileUrl, verifyFileUrl } from '../../../functions/adapters/fs/file-url.ts';
import { fileRoutes } from '../../../functions/http/files.ts';
import { makeProblem } from '../../../functions/http/problem.ts';
import { canonicalHash } from '../../../shared/kernel/event-record.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { err, ok } from '../../../shared/kernel/result.ts';
import { later } from '../../../shared/kernel/time.ts';
import { refusalWords } from '../../../shared/words/refusals.ts';
import { wallClock } from './office.ts';

const secret = new Uint8Array(32).fill(3);
const sha256 = canonicalHash('file');

const someFiles = () => {
  const clock = wallClock();
  const stored: Hash[] = [];
  const routes = fileRoutes({
    verify: (url) => verifyFileUrl(url, { secret, now: clock.now() }),
    read: async () => new Uint8Array([1, 2, 3]),
    accept: async (grant, bytes) => {
      if (bytes.length !== grant.size) return err('other-size');
      stored.push(grant.sha256);
      return ok(grant.sha256);
    },
    maxUpload: 100,
  })({ problem: makeProblem(refusalWords) });
  const expires = later(clock.now(), 300_000);
  const file = { area: 'attachments', owner: 'd1', sha256, expires };
  const download = (type: string) => signFileUrl({ ...file, act: 'download', type, filename: 'Phụ lục.pdf' }, secret);
  const upload = signFileUrl({ ...file, act: 'upload', type: 'application/pdf', size: 3 }, secret);
  const put = (url: string, size: number) => routes.request(url, { method: 'PUT', body: new Uint8Array(size) });
  return { routes, clock, stored, download, upload, put };
};

describe('files behind short-lived links', () => {
  it('gives the file of its link, under its name, until the link ends', async () => {
    const { routes, download, clock } = someFiles();
    const response = await routes.request(download('application/pdf'));
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Disposition')).toMatch(/^inline; .*Ph%E1%BB%A5%20l%E1%BB%A5c\.pdf/);
    clock.pass(6);
    expect((await routes.request(download('application/pdf'))).status).toBe(403);
  });
  it('never lets an uploaded page act as one of ours', async () => {
    const { routes, download } = someFiles();
    const response = await routes.request(download('text/html'));
    expect(response.headers.get('Content-Type')).toBe('application/octet-stream');
    expect(response.headers.get('Content-Disposition')).toMatch(/^attachment/);
  });
  it('takes exactly the declared upload', async () => {
    const { put, upload, stored } = someFiles();
    expect((await put(upload, 3)).status).toBe(200);
    expect((await put(upload, 4)).status).toBe(400);
    expect((await put(upload, 200)).status).toBe(413);
    expect(stored).toEqual([sha256]);
  });
  it('refuses a link that was changed or is for the other act', async () => {
    const { routes, put, upload, download } = someFiles();
    expect((await routes.request(upload)).status).toBe(403);
    expect((await put(download('application/pdf'), 3)).status).toBe(403);
    expect((await put(upload.replace('size=3', 'size=4'), 4)).status).toBe(403);
    const answer = await routes.request('/files/attachments/d1/x');
    expect((await answer.json()).code).toBe('files.link-invalid');
  });
});
