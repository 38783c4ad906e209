import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../../functions/entry/api-client.ts';
import { aStoryOffice, done, expectRefusal, PEOPLE, problemOf } from '../support/office.ts';
import {
  aDraft,
  anApprovedDraft,
  aReviewedDraft,
  aSignedDocument,
  aSubmittedDraft,
  letter,
  look,
  type Paper,
} from '../support/office-documents.ts';

// Domain §4.1: from the draft to the approval, and every way in which it is sent back.
const office = aStoryOffice();
const as = (part: string): Promise<ApiClient> => office().browser(part);
const act =
  (part: string, paper: Paper, tail: string, body: Record<string, unknown> = {}) =>
  async () =>
    (await as(part)).post(paper.path(tail), body);
const withHash = (paper: Paper, more: Record<string, unknown> = {}) => ({ contentHash: paper.contentHash, ...more });

/** A new text, as whoever opened the current one writes it. */
const edit = async (part: string, paper: Paper, subject: string): Promise<Paper> => {
  const client = await as(part);
  const opened = await client.get(`/api/documents/${paper.id}`);
  const answered = await client.post(
    paper.path('edit'),
    { base: paper.contentHash, content: letter(subject) },
    { 'if-match': opened.headers.get('etag') ?? '' },
  );
  done(answered);
  const { document } = await look(office(), 'drafter', paper);
  return { ...paper, contentHash: document.contentHash };
};

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

describe('a submitted draft', () => {
  it('is not submitted twice nor abandoned before it is withdrawn', async () => {
    const paper = await aSubmittedDraft(office());
    await expectRefusal(office(), act('drafter', paper, 'submit', withHash(paper)), {
      status: 409,
      code: 'document.not-drafting',
      detail: /Văn bản đã trình, không còn ở bước soạn thảo/,
      basis: 'Điều 11.2 Nghị định 30/2020/NĐ-CP',
    });
    await expectRefusal(office(), act('drafter', paper, 'abandon', { reason: 'Không cần nữa' }), {
      status: 409,
      code: 'document.not-abandonable',
      detail: 'Chỉ hủy được bản thảo đang soạn. Hãy rút lại bản trình trước.',
    });
  });

  it('is checked for content by the head of the drafting unit first: neither the drafter nor the format checker goes before', async () => {
    const paper = await aSubmittedDraft(office());
    await expectRefusal(office(), act('drafter', paper, 'pass-check', withHash(paper)), {
      status: 403,
      code: 'document.not-your-turn',
      detail: 'Chưa đến lượt bạn xử lý văn bản này.',
      basis: 'Điều 12.1 Nghị định 30/2020/NĐ-CP',
    });
    done(await act('roomHead', paper, 'pass-check', withHash(paper))());
    await expectRefusal(office(), act('roomHead', paper, 'pass-check', withHash(paper)), {
      status: 403,
      code: 'document.not-your-turn',
      detail: 'Chưa đến lượt bạn xử lý văn bản này.',
      basis: 'Điều 12.2 Nghị định 30/2020/NĐ-CP',
    });
    done(await act('formatChecker', paper, 'pass-check', withHash(paper))());
    const { document } = await look(office(), 'drafter', paper);
    expect(document.status).toBe('awaiting-approval');
    expect(document.checks.map((check) => [check.kind, check.endorsed, check.by.person])).toEqual([
      ['unit-review', true, PEOPLE.roomHead],
      ['format-check', true, PEOPLE.formatChecker],
    ]);
  });

  it('is not approved while a check is outstanding', async () => {
    const paper = await aSubmittedDraft(office());
    await expectRefusal(office(), act('chair', paper, 'approve', withHash(paper)), {
      status: 409,
      code: 'document.not-awaiting-approval',
      detail: 'Văn bản không ở bước chờ duyệt.',
    });
  });

  it('is returned only with a reason, to the head of the drafting unit and the drafter; the checks fall', async () => {
    const paper = await aSubmittedDraft(office());
    done(await act('roomHead', paper, 'pass-check', withHash(paper))());
    await expectRefusal(office(), act('formatChecker', paper, 'return', withHash(paper, { reason: '' })), {
      status: 400,
      code: 'document.reason-missing',
      detail: 'Hãy ghi lý do, để người nhận biết cần làm gì.',
      basis: 'Điều 10.3 Nghị định 30/2020/NĐ-CP',
    });
    done(await act('formatChecker', paper, 'return', withHash(paper, { reason: 'Thiếu căn cứ' }))());
    await office().settle();
    const { document } = await look(office(), 'drafter', paper);
    expect(document.status).toBe('drafting');
    expect(document.checks).toEqual([]);
    expect(document.turns).toMatchObject([
      { kind: 'revision', positions: ['VP-NC.truong-phong'], people: [PEOPLE.drafter] },
    ]);
    const inbox = done(await (await as('roomHead')).get('/api/inbox'));
    expect(JSON.stringify(inbox)).toContain(paper.id);
  });

  it('is withdrawn by its drafter before approval, not after', async () => {
    const waiting = await aReviewedDraft(office());
    done(await act('drafter', waiting, 'withdraw', { reason: 'Bổ sung số liệu' })());
    expect((await look(office(), 'drafter', waiting)).document.status).toBe('drafting');
    const approved = await anApprovedDraft(office());
    await expectRefusal(office(), act('drafter', approved, 'withdraw', { reason: 'Bổ sung số liệu' }), {
      status: 409,
      code: 'document.already-approved',
      detail: 'Văn bản đã được Nguyễn Quốc Khải duyệt. Chỉ người duyệt mới rút lại ý kiến duyệt hoặc trả lại để sửa.',
      basis: 'Điều 11 Nghị định 30/2020/NĐ-CP',
    });
  });
});

