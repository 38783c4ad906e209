import type { PaperRequest } from '../../../functions/ports/paper.ts';
import { Content } from '../../../shared/documents/content.ts';
import { Instant } from '../../../shared/kernel/time.ts';

const p = (text: string) => ({ kind: 'paragraph', runs: [{ text }] });
const point = (text: string) => ({ kind: 'point', text });
const to = (line: string) => ({ line, purpose: 'implement', targets: [] });

const common: Omit<PaperRequest, 'type' | 'symbol' | 'content' | 'metadata'> = {
  issuer: { lines: ['Ủy ban nhân dân', 'thành phố Hà Nội'], name: 'Ủy ban nhân dân thành phố Hà Nội' },
  place: 'Hà Nội',
  signature: { lines: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'], name: 'Nguyễn Quốc Khải' },
  urgency: 'normal',
  verificationUrl: 'https://vanthu.example.vn/xac-thuc/mfzwizltoq2gk3tfon2ws3thea',
  demo: true,
  createdAt: Instant.parse('2023-09-18T01:30:00Z'),
};

/** Công văn 3073, in own words. */
export const letter3073: PaperRequest = {
  ...common,
  type: 'official-letter',
  symbol: 'UBND-NC',
  metadata: { code: 'mfzwizltoq2gk3tfon2ws3thea', type: 'official-letter' },
  content: Content.parse({
    subject: 'triển khai thực hiện Kế hoạch số 171-KH/TU ngày 17/8/2023 của Thành ủy Hà Nội',
    addressees: [
      to('Các sở, ban, ngành Thành phố'),
      to('Ủy ban nhân dân các quận, huyện, thị xã'),
      to('Các đơn vị sự nghiệp thuộc Thành phố'),
    ],
    blocks: [
      p(
        'Thực hiện Kế hoạch số 171-KH/TU ngày 17/8/2023 của Thành ủy Hà Nội về tăng cường kỷ luật, kỷ cương và trách nhiệm giải quyết công việc trong hệ thống chính trị thành phố Hà Nội, UBND Thành phố yêu cầu các cơ quan, đơn vị tập trung thực hiện các nội dung sau:',
      ),
      {
        kind: 'clause',
        heading: 'Văn phòng UBND Thành phố chủ trì, phối hợp các cơ quan, đơn vị:',
        points: [
          point('Rà soát, bổ sung, hoàn thiện Quy chế làm việc của Ban Cán sự Đảng UBND Thành phố.'),
          point(
            'Nâng cao chất lượng các cuộc họp và việc ban hành văn bản của Ban Cán sự Đảng và tập thể UBND Thành phố; xác định rõ trách nhiệm, thẩm quyền và những nội dung phải bàn tập thể.',
          ),
          point(
            'Cá thể hóa trách nhiệm của lãnh đạo UBND Thành phố, sở, ban, ngành và Chủ tịch UBND quận, huyện, thị xã theo yêu cầu 5 rõ; phát huy trách nhiệm của các Phó Chủ tịch theo lĩnh vực.',
          ),
        ],
      },
      {
        kind: 'clause',
        heading: 'Sở Nội vụ và các cơ quan, đơn vị:',
        points: [
          point('Rà soát chức năng, nhiệm vụ, tổ chức bộ máy; khắc phục bỏ sót hoặc chồng chéo.'),
          point('Tiếp tục sắp xếp tinh gọn bộ máy gắn với vị trí việc làm.'),
          point(
            'Ban hành đầy đủ quy chế làm việc, quy trình giải quyết công việc; chuyển đơn vị sự nghiệp công lập sang tự chủ tài chính đúng lộ trình.',
          ),
        ],
      },
      {
        kind: 'clause',
        heading: 'Cải cách thủ tục hành chính:',
        points: [
          point('Đánh giá kết quả thực hiện ủy quyền giải quyết TTHC theo Quyết định số 4610/QĐ-UBND ngày 22/11/2022.'),
          point(
            'Tham mưu giải pháp đơn giản hóa, rút ngắn thời gian TTHC trong đất đai, đầu tư, xây dựng, tư pháp, y tế, giáo dục, giao thông vận tải.',
          ),
        ],
      },
      {
        kind: 'clause',
        text: 'Kiểm soát việc thực hiện nhiệm vụ Thành phố giao; phát hiện, nhân rộng cách làm hay; đổi mới kiểm tra, tập trung trách nhiệm phối hợp.',
      },
      {
        kind: 'clause',
        heading: 'Thanh tra, kiểm tra công vụ:',
        points: [
          point('Tăng cường thanh tra, kiểm tra công vụ, nhất là kiểm tra đột xuất, chuyên đề.'),
          point(
            'Tham mưu bố trí, điều chuyển người không đáp ứng yêu cầu, đã bị cảnh báo, nhắc nhở nhưng chậm khắc phục; tạm đình chỉ, tạm chuyển vị trí khi cần thiết.',
          ),
          point('Luân chuyển, chuyển đổi vị trí công tác định kỳ không quá 5 năm.'),
        ],
      },
      p('Yêu cầu các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.'),
    ],
    recipients: [
      to('Thường trực Thành ủy (để báo cáo)'),
      to('Chủ tịch, các Phó Chủ tịch UBND Thành phố'),
      to('VPUB: CVP, các PCVP, các phòng chuyên môn'),
    ],
    fileCopy: 'NC',
  }),
};

/** Quyết định trực tiếp with parent agency, urgency, circulation limit and two annexes, one landscape. */
export const decision: PaperRequest = {
  ...common,
  type: 'decision',
  issuer: { parent: 'UBND thành phố Hà Nội', lines: ['Sở Nội vụ'], name: 'Sở Nội vụ thành phố Hà Nội' },
  symbol: 'QĐ-SNV',
  authorityLine: 'Giám đốc Sở Nội vụ thành phố Hà Nội',
  signature: { lines: ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'], name: 'Trần Thị Minh Hạnh' },
  urgency: 'express',
  drafterMark: 'PL.(300)',
  contact:
    'Địa chỉ: số 18B đường Lê Lai, quận Hoàn Kiếm, thành phố Hà Nội\nĐiện thoại: 024.0000 0000; E-Mail: so@example.vn',
  metadata: { type: 'decision' },
  content: Content.parse({
    subject: 'ban hành Kế hoạch kiểm tra công vụ năm 2024',
    legalBases: [
      'Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015',
      'Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư',
    ],
    proposedBy: 'Chánh Thanh tra Sở Nội vụ',
    circulation: 'internal',
    blocks: [
      { kind: 'article', text: 'Ban hành kèm theo Quyết định này Kế hoạch kiểm tra công vụ năm 2024.' },
      {
        kind: 'article',
        heading: 'Tổ chức thực hiện',
        clauses: [
          {
            kind: 'clause',
            text: 'Thanh tra Sở chủ trì:',
            points: [point('Lập danh sách đơn vị được kiểm tra;'), point('Báo cáo kết quả trước ngày 15 hằng tháng.')],
          },
          { kind: 'clause', text: 'Văn phòng Sở bảo đảm điều kiện làm việc.' },
        ],
      },
      {
        kind: 'article',
        text: 'Chánh Văn phòng Sở, Chánh Thanh tra Sở và các đơn vị liên quan chịu trách nhiệm thi hành Quyết định này.',
      },
    ],
    annexes: [
      {
        title: 'Danh sách đơn vị được kiểm tra',
        blocks: [
          {
            kind: 'table',
            header: ['TT', 'Đơn vị', 'Thời gian'],
            widths: [1, 6, 3],
            rows: Array.from({ length: 45 }, (_, i) => [String(i + 1), `Đơn vị số ${i + 1}`, `Tháng ${(i % 12) + 1}`]),
          },
        ],
      },
      { title: 'Biểu tổng hợp', landscape: true, blocks: [p('Biểu này in ngang.')] },
    ],
    recipients: [to('UBND Thành phố (để báo cáo)')],
    fileCopy: 'TTr',
    copies: 12,
  }),
};

/** Kế hoạch, the general form, long enough for several pages. */
export const general: PaperRequest = {
  ...common,
  type: 'plan',
  symbol: 'KH-UBND',
  urgency: 'normal',
  metadata: { type: 'plan' },
  content: Content.parse({
    subject: 'thực hiện công tác văn thư, lưu trữ và ký số trên địa bàn thành phố Hà Nội năm 2024',
    legalBases: ['Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư'],
    blocks: ['Mục đích, yêu cầu', 'Nội dung', 'Tổ chức thực hiện'].flatMap((title) => [
      { kind: 'heading', level: 'roman', text: title },
      ...[1, 2, 3].map((n) => ({
        kind: 'clause',
        heading: `Nội dung thứ ${n}`,
        text: 'Các cơ quan, đơn vị rà soát, chuẩn hóa thể thức và kỹ thuật trình bày văn bản; bảo đảm việc ký số, cấp số, đóng dấu điện tử đúng trình tự, thống nhất và có thể kiểm chứng theo Nghị định số 30/2020/NĐ-CP của Chính phủ.',
        points: [point('Người đứng đầu chịu trách nhiệm.'), point('Báo cáo kết quả trước ngày 25/12/2024.')],
      })),
    ]),
    recipients: [to('Bộ Nội vụ (để báo cáo)')],
    fileCopy: 'SNV',
  }),
};
