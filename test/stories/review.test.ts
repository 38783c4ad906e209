import { describe, expect, it } from 'vitest';
import { aStoryOffice, done, expectRefusal, PEOPLE } from '../support/office.ts';
import {
  anApprovedDraft,
  aReviewedDraft,
  aSubmittedDraft,
  letter,
  look,
  type Paper,
} from '../support/office-documents.ts';

// Domain §4.1: checks, returns and withdrawal, and what an edit after submission undoes (Điều 10–12).
const office = aStoryOffice();
const as = (part: string) => office().browser(part);
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