describe('an edit after submission', () => {
  it('voids the checks: the text goes the whole way again (Điều 11.2)', async () => {
    const reviewed = await aReviewedDraft(office());
    const edited = await edit('drafter', reviewed, 'nội dung đã thay đổi sau khi kiểm tra');
    const { document } = await look(office(), 'drafter', edited);
    expect(document).toMatchObject({ status: 'drafting', checks: [], version: 2 });
    await expectRefusal(office(), act('chair', edited, 'approve', withHash(edited)), {
      status: 409,
      code: 'document.not-awaiting-approval',
      detail: 'Văn bản không ở bước chờ duyệt.',
    });
  });

  it('voids the approval, also when whoever approved edits it', async () => {
    const approved = await anApprovedDraft(office());
    const edited = await edit('chair', approved, 'nội dung người ký tự sửa');
    const { document } = await look(office(), 'drafter', edited);
    expect(document.status).toBe('drafting');
    expect('approval' in document).toBe(false);
    await expectRefusal(office(), act('chair', edited, 'prepare-signature', withHash(edited)), {
      status: 409,
      code: 'document.not-approved',
      detail: /Văn bản chưa được duyệt nên chưa ký ban hành được/,
    });
  });

  it('makes a check or an approval of the text read before it a conflict', async () => {
    const paper = await aSubmittedDraft(office());
    const edited = await edit('roomHead', paper, 'trưởng phòng sửa câu chữ');
    done(await act('drafter', edited, 'submit', withHash(edited))());
    const superseded = {
      status: 409,
      code: 'document.version-superseded',
      detail: 'Văn bản đã có bản mới hơn (bản 2) sau khi bạn mở. Hãy xem bản hiện tại rồi làm lại.',
      basis: 'Điều 11.2 Nghị định 30/2020/NĐ-CP',
    };
    await expectRefusal(office(), act('roomHead', paper, 'pass-check', withHash(paper)), superseded);
    done(await act('roomHead', edited, 'pass-check', withHash(edited))());
    done(await act('formatChecker', edited, 'pass-check', withHash(edited))());
    await expectRefusal(office(), act('chair', paper, 'approve', withHash(paper)), superseded);
    expect((await act('chair', edited, 'approve', withHash(edited))()).status).toBe(200);
  });
});

describe('after the signature', () => {
  it('nothing of the text changes any more', async () => {
    const signed = await aSignedDocument(office());
    const opened = await (await as('drafter')).get(`/api/documents/${signed.id}`);
    const already = {
      status: 409,
      code: 'document.already-signed',
      detail: /Văn bản đã được Nguyễn Quốc Khải ký nên không sửa được nữa/,
      basis: 'Điều 18.3 Nghị định 30/2020/NĐ-CP',
    };
    const change = async () =>
      (await as('drafter')).post(
        signed.path('edit'),
        { base: signed.contentHash, content: letter('chữ khác') },
        { 'if-match': opened.headers.get('etag') ?? '' },
      );
    await expectRefusal(office(), change, already);
    await expectRefusal(office(), act('drafter', signed, 'lock'), already);
    await expectRefusal(office(), act('chair', signed, 'revoke-approval', { reason: 'Nghĩ lại' }), already);
    await expectRefusal(office(), act('drafter', signed, 'relations', { relations: [] }), already);
  });

  it('the clerk returns a document of bad form before it has a number, with a reason; nobody else does', async () => {
    const signed = await aSignedDocument(office());
    await expectRefusal(office(), act('chair', signed, 'return-signed', { reason: 'Sai thể thức' }), {
      status: 403,
      code: 'document.not-the-clerk',
      detail: 'Chỉ văn thư của cơ quan ban hành được làm việc này.',
      basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP',
    });
    const blank = await act('clerk', signed, 'return-signed', { reason: ' ' })();
    expect([blank.status, problemOf(blank).errors?.[0]?.pointer]).toEqual([400, '/reason']);
    done(await act('clerk', signed, 'return-signed', { reason: 'Sai thể thức phần nơi nhận' })());
    expect((await look(office(), 'drafter', signed)).document.status).toBe('drafting');
  });
});
