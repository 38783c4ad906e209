import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { RouteAnswer } from '../../shared/documents/check-contract.ts';
import { InboxAnswer } from '../../shared/documents/query-answers.ts';
import { CapacitiesAnswer, PersonAnswer } from '../../shared/organisation/organisation-answers.ts';
import { aStoryOffice, at, done, expectRefusal, nameOf, PEOPLE } from '../support/office.ts';
import { aDraft, aReadySignature, aReviewedDraft } from '../support/office-documents.ts';

const office = aStoryOffice();
const NOT_PERMITTED = 'Chức vụ đang dùng không được thay đổi nội dung này.';
const Applied = z.object({ applied: z.literal(true), id: z.string().optional() });

const capacities = async (part: string, query: Record<string, string>) => {
  const asked = new URLSearchParams({ issuer: 'UBND-HN', type: 'official-letter', competence: 'head', ...query });
  const person = await office().browser(part);
  return CapacitiesAnswer.parse(done(await person.get(`/api/organisation/capacities?${asked}`)));
};
const delegation = (change: Record<string, unknown> = {}) => ({
  from: PEOPLE.chair,
  fromPosition: 'UBND-HN.chu-tich',
  to: PEOPLE.officeHead,
  toPosition: 'VP.chanh-van-phong',
  issuer: 'UBND-HN',
  types: ['official-letter'],
  fields: ['TNMT'],
  scope: 'Ký văn bản đôn đốc báo cáo định kỳ về đất đai',
  reason: 'Chủ tịch đi công tác dài ngày, khối lượng văn bản lớn',
  basis: { symbol: '07/GUQ-UBND', date: '2023-09-13' },
  period: { from: '2023-09-14', to: '2023-10-31' },
  ...change,
});

describe('ủy quyền ký (Điều 13.3)', () => {
  const BASIS = 'Điều 13.3 Nghị định 30/2020/NĐ-CP';
  const refused = async (part: string, change: Record<string, unknown>, no: { status: number; code: string }) => {
    const story = office();
    const person = await story.browser(part);
    return expectRefusal(story, () => person.post('/api/organisation/delegate', delegation(change)), {
      ...no,
      detail: /./,
    });
  };

  it('does not parse without a written basis, nor without an end', async () => {
    const chair = await office().browser('chair');
    const { basis: _, ...unwritten } = delegation();
    const without = await chair.post('/api/organisation/delegate', unwritten);
    expect(without.status).toBe(400);
    expect(without.data).toMatchObject({ errors: [{ pointer: '/basis' }] });
    const endless = await chair.post('/api/organisation/delegate', delegation({ period: { from: '2023-09-14' } }));
    expect(endless.status).toBe(400);
    expect(endless.data).toMatchObject({ errors: [{ pointer: '/period/to' }] });
  });

  it('is refused when it lasts beyond a term, which is no limit at all', async () => {
    const problem = await refused(
      'chair',
      { period: { from: '2023-09-14', to: '2099-12-31' } },
      { status: 400, code: 'organisation.delegation-unlimited' },
    );
    expect(problem.basis).toBe(BASIS);
  });

  it('is refused to a deputy, who signs KT.', async () => {
    await refused(
      'chair',
      { to: PEOPLE.viceChairFinance, toPosition: 'UBND-HN.pct-thuong-truc' },
      { status: 403, code: 'organisation.delegatee-is-deputy' },
    );
  });

  it('is refused when it passes on what was received', async () => {
    const change = { from: PEOPLE.departmentHead, fromPosition: 'SNV.giam-doc' };
    await refused('departmentHead', change, { status: 403, code: 'organisation.no-redelegation' });
  });

  it('is refused when the paper is later than its first day, or it ends before it begins', async () => {
    const basis = { symbol: '08/GUQ-UBND', date: '2023-09-20' };
    await refused('chair', { basis }, { status: 400, code: 'organisation.basis-after-start' });
    const period = { from: '2023-09-14', to: '2023-09-01' };
    await refused('chair', { period }, { status: 400, code: 'organisation.period-reversed' });
  });

  it('cannot be given by somebody else in the head’s place', async () => {
    await refused('officeHead', {}, { status: 403, code: 'organisation.not-permitted' });
  });

  it('lets the head of the office sign TUQ. from its first day until it is revoked', async () => {
    const story = office();
    const before = await capacities('officeHead', { field: 'TNMT', type: 'official-letter' });
    expect(before.capacities.map((one) => one.kind)).not.toContain('delegated');
    const chair = await story.browser('chair');
    const { id = '' } = Applied.parse(done(await chair.post('/api/organisation/delegate', delegation())));
    const during = await capacities('officeHead', { field: 'TNMT' });
    const mine = during.capacities.find((one) => one.kind === 'delegated');
    expect(mine?.lines).toEqual(['TUQ. CHỦ TỊCH', 'CHÁNH VĂN PHÒNG']);
    expect(mine?.evidence).toMatchObject({ delegation: id, delegator: PEOPLE.chair });
    const revoked = { delegator: PEOPLE.chair, delegation: id, reason: 'Chủ tịch đã về cơ quan' };
    done(await chair.post('/api/organisation/revoke-delegation', revoked));
    const after = await capacities('officeHead', { field: 'TNMT' });
    expect(after.capacities.map((one) => one.kind)).not.toContain('delegated');
    await expectRefusal(story, () => chair.post('/api/organisation/revoke-delegation', revoked), {
      status: 409,
      code: 'organisation.delegation-already-revoked',
      detail: /đã bị thu hồi/,
    });
  });
});

