import { describe, expect, it } from 'vitest';
import { ConsultationAnswer, InboxAnswer } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, done, expectRefusal, PEOPLE } from '../support/office.ts';
import { aDraft, look, type Paper } from '../support/office-documents.ts';

// Lấy ý kiến (domain §9.4): several units at once, a deadline, and silence that counts as consent but never among those who agreed.
const office = aStoryOffice();
const FINANCE_HEAD = 'p15';
const as = (part: string) => office().browser(part);
const ask = async (paper: Paper, more: Record<string, unknown> = {}) =>
  (await as('drafter')).post(paper.path('consultations'), {
    units: ['SNV', 'STC', 'SXD'],
    question: 'Xin ý kiến về phân công chủ trì tại mục 2',
    ...more,
  });
const give = async (part: string, paper: Paper, unit: string, opinion: Record<string, unknown>) =>
  (await as(part)).post(paper.path(`consultations/1/opinions/${unit}`), {
    contentHash: paper.contentHash,
    ...opinion,
  });
const close = async (paper: Paper) => (await as('drafter')).post(paper.path('consultations/1/close'));
const rounds = async (paper: Paper) =>
  ConsultationAnswer.parse(done(await (await as('drafter')).get(paper.path('consultation')))).rounds;

describe('a round', () => {
  it('asks each unit, which finds it in its inbox and may read the draft; other units may not', async () => {
    const paper = await aDraft(office());
    done(await ask(paper));
    await office().settle();
    const inbox = InboxAnswer.parse(done(await (await as('departmentHead')).get('/api/inbox')));
    expect(inbox.opinions.find((one) => one.document === paper.id)).toMatchObject({
      unit: 'SNV',
      round: 1,
      deadline: '2023-09-21',
    });
    expect((await look(office(), 'departmentHead', paper)).document.status).toBe('drafting');
    const stranger = await as('districtHead');
    expect((await stranger.get(`/api/documents/${paper.id}`)).status).toBe(404);
  });

  it('of an urgent document ends after three working days instead of five', async () => {
    const paper = await aDraft(office(), { heading: { urgency: 'urgent' } });
    done(await ask(paper));
    expect((await rounds(paper))[0]?.deadline).toBe('2023-09-19');
  });

  it.each([
    [
      'of the drafting unit itself',
      { units: ['VP-NC'] },
      422,
      'document.consultation-own-unit',
      'Không cần lấy ý kiến của chính đơn vị soạn thảo.',
    ],
    ['of an authority outside', { units: ['TU-HN'] }, 422, 'document.unknown-unit', /^Đơn vị TU-HN/],
    [
      'by yesterday',
      { deadline: '2023-09-13' },
      422,
      'document.consultation-deadline-past',
      'Hạn cho ý kiến (13/09/2023) đã qua. Hãy chọn ngày từ hôm nay trở đi.',
    ],
  ])('is not opened %s', async (_, more, status, code, detail) => {
    const paper = await aDraft(office());
    await expectRefusal(office(), () => ask(paper, more), { status, code, detail });
  });

  it('holds back submission and a second round until it is closed', async () => {
    const paper = await aDraft(office());
    done(await ask(paper));
    const open = 'Lần lấy ý kiến thứ 1 chưa kết thúc (hạn 21/09/2023). Hãy kết thúc trước khi làm bước tiếp theo.';
    const drafter = await as('drafter');
    await expectRefusal(office(), () => drafter.post(paper.path('submit'), { contentHash: paper.contentHash }), {
      status: 422,
      code: 'document.consultation-open',
      detail: open,
    });
    await expectRefusal(office(), () => ask(paper), { status: 409, code: 'document.consultation-open', detail: open });
  });
});

