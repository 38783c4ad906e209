import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import type { Verified } from '../../shared/documents/lines.ts';
import { VerificationCode } from '../../shared/kernel/ids.ts';
import { type Instant, milliseconds } from '../../shared/kernel/time.ts';
import type { VerificationReport } from '../ports/paper.ts';
import { page } from './page.ts';
import { makeRateLimit } from './rate-limit.ts';
import { type Upload, verdictOf, verificationBody } from './verification-page.ts';

export type VerificationOptions = {
  verifyByCode: (code: string) => Promise<Verified>;
  /** Never follows addresses found in the file; bounded time and memory. Absent where another function takes the uploads. */
  verifyUpload?: (pdf: Uint8Array) => Promise<VerificationReport>;
  realNow: () => Instant;
  addressOf?: (c: Context) => string;
  demoBanner?: string;
  /** Per address: looks at once and per second; an upload costs ten. */
  rate?: { capacity: number; perSecond: number };
  maxUpload?: number;
};

const MEGABYTE = 1_048_576;
/** Files read at the same moment: each may hold 50 MB. */
const AT_ONCE = 2;

const tooMany = (c: Context, o: VerificationOptions, seconds: number): Response => {
  c.header('Retry-After', String(seconds));
  return page(c, {
    title: 'Quá nhiều lượt tra cứu',
    status: 429,
    demoBanner: o.demoBanner,
    body: html`<h1>Quá nhiều lượt tra cứu</h1>
      <p>Hãy thử lại sau ${seconds} giây.</p>`,
  });
};

const codeOf = (c: Context): string => (c.req.param('code') ?? '').toLowerCase().slice(0, 64);

const answer = (
  c: Context,
  o: VerificationOptions,
  shown: { found: Verified; upload?: Upload; problem?: string; status?: 400 | 413 },
): Response =>
  page(c, {
    title: `Xác thực văn bản: ${verdictOf(shown.found).says}`,
    status: shown.status ?? (shown.found.kind === 'unknown' ? 404 : 200),
    demoBanner: o.demoBanner,
    body: verificationBody({ code: codeOf(c), ...shown }),
  });

const find = async (c: Context, o: VerificationOptions): Promise<Verified> => {
  const code = VerificationCode.safeParse(codeOf(c));
  return code.success ? o.verifyByCode(code.data) : { kind: 'unknown' };
};

const uploaded = async (c: Context): Promise<Uint8Array | undefined> => {
  const form = await c.req.parseBody().catch(() => undefined);
  const file = form?.tep;
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined;
};

const check =
  (o: VerificationOptions, verifyUpload: NonNullable<VerificationOptions['verifyUpload']>) =>
  async (c: Context): Promise<Response> => {
    const found = await find(c, o);
    if (found.kind === 'unknown') return answer(c, o, { found });
    const bytes = await uploaded(c);
    if (bytes === undefined) return answer(c, o, { found, status: 400, problem: 'Hãy chọn một tệp PDF để kiểm tra.' });
    const report = await verifyUpload(bytes);
    const sameAsArchive = found.kind === 'issued' && bytesToHex(sha256(bytes)) === found.fileHash;
    return answer(c, o, { found, upload: { report, sameAsArchive } });
  };

const limited = (o: VerificationOptions, cost: number): MiddlewareHandler => {
  const rate = o.rate ?? { capacity: 60, perSecond: 1 };
  const limit = makeRateLimit({
    capacity: rate.capacity / cost,
    perSecond: rate.perSecond / cost,
    milliseconds: () => milliseconds(o.realNow()),
  });
  return async (c, next) => {
    const seconds = limit(o.addressOf?.(c) ?? 'all');
    return seconds === undefined ? next() : tooMany(c, o, seconds);
  };
};

const fewAtOnce = (o: VerificationOptions): MiddlewareHandler => {
  let running = 0;
  return async (c, next) => {
    if (running >= AT_ONCE) return tooMany(c, o, 5);
    running += 1;
    try {
      await next();
      return undefined;
    } finally {
      running -= 1;
    }
  };
};

/** Xác thực công khai: no session, no script, nothing stored; GET looks up the code, POST compares a file. */
export const verificationRoutes = (o: VerificationOptions): Hono => {
  const routes = new Hono();
  const maxSize = o.maxUpload ?? 50 * MEGABYTE;
  const onError = async (c: Context) =>
    answer(c, o, {
      found: await find(c, o),
      status: 413,
      problem: `Tệp quá lớn: tối đa ${Math.floor(maxSize / MEGABYTE)} MB.`,
    });
  routes.get('/xac-thuc/:code', limited(o, 1), async (c) => answer(c, o, { found: await find(c, o) }));
  if (o.verifyUpload === undefined) return routes;
  // Some bytes more than the file itself: the boundaries of the form.
  routes.post(
    '/xac-thuc/:code',
    limited(o, 10),
    fewAtOnce(o),
    bodyLimit({ maxSize: maxSize + 4096, onError }),
    check(o, o.verifyUpload),
  );
  return routes;
};
