/** A document of the demo's first morning: what it is, and whose acts have brought it to where it waits. Texts are invented. */
export type StoryStep = {
  at: string;
  by: string;
  act: 'start' | 'sign' | { path: string; body: (contentHash: string) => unknown };
};
export type StoryDocument = {
  title: string;
  heading: Record<string, unknown>;
  content: Record<string, unknown>;
  steps: StoryStep[];
};

const paragraph = (text: string) => ({ kind: 'paragraph', runs: [{ text }] });
const clause = (text: string) => ({ kind: 'clause', text });
const letter = (more: Record<string, unknown> = {}) => ({
  type: 'official-letter',
  issuer: 'UBND-HN',
  competence: 'collective',
  field: 'NC',
  draftingUnit: 'VP-NC',
  urgency: 'normal',
  symbolSuffix: 'NC',
  ...more,
});
const toDepartments = [
  { line: 'Các sở, ban, ngành Thành phố', purpose: 'implement', targets: [{ kind: 'group', group: '@SO_BAN_NGANH' }] },
];
const recipients = [{ line: 'Chủ tịch, các Phó Chủ tịch UBND Thành phố', purpose: 'report' }];

const start = (time: string): StoryStep => ({ at: time, by: 'p09', act: 'start' });
const submit = (time: string): StoryStep => ({
  at: time,
  by: 'p09',
  act: { path: 'submit', body: (contentHash) => ({ contentHash }) },
});
const check = (time: string, by: string): StoryStep => ({
  at: time,
  by,
  act: { path: 'pass-check', body: (contentHash) => ({ contentHash, endorse: true }) },
});

const letterOn = (subject: string, paragraphs: string[], items: string[] = []) => ({
  subject,
  addressees: toDepartments,
  recipients,
  fileCopy: 'NC',
  blocks: [...paragraphs.map(paragraph), ...items.map(clause)],
});

export const demoStory = (): StoryDocument[] => [
  {
    title: 'đang soạn thảo',
    heading: letter(),
    content: letterOn('rà soát quy chế làm việc của các cơ quan, đơn vị', [
      'UBND Thành phố yêu cầu các sở, ban, ngành rà soát quy chế làm việc của cơ quan mình, báo cáo trước ngày 30/11/2023.',
    ]),
    steps: [start('2023-10-18T14:00:00+07:00')],
  },
  {
    title: 'đang lấy ý kiến',
    heading: letter(),
    content: letterOn(
      'xây dựng bộ chỉ số đánh giá trách nhiệm phối hợp',
      [
        'UBND Thành phố giao Sở Nội vụ chủ trì xây dựng bộ chỉ số đánh giá trách nhiệm phối hợp giữa các cơ quan, đơn vị.',
      ],
      ['Phạm vi: các sở, ban, ngành và UBND quận, huyện, thị xã.', 'Thời gian trình: trước ngày 15/11/2023.'],
    ),
    steps: [
      start('2023-10-16T09:00:00+07:00'),
      {
        at: '2023-10-17T08:30:00+07:00',
        by: 'p09',
        act: {
          path: 'consultations',
          body: () => ({
            units: ['SNV', 'STC', 'STNMT'],
            question: 'Đề nghị cho ý kiến về phạm vi và thời gian trình.',
          }),
        },
      },
    ],
  },
  {
    title: 'chờ kiểm tra nội dung',
    heading: letter(),
    content: letterOn('chấn chỉnh việc gửi tài liệu họp', [
      'UBND Thành phố yêu cầu các cơ quan, đơn vị gửi tài liệu họp trước ít nhất 03 ngày làm việc theo quy chế làm việc.',
    ]),
    steps: [start('2023-10-18T09:00:00+07:00'), submit('2023-10-19T10:00:00+07:00')],
  },
  {
    title: 'chờ kiểm tra thể thức, khẩn',
    heading: letter({ urgency: 'urgent' }),
    content: letterOn('bảo đảm trực ban dịp cao điểm cuối năm', [
      'UBND Thành phố yêu cầu các cơ quan, đơn vị tổ chức trực ban, bảo đảm tiếp nhận và xử lý văn bản khẩn.',
    ]),
    steps: [
      start('2023-10-19T08:10:00+07:00'),
      submit('2023-10-19T08:30:00+07:00'),
      check('2023-10-19T09:15:00+07:00', 'p08'),
    ],
  },
  {
    title: 'chờ Chủ tịch duyệt và ký',
    heading: letter(),
    content: letterOn(
      'đôn đốc báo cáo kết quả thực hiện ủy quyền giải quyết thủ tục hành chính',
      [
        'Thực hiện Quyết định số 4610/QĐ-UBND ngày 22/11/2022 của UBND Thành phố, UBND Thành phố yêu cầu các cơ quan, đơn vị báo cáo kết quả thực hiện ủy quyền.',
      ],
      ['Số hồ sơ tiếp nhận, giải quyết đúng hạn, quá hạn.', 'Khó khăn, vướng mắc và đề xuất.'],
    ),
    steps: [
      start('2023-10-17T08:00:00+07:00'),
      submit('2023-10-17T09:00:00+07:00'),
      check('2023-10-18T10:00:00+07:00', 'p08'),
      check('2023-10-19T15:00:00+07:00', 'p07'),
    ],
  },
  {
    title: 'đã ký, chờ văn thư',
    heading: letter(),
    content: letterOn('tổ chức kiểm tra công vụ quý IV năm 2023', [
      'UBND Thành phố giao Sở Nội vụ tổ chức kiểm tra công vụ đột xuất quý IV năm 2023 tại các sở, ban, ngành.',
    ]),
    steps: [
      start('2023-10-16T08:00:00+07:00'),
      submit('2023-10-16T09:00:00+07:00'),
      check('2023-10-17T10:00:00+07:00', 'p08'),
      check('2023-10-18T15:00:00+07:00', 'p07'),
      { at: '2023-10-19T16:30:00+07:00', by: 'p01', act: 'sign' },
    ],
  },
  {
    title: 'bị trả lại để sửa',
    heading: letter(),
    content: letterOn('báo cáo việc thực hiện 5 rõ trong giao nhiệm vụ', [
      'UBND Thành phố yêu cầu các cơ quan, đơn vị báo cáo việc giao nhiệm vụ rõ người, rõ việc, rõ tiến độ, rõ hiệu quả, rõ trách nhiệm.',
    ]),
    steps: [
      start('2023-10-17T14:00:00+07:00'),
      submit('2023-10-18T08:00:00+07:00'),
      {
        at: '2023-10-19T09:00:00+07:00',
        by: 'p08',
        act: {
          path: 'return',
          body: (contentHash) => ({ contentHash, reason: 'Cần nêu rõ thời hạn báo cáo và biểu mẫu kèm theo.' }),
        },
      },
    ],
  },
];