describe('phân công lĩnh vực (Điều 13.1)', () => {
  it('changes who signs from its first day on, and leaves the days before as they were', async () => {
    const story = office();
    const administrator = await story.browser('administrator');
    const assignment = {
      field: 'DT',
      person: PEOPLE.viceChairFinance,
      from: '2023-09-14',
      basis: 'Thông báo phân công công tác 12/9/2023',
    };
    const mine = await capacities('p04', { field: 'DT' });
    expect(mine.capacities.map((one) => one.kind)).toEqual(['deputy']);
    done(await administrator.post('/api/organisation/assign-field', assignment));
    const old = await capacities('p04', { field: 'DT' });
    expect(old.capacities).toEqual([]);
    expect(old.refusal).toMatchObject({
      code: 'organisation.not-in-charge-of-field',
      facts: { leaderName: nameOf(story, 'viceChairFinance') },
    });
    const now = await capacities('viceChairFinance', { field: 'DT' });
    expect(now.capacities.map((one) => one.lines)).toEqual([['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH']]);
    const yesterday = await capacities('p04', { field: 'DT', on: '2023-09-13' });
    expect(yesterday.capacities.map((one) => one.kind)).toEqual(['deputy']);
    const notYet = await capacities('viceChairFinance', { field: 'DT', on: '2023-09-13' });
    expect(notYet.refusal?.code).toBe('organisation.not-in-charge-of-field');
  });
});

