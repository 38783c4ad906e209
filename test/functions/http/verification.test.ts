import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { VerificationOptions } from '../../../functions/http/verification.ts';
import { verificationRoutes } from '../../../functions/http/verification.ts';
import type { VerificationReport } from '../../../functions/ports/paper.ts';
import type { Verified } from '../../../shared/documents/lines.ts';
import { LocalDate } from '../../../shared/kernel/time.ts';
import { wallClock } from './office.ts';

const CODE = 'abcdefghijklmnopqrstuvwxyz';
const PDF = new TextEncoder().encode('PDF');
const PDF_HASH = createHash('sha256').update(PDF).digest('hex');
const OTHER_HASH = 'f'.repeat(64);

const issued = (more: Partial<Extract<Verified, { kind: 'issued' }>> = {}): Verified => ({
  kind: 'issued',
  display: '3073/UBND-NC',
  date: LocalDate.parse('2023-09-18'),
  issuerName: 'Ủy ban nhân dân thành phố Hà Nội',
  typeName: 'Công văn',
  standing: 'in-force',
  fileHash: PDF_HASH,
  subject: 'tăng cường kỷ luật, kỷ cương <công vụ>',
  signer: 'Nguyễn Quốc Khải',
  signerTitle: 'TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH',
  ...more,
});
const signed = (kind: 'person' | 'agency'): VerificationReport['signatures'][number] => ({
  field: kind,
  kind,
  subject: kind === 'person' ? 'Nguyễn Quốc Khải' : 'Ủy ban nhân dân thành phố Hà Nội',
  issuer: 'CA',
  timestampedAt: '2023-09-18T02:02:11.000Z',
  level: 'B-T',
  intact: true,
  trusted: true,
  coversWholeFile: true,
  forbiddenChanges: [],
  problems: [],
});
const report = (more: Partial<VerificationReport> = {}): VerificationReport => ({
  valid: true,
  revisions: 3,
  sha256: PDF_HASH,
  signatures: [signed('person'), signed('agency')],
  problems: [],
  ...more,
});

const aPage = (found: Verified, more: Partial<VerificationOptions> = {}) => {
  const clock = wallClock();
  const asked: string[] = [];
  const routes = verificationRoutes({
    verifyByCode: async (code) => {
      asked.push(code);
      return found;
    },
    verifyUpload: async () => report(),
    realNow: clock.now,
    ...more,
  });
  const look = (code = CODE) => routes.request(`/xac-thuc/${code}`);
  const upload = (bytes: Uint8Array, code = CODE) => {
    const form = new FormData();
    form.set('tep', new File([Uint8Array.from(bytes)], 'van-ban.pdf', { type: 'application/pdf' }));
    return routes.request(`/xac-thuc/${code}`, { method: 'POST', body: form });
  };
  return { look, upload, routes, clock, asked };
};

describe('the public verification page (xác thực văn bản)', () => {
  it('shows what was issued, as text, under a policy that runs no script', async () => {
    const response = await aPage(issued()).look();
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Security-Policy')).not.toContain('script-src');
    const html = await response.text();
    for (const text of [
      'Văn bản đã được phát hành',
      '3073/UBND-NC',
      '18/09/2023',
      'Nguyễn Quốc Khải',
      '&lt;công vụ&gt;',
    ])
      expect(html).toContain(text);
    expect(html).not.toContain('<script');
  });
  it('shows validity and number only when circulation is internal', async () => {
    const html = await (
      await aPage(issued({ subject: undefined, signer: undefined, signerTitle: undefined })).look()
    ).text();
    expect(html).toContain('3073/UBND-NC');
    expect(html).toContain('lưu hành nội bộ');
    expect(html).not.toContain('Công văn</dd>');
  });
  it('says that a replaced or amended document no longer stands alone', async () => {
    expect(await (await aPage(issued({ standing: 'replaced' })).look()).text()).toContain('đã bị thay thế');
    expect(await (await aPage(issued({ standing: 'amended' })).look()).text()).toContain('đã được sửa đổi');
  });
  it('says "not issued" of a rendering that is not out yet', async () => {
    const html = await (await aPage({ kind: 'not-issued' }).look()).text();
    expect(html).toContain('chưa được phát hành');
    expect(html).not.toContain('3073');
  });
  it('does not ask the archive about what cannot be a code, and offers no upload for it', async () => {
    const page = aPage({ kind: 'unknown' });
    const response = await page.look('3073');
    expect(response.status).toBe(404);
    expect(page.asked).toEqual([]);
    const html = await response.text();
    expect(html).toContain('Không tìm thấy mã này');
    expect(html).not.toContain('<form');
  });
  it('reads the code in capitals too, as some scanners write it', async () => {
    const page = aPage(issued());
    expect((await page.look(CODE.toUpperCase())).status).toBe(200);
    expect(page.asked).toEqual([CODE]);
  });
  it('makes whoever tries many codes wait', async () => {
    const page = aPage({ kind: 'unknown' }, { rate: { capacity: 2, perSecond: 1 } });
    await page.look();
    await page.look();
    const slowed = await page.look();
    expect(slowed.status).toBe(429);
    expect(slowed.headers.get('Retry-After')).toBe('1');
    page.clock.pass(1);
    expect((await page.look()).status).toBe(404);
  });
});

describe('checking a file on that page', () => {
  it('confirms the very bytes that were issued, with both signatures in plain words', async () => {
    const html = await (await aPage(issued()).upload(PDF)).text();
    for (const text of [
      'Tệp đúng là bản đã phát hành',
      'Chữ ký số của người có thẩm quyền',
      'Chữ ký số của cơ quan',
      '09:02:11 ngày 18/09/2023',
    ])
      expect(html).toContain(text);
  });
  it('does not confirm a well-signed file that is another document', async () => {
    const html = await (await aPage(issued({ fileHash: OTHER_HASH })).upload(PDF)).text();
    expect(html).toContain('khác bản lưu');
    expect(html).not.toContain('Tệp đúng là bản đã phát hành');
  });
  it('says plainly when the file was changed after signing', async () => {
    const changed = { ...signed('person'), intact: false, forbiddenChanges: ['Trang 2 đã bị sửa'] };
    const html = await (
      await aPage(issued(), { verifyUpload: async () => report({ valid: false, signatures: [changed] }) }).upload(PDF)
    ).text();
    expect(html).toContain('Tệp không hợp lệ');
    expect(html).toContain('Trang 2 đã bị sửa');
    expect(html).toContain('Nội dung được ký đã bị thay đổi');
  });
  it('never confirms a file for a code that is not issued', async () => {
    const html = await (await aPage({ kind: 'not-issued' }).upload(PDF)).text();
    expect(html).not.toContain('Tệp đúng là bản đã phát hành');
  });
  it('asks for a file when none came, and refuses one that is too large', async () => {
    const page = aPage(issued(), { maxUpload: 1000 });
    expect((await page.upload(new Uint8Array())).status).toBe(400);
    const large = await page.upload(new Uint8Array(10_000));
    expect(large.status).toBe(413);
    expect(await large.text()).toContain('Tệp quá lớn');
    const odd = await page.routes.request(`/xac-thuc/${CODE}`, {
      method: 'POST',
      body: 'x',
      headers: { 'Content-Type': 'multipart/form-data' },
    });
    expect(odd.status).toBe(400);
  });
});
