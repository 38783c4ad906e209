import { createHash } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { DemoPerson } from '../../functions/adapters/local-issuer/people.ts';
import { page } from '../../functions/http/page.ts';
import { verificationRoutes } from '../../functions/http/verification.ts';
import type { SignatureReport } from '../../functions/ports/paper.ts';
import type { Verified } from '../../shared/documents/lines.ts';
import { LocalDate } from '../../shared/kernel/time.ts';
import { aDemoOffice } from '../functions/http/demo-office.ts';
import { wallClock } from '../functions/http/office.ts';

const port = Number(process.argv[2]);
const publicUrl = `http://127.0.0.1:${port}`;

const units = [
  'Ủy ban nhân dân thành phố Hà Nội',
  'Văn phòng Ủy ban nhân dân thành phố Hà Nội',
  'Sở Nội vụ',
  'Sở Xây dựng',
];
const roles = ['Soạn thảo', 'Kiểm tra thể thức', 'Ký ban hành', 'Cấp số, đóng dấu, phát hành'];
const names = [
  'Nguyễn Quốc Khải',
  'Trần Minh Lâm',
  'Đặng Thu Ngân',
  'Vũ Hải Đăng',
  'Phạm Thị Hồng Nhung',
  'Lê Văn Thưởng',
  'Hoàng Ngọc Ánh',
  'Bùi Đức Trọng',
  'Đỗ Thị Mỹ Hạnh',
  'Ngô Gia Bảo',
  'Dương Khánh Ly',
  'Lý Thành Nam',
];
const people: DemoPerson[] = names.map((name, index) => ({
  id: `p${String(index + 1).padStart(2, '0')}`,
  name,
  title: ['Chủ tịch', 'Phó Chủ tịch', 'Chuyên viên', 'Trưởng phòng'][index % 4] ?? '',
  unit: units[index % 4] ?? '',
  ...(index < 4 ? { role: roles[index] ?? '' } : {}),
}));

const REAL = new TextEncoder().encode('bản phát hành');
const issued: Verified = {
  kind: 'issued',
  display: '3073/UBND-NC',
  date: LocalDate.parse('2023-09-18'),
  issuerName: 'Ủy ban nhân dân thành phố Hà Nội',
  typeName: 'Công văn',
  standing: 'in-force',
  fileHash: createHash('sha256').update(REAL).digest('hex'),
  subject: 'tăng cường kỷ luật, kỷ cương và trách nhiệm giải quyết công việc',
  signer: 'Nguyễn Quốc Khải',
  signerTitle: 'TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH',
};
const codes: Readonly<Record<string, Verified>> = {
  ['a'.repeat(26)]: issued,
  ['b'.repeat(26)]: { ...issued, standing: 'replaced' },
  ['c'.repeat(26)]: { kind: 'not-issued' },
};
const signature = (kind: 'person' | 'agency', intact: boolean): SignatureReport => ({
  field: kind,
  kind,
  subject: kind === 'person' ? 'Nguyễn Quốc Khải' : 'Ủy ban nhân dân thành phố Hà Nội',
  issuer: 'CA trình diễn',
  timestampedAt: '2023-09-18T02:02:11.000Z',
  level: 'B-T',
  intact,
  trusted: true,
  coversWholeFile: intact,
  forbiddenChanges: intact ? [] : ['Nội dung trang 1 khác với nội dung đã ký.'],
  problems: [],
});

const verification = verificationRoutes({
  verifyByCode: async (code) => codes[code] ?? { kind: 'unknown' },
  verifyUpload: async (pdf) => {
    const valid = Buffer.compare(pdf, REAL) === 0;
    return {
      valid,
      revisions: 3,
      sha256: createHash('sha256').update(pdf).digest('hex'),
      signatures: [signature('person', valid), signature('agency', valid)],
      problems: [],
    };
  },
  realNow: wallClock().now,
  rate: { capacity: 10_000, perSecond: 1000 },
  demoBanner: 'BẢN TRÌNH DIỄN – không có giá trị pháp lý.',
});
const home = new Hono().get('/van-ban', (c) => page(c, { title: 'Đã vào', body: html`<h1>Đã vào hệ thống</h1>` }));

const { http } = await aDemoOffice({ publicUrl, people, extras: [verification, home] });
serve({ fetch: http.fetch, port, hostname: '127.0.0.1' });