describe('vắng mặt, người xử lý thay', () => {
  it('routes the draft to the substitute, and says so before it is sent', async () => {
    const story = office();
    const head = await story.browser('roomHead');
    done(
      await head.post('/api/organisation/record-absence', {
        person: PEOPLE.roomHead,
        period: { from: '2023-09-14', to: '2023-09-15' },
        reason: 'Đi học',
        substitute: PEOPLE.otherRoomHead,
      }),
    );
    await story.settle();
    const paper = await aDraft(story);
    const drafter = await story.browser('drafter');
    const route = RouteAnswer.parse(done(await drafter.get(paper.path('route'))));
    const [review] = route.steps;
    expect(review?.who).toMatchObject([{ person: PEOPLE.roomHead, absent: true, substitute: PEOPLE.otherRoomHead }]);
    expect(route.expected > '2023-09-14').toBe(true);
    done(await drafter.post(paper.path('submit'), { contentHash: paper.contentHash }));
    await story.settle();
    const substitute = await story.browser('otherRoomHead');
    const inbox = InboxAnswer.parse(done(await substitute.get('/api/inbox')));
    expect(inbox.items.map((one) => one.document)).toContain(paper.id);
    done(await substitute.post(paper.path('pass-check'), { contentHash: paper.contentHash }));
  });

  it('lets nobody but the person, their head or an administrator record it', async () => {
    const story = office();
    const drafter = await story.browser('drafter');
    const absence = {
      person: PEOPLE.clerk,
      period: { from: '2023-09-18', to: '2023-09-19' },
      reason: 'Nghỉ phép',
    };
    await expectRefusal(story, () => drafter.post('/api/organisation/record-absence', absence), {
      status: 403,
      code: 'organisation.not-permitted',
      detail: NOT_PERMITTED,
    });
  });
});

describe('tạm đình chỉ công tác', () => {
  it('stops a signature that was ready five minutes before, with the decision as the reason', async () => {
    const story = office();
    story.go('2023-09-14T16:00');
    const paper = await aReviewedDraft(story, {
      heading: { field: 'KT', competence: 'head', draftingUnit: 'VP-KTTH' },
      cast: { drafter: 'otherDrafter', contentReviewer: 'otherRoomHead', signer: 'viceChairFinance' },
      signer: 'UBND-HN.pct-thuong-truc',
    });
    const ready = await aReadySignature(story, paper);
    const chair = await story.browser('chair');
    const suspension = {
      person: PEOPLE.viceChairFinance,
      from: at('2023-09-14T16:00'),
      basis: 'Quyết định 99/QĐ-UBND ngày 14/9/2023',
      reason: 'Phục vụ xác minh',
    };
    const { id = '' } = Applied.parse(done(await chair.post('/api/organisation/suspend', suspension)));
    story.go('2023-09-14T16:05');
    await expectRefusal(story, () => ready.signer.post(paper.path('sign'), ready.body), {
      status: 403,
      code: 'document.suspended',
      detail: `${nameOf(story, 'viceChairFinance')} đang bị tạm đình chỉ công tác nên chưa làm được việc này.`,
    });
    const why = await capacities('viceChairFinance', { field: 'KT' });
    expect(why.refusal).toMatchObject({ code: 'organisation.suspended', basis: suspension.basis });
    const seen = async (part: string) => {
      const answered = await (await story.browser(part)).get(`/api/organisation/people/${PEOPLE.viceChairFinance}`);
      return PersonAnswer.parse(done(answered)).suspensions;
    };
    expect(await seen('drafter')).toEqual([{ id, from: suspension.from }]);
    expect(await seen('chair')).toMatchObject([{ reason: suspension.reason, basis: suspension.basis }]);
    expect(await seen('viceChairFinance')).toMatchObject([{ reason: suspension.reason }]);
    const end = {
      person: PEOPLE.viceChairFinance,
      suspension: id,
      to: at('2023-09-14T16:10'),
      basis: 'Quyết định 100',
    };
    done(await chair.post('/api/organisation/end-suspension', end));
    story.go('2023-09-14T16:11');
    const again = await aReadySignature(story, paper);
    done(await again.signer.post(paper.path('sign'), again.body));
  });

  it('is not for a deputy to decide, and nobody suspends themselves', async () => {
    const story = office();
    const body = { person: PEOPLE.drafter, from: at('2023-09-14T17:00'), basis: 'Quyết định 101', reason: 'Xác minh' };
    for (const part of ['viceChairCulture', 'drafter'] as const) {
      const person = await story.browser(part);
      await expectRefusal(story, () => person.post('/api/organisation/suspend', body), {
        status: 403,
        code: 'organisation.not-permitted',
        detail: NOT_PERMITTED,
      });
    }
  });
});
