import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fileHeaders } from '../../shared/kernel/file-headers.ts';
import type { Hash } from '../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../shared/kernel/refusal.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Door } from './app.ts';

/** What a signed link allows: one act on one file (structure of the file adapter's grant). */
export type FileGrant =
  | { act: 'upload'; area: string; owner: string; sha256: Hash; type: string; size: number }
  | { act: 'download'; area: string; owner: string; sha256: Hash; type: string; filename: string };

export type FileRoutes<Grant extends FileGrant = FileGrant> = {
  /** Checks signature and end of the link over path and query. */
  verify: (url: string) => Result<Grant, string>;
  read: (grant: Extract<Grant, { act: 'download' }>) => Promise<Uint8Array | undefined>;
  /** Stores exactly the declared bytes, or says which way they differ. */
  accept: (grant: Extract<Grant, { act: 'upload' }>, bytes: Uint8Array) => Promise<Result<Hash, string>>;
  maxUpload?: number;
};

const urlOf = (c: Context): string => {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
};
const linkInvalid: Refusal = refuse('forbidden', 'files.link-invalid').error;

/** PUT and GET of files behind short-lived signed links: the link is the permission, so no session is read. */
export const fileRoutes =
  <Grant extends FileGrant>(o: FileRoutes<Grant>) =>
  ({ problem }: Pick<Door, 'problem'>): Hono => {
    const routes = new Hono();
    const onError = (c: Context) => problem(c, { kind: 'invalid', code: 'kernel.body-too-large' }, { status: 413 });
    routes.get('/files/*', async (c) => {
      const grant = o.verify(urlOf(c));
      if (!grant.ok || !isDownload(grant.value)) return problem(c, linkInvalid);
      const bytes = await o.read(grant.value);
      if (bytes === undefined) return problem(c, { kind: 'absent', code: 'kernel.absent' });
      const { type, disposition } = fileHeaders(grant.value.filename, grant.value.type);
      return c.body(Uint8Array.from(bytes), 200, {
        'Content-Type': type,
        'Content-Disposition': disposition,
        'Cache-Control': 'private, no-store',
      });
    });
    routes.put('/files/*', bodyLimit({ maxSize: o.maxUpload ?? 52_428_800, onError }), async (c) => {
      const grant = o.verify(urlOf(c));
      if (!grant.ok || !isUpload(grant.value)) return problem(c, linkInvalid);
      const stored = await o.accept(grant.value, new Uint8Array(await c.req.arrayBuffer()));
      return stored.ok
        ? c.json({ sha256: stored.value })
        : problem(c, { kind: 'invalid', code: 'files.bytes-differ', facts: { difference: stored.error } });
    });
    return routes;
  };

const isDownload = <Grant extends FileGrant>(grant: Grant): grant is Extract<Grant, { act: 'download' }> =>
  grant.act === 'download';
const isUpload = <Grant extends FileGrant>(grant: Grant): grant is Extract<Grant, { act: 'upload' }> =>
  grant.act === 'upload';
