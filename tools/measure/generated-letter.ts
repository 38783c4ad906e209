import type { PaperRequest } from '../../functions/ports/paper.ts';
import { Content } from '../../shared/documents/content.ts';
import { Instant } from '../../shared/kernel/time.ts';

/** How many generated clauses fill so many pages; a stage run refuses a letter with another number of pages. */
const CLAUSES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [6, 21],
  [31, 120],
]);
const SENTENCES = [
  'Các cơ quan, đơn vị rà soát, chuẩn hóa thể thức và kỹ thuật trình bày văn bản theo quy định.',
  'Bảo đảm việc ký số, cấp số và đóng dấu điện tử đúng trình tự, thống nhất và có thể kiểm chứng.',
  'Người đứng đầu chịu trách nhiệm về kết quả thực hiện và báo cáo trước ngày 25 hằng tháng.',
  'Khó khăn, vướng mắc phát sinh được tổng hợp gửi Văn phòng để hướng dẫn, tháo gỡ kịp thời.',
] as const;

const sentence = (at: number): string => SENTENCES[at % SENTENCES.length] ?? '';

/** A letter of so many pages; another `turn`, another text, so that nothing is answered from a cache. */
export const letterOf = (pages: number, turn: number): PaperRequest => ({
  type: 'official-letter',
  issuer: { lines: ['Ủy ban nhân dân', 'thành phố Hà Nội'], name: 'Ủy ban nhân dân thành phố Hà Nội' },
  symbol: 'UBND-NC',
  place: 'Hà Nội',
  signature: { lines: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], name: 'Nguyễn Quốc Khải' },
  urgency: 'normal',
  verificationUrl: 'https://vanthu.example.vn/xac-thuc/mfzwizltoq2gk3tfon2ws3thea',
  demo: true,
  metadata: { type: 'official-letter', turn },
  createdAt: Instant.parse('2024-01-03T02:00:00.000Z'),
  content: Content.parse({
    subject: `báo cáo tình hình thực hiện nhiệm vụ, lượt ${turn + 1}`,
    addressees: [{ line: 'Sở Nội vụ', purpose: 'implement' }],
    blocks: Array.from({ length: CLAUSES.get(pages) ?? 0 }, (_, at) => ({
      kind: 'clause',
      heading: `Nội dung thứ ${at + 1} của lượt ${turn + 1}`,
      text: `${sentence(at + turn)} ${sentence(at + turn + 1)} ${sentence(at + turn + 2)}`,
      points: [
        { kind: 'point', text: sentence(at + turn + 3) },
        { kind: 'point', text: sentence(at + turn) },
      ],
    })),
    recipients: [{ line: 'Sở Tài chính', purpose: 'inform' }],
    fileCopy: 'NC',
  }),
});
