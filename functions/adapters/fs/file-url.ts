import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson } from '../../../shared/kernel/event-record.ts';
import { Hash } from '../../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { Instant, milliseconds } from '../../../shared/kernel/time.ts';
import { Segment } from '../content-address.ts';

const address = { area: Segment, owner: Segment, sha256: Hash, type: z.string().min(1).max(200), expires: Instant };
const MOST_BYTES = 1024 ** 3;
const Upload = z.object({
  ...address,
  act: z.literal('upload'),
  size: z.coerce.number().int().min(0).max(MOST_BYTES),
});
const Download = z.object({ ...address, act: z.literal('download'), filename: z.string().min(1).max(300) });
/** What a signed URL allows its bearer: exactly one act on exactly one file, until `expires`. */
export const FileGrant = z.discriminatedUnion('act', [Upload, Download]);
export type FileGrant = z.infer<typeof FileGrant>;

const signatureOf = (grant: FileGrant, secret: Uint8Array): string =>
  createHmac('sha256', secret)
    .update(`vanthu-file-url\n${canonicalJson(grant)}`, 'utf8')
    .digest('base64url');

/** `/files/{area}/{owner}/{sha256}?…&signature=…`, relative to the office's own origin. */
export const signFileUrl = (grant: FileGrant, secret: Uint8Array): string => {
  const { area, owner, sha256, ...rest } = FileGrant.parse(grant);
  const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)]));
  query.set('signature', signatureOf(grant, secret));
  return `/files/${area}/${owner}/${sha256}?${query}`;
};

export type FileUrlRefusal = 'not-a-file-url' | 'bad-signature' | 'expired';

const grantIn = (url: URL): FileGrant | undefined => {
  const [, files, area, owner, sha256, ...more] = url.pathname.split('/');
  if (files !== 'files' || more.length > 0) return undefined;
  const grant = FileGrant.safeParse({ ...Object.fromEntries(url.searchParams), area, owner, sha256 });
  return grant.success ? grant.data : undefined;
};

/** For the HTTP layer: what the bearer of this URL (path and query, or absolute) may do now. The signature covers every field. */
export const verifyFileUrl = (
  url: string,
  { secret, now }: { secret: Uint8Array; now: Instant },
): Result<FileGrant, FileUrlRefusal> => {
  const base = 'http://localhost';
  if (!URL.canParse(url, base)) return err('not-a-file-url');
  const parsed = new URL(url, base);
  const grant = grantIn(parsed);
  if (!grant) return err('not-a-file-url');
  const given = Buffer.from(parsed.searchParams.get('signature') ?? '', 'utf8');
  const right = Buffer.from(signatureOf(grant, secret), 'utf8');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return err('bad-signature');
  return milliseconds(grant.expires) <= milliseconds(now) ? err('expired') : ok(grant);
};