describe('an opinion', () => {
  it('is given by a leader of the asked unit only, once, with words unless it simply agrees', async () => {
    const paper = await aDraft(office());
    done(await ask(paper));
    await office().settle();
    await expectRefusal(office(), () => give('departmentRoomHead', paper, 'SNV', { position: 'agree' }), {
      status: 404,
      code: 'kernel.absent',
      detail: 'Không tìm thấy, hoặc bạn không có quyền xem.',
    });
    await expectRefusal(office(), () => give('departmentClerk', paper, 'SNV', { position: 'agree' }), {
      status: 403,
      code: 'document.not-head-of-asked-unit',
      detail: 'Ý kiến do người đứng đầu hoặc cấp phó của đơn vị được hỏi gửi.',
    });
    await expectRefusal(office(), () => give('departmentHead', paper, 'SNV', { position: 'disagree' }), {
      status: 400,
      code: 'document.opinion-comment-missing',
      detail: 'Hãy ghi nội dung góp ý hoặc lý do; chỉ khi đồng ý hoàn toàn mới không cần ghi.',
    });
    done(await give('departmentHead', paper, 'SNV', { position: 'agree' }));
    await expectRefusal(office(), () => give('departmentDeputy', paper, 'SNV', { position: 'agree' }), {
      status: 409,
      code: 'document.opinion-already-given',
      detail: /đã cho ý kiến thay mặt đơn vị trong lần này\.$/,
    });
  });

  it('of two units at the same moment is kept twice', async () => {
    const paper = await aDraft(office());
    done(await ask(paper));
    const answers = await Promise.all([
      give('departmentHead', paper, 'SNV', { position: 'agree' }),
      give(FINANCE_HEAD, paper, 'STC', { position: 'not-in-remit', text: 'Không thuộc lĩnh vực' }),
    ]);
    expect(answers.map((one) => one.status)).toEqual([200, 200]);
  });
});

describe('closing a round', () => {
  it('waits for the deadline or for everybody, and for an answer to every comment; silence is listed by name', async () => {
    const paper = await aDraft(office());
    done(await ask(paper));
    done(await give('departmentHead', paper, 'SNV', { position: 'agree' }));
    done(await give(FINANCE_HEAD, paper, 'STC', { position: 'agree-with-comments', text: 'Bổ sung nguồn kinh phí' }));
    await expectRefusal(office(), () => close(paper), {
      status: 422,
      code: 'document.consultation-not-due',
      detail: 'Chưa kết thúc được: còn Sở Xây dựng chưa cho ý kiến và hạn là 21/09/2023.',
    });
    office().go('2023-09-22T08:00');
    await expectRefusal(office(), () => close(paper), {
      status: 422,
      code: 'document.opinion-unanswered',
      detail: 'Còn 1 ý kiến chưa được tiếp thu, giải trình: Sở Tài chính.',
    });
    const drafter = await as('drafter');
    const answer = paper.path('consultations/1/opinions/STC/answer');
    await expectRefusal(office(), () => drafter.post(answer, { accepted: 'not-accepted' }), {
      status: 400,
      code: 'document.reason-missing',
      detail: 'Hãy ghi lý do, để người nhận biết cần làm gì.',
    });
    done(await drafter.post(answer, { accepted: 'partly', reason: 'Ghi tại mục tổ chức thực hiện' }));
    done(await close(paper));
    const [round] = await rounds(paper);
    expect(round?.closed).toMatchObject({ agreed: 1, commented: 1, disagreed: 0, notInRemit: 0, silent: ['SXD'] });
    expect(round?.opinions.find((one) => one.unit === 'STC')?.answer).toEqual({
      accepted: 'partly',
      reason: 'Ghi tại mục tổ chức thực hiện',
    });
    await expectRefusal(office(), () => give('p17', paper, 'SXD', { position: 'agree' }), {
      status: 409,
      code: 'document.consultation-closed',
      detail: 'Lần lấy ý kiến thứ 1 đã kết thúc lúc 08:00 ngày 22/09/2023.',
    });
    done(await drafter.post(paper.path('submit'), { contentHash: paper.contentHash }));
    office().go('2023-09-14T08:00');
  });

  it('is not done by the units that were asked', async () => {
    const paper = await aDraft(office());
    done(await ask(paper, { units: ['SNV'] }));
    const asked = await as('departmentHead');
    await expectRefusal(office(), () => asked.post(paper.path('consultations/1/close')), {
      status: 403,
      code: 'document.not-a-drafter',
      detail: /Việc này dành cho người soạn thảo/,
    });
    expect(PEOPLE.departmentHead).toBe(asked.person);
  });
});
