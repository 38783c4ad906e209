import { describe, expect, it } from 'vitest';
import { aStoryOffice, done, expectRefusal } from '../support/office.ts';
import { aDraft, letter, look, type Paper } from '../support/office-documents.ts';

// Domain §2.6, §4.1: what may be drafted at all, and what may be submitted.
const office = aStoryOffice();
const as = (part: string) => office().browser(part);
const act =
  (part: string, paper: Paper, tail: string, body: Record<string, unknown> = {}) =>
  async () =>
    (await as(part)).post(paper.path(tail), body);
const withHash = (paper: Paper, more: Record<string, unknown> = {}) => ({ contentHash: paper.contentHash, ...more });

describe('a draft', () => {
  it('is started only for a unit in which the drafter holds a position', async () => {
    const drafter = await as('drafter');
    await expectRefusal(
      office(),
      () =>
        drafter.post('/api/documents', {
          heading: {
            type: 'official-letter',
            issuer: 'UBND-HN',
            competence: 'collective',
            draftingUnit: 'VP-KTTH',
            urgency: 'normal',
          },
          content: letter(),
        }),
      {
        status: 403,
        code: 'document.not-your-unit',
        detail: 'Bạn không giữ chức vụ nào trong đơn vị soạn thảo đã chọn. Hãy chọn đơn vị của bạn.',
        basis: 'Điều 10.1 Nghị định 30/2020/NĐ-CP',
      },
    );
  });

  it.each([
    [
      'of an agency that the unit does not belong to',
      { issuer: 'SNV' },
      422,
      'document.issuer-not-above-unit',
      /không thuộc cơ quan/,
    ],
    [
      'of an authority outside',
      { issuer: 'TU-HN' },
      422,
      'document.issuer-not-an-agency',
      /không phải là cơ quan, tổ chức có con dấu/,
    ],
    [
      'TM. of an agency led by one person',
      { issuer: 'VP', competence: 'collective', field: undefined },
      422,
      'document.issuer-not-collective',
      /chế độ thủ trưởng/,
    ],
    [
      'a resolution of one person',
      { type: 'resolution', competence: 'head', symbolSuffix: undefined },
      422,
      'document.type-is-collective',
      /Nghị quyết do tập thể ban hành/,
    ],
    [
      'in an unknown field',
      { field: 'XX' },
      422,
      'document.unknown-field',
      'Lĩnh vực XX không có hoặc không còn dùng trong danh mục.',
    ],
    ['on an unknown matter', { matter: 'C99' }, 422, 'document.unknown-matter', /Nội dung C99/],
    [
      'whose symbol gets a suffix that only letters have',
      { type: 'plan' },
      400,
      'document.suffix-only-on-letters',
      /Chỉ công văn/,
    ],
  ])('is refused %s', async (_, change, status, code, detail) => {
    const drafter = await as('drafter');
    const start = () =>
      drafter.post('/api/documents', {
        heading: {
          type: 'official-letter',
          issuer: 'UBND-HN',
          competence: 'collective',
          field: 'NC',
          draftingUnit: 'VP-NC',
          urgency: 'normal',
          symbolSuffix: 'NC',
          ...change,
        },
        content: letter(),
      });
    await expectRefusal(office(), start, { status, code, detail });
  });

  it.each([
    ['declared secret', { secrecy: 'top-secret' }, {}],
    ['with the stamp on a line of its own', {}, { blocks: [{ kind: 'paragraph', runs: [{ text: 'TỐI MẬT' }] }] }],
    ['that names its level of secrecy', {}, { subject: 'Độ mật: Tuyệt mật. Phương án bảo vệ' }],
  ])('%s is refused before anything is kept, with the way to the offline register', async (_, more, content) => {
    const drafter = await as('drafter');
    const start = () =>
      drafter.post('/api/documents', {
        heading: {
          type: 'official-letter',
          issuer: 'UBND-HN',
          competence: 'collective',
          field: 'NC',
          draftingUnit: 'VP-NC',
          urgency: 'normal',
        },
        content: { ...letter(), ...content },
        ...more,
      });
    await expectRefusal(office(), start, {
      status: 422,
      code: 'document.secret-refused',
      detail: /không được soạn, lưu hay gửi trên hệ thống này; hãy xử lý ngoài hệ thống/,
      basis: 'Luật Bảo vệ bí mật nhà nước số 29/2018/QH14',
    });
  });

  it('may be for internal circulation, which is no secrecy', async () => {
    const paper = await aDraft(office(), { content: { circulation: 'internal', subject: 'bảo vệ bí mật nhà nước' } });
    expect((await look(office(), 'drafter', paper)).document.status).toBe('drafting');
  });

  it('cannot become secret by an edit', async () => {
    const paper = await aDraft(office());
    await expectRefusal(
      office(),
      async () =>
        (await as('drafter')).post(
          paper.path('edit'),
          { base: paper.contentHash, content: { ...letter(), subject: 'MẬT' } },
          { 'if-match': '"1"' },
        ),
      { status: 422, code: 'document.secret-refused', detail: /\(MẬT\)/ },
    );
  });

  it('is submitted only in good form, and says the first thing to mend', async () => {
    const paper = await aDraft(office(), { content: { subject: '' } });
    await expectRefusal(office(), act('drafter', paper, 'submit', withHash(paper)), {
      status: 422,
      code: 'document.format-errors',
      detail: /Văn bản còn \d+ lỗi thể thức phải sửa trước khi trình\. Lỗi đầu tiên: \p{Lu}/u,
      basis: 'Điều 8 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('is not submitted to a signatory who may not sign it', async () => {
    const paper = await aDraft(office());
    await expectRefusal(office(), act('drafter', paper, 'submit', withHash(paper, { signer: 'VP.chanh-van-phong' })), {
      status: 422,
      code: 'document.signer-not-authorised',
      detail: 'Chức vụ được chọn (Chánh Văn phòng) không có thẩm quyền ký văn bản này hôm nay.',
      basis: 'Điều 13 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('is abandoned with a reason, stays readable and takes no more acts', async () => {
    const paper = await aDraft(office());
    await expectRefusal(office(), act('drafter', paper, 'abandon', { reason: '  ' }), {
      status: 400,
      code: 'document.reason-missing',
      detail: 'Hãy ghi lý do, để người nhận biết cần làm gì.',
    });
    done(await act('drafter', paper, 'abandon', { reason: 'Đã có chỉ đạo mới thay thế' })());
    await expectRefusal(office(), act('drafter', paper, 'submit', withHash(paper)), {
      status: 409,
      code: 'document.not-open',
      detail: 'Văn bản đã hủy, chỉ còn để tra cứu.',
    });
    const { document } = await look(office(), 'drafter', paper);
    expect(document.status === 'abandoned' && document.abandoned.reason).toBe('Đã có chỉ đạo mới thay thế');
  });
});
