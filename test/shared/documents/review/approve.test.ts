import { describe, expect, it } from 'vitest';
import type { Document } from '../../../../shared/documents/document.ts';
import { editDraft } from '../../../../shared/documents/drafting/edit-draft.ts';
import { approve } from '../../../../shared/documents/review/approve.ts';
import { RecordDecision, recordDecision } from '../../../../shared/documents/review/record-decision.ts';
import { revokeApproval } from '../../../../shared/documents/review/revoke-approval.ts';
import { MatterCode, PositionId } from '../../../../shared/kernel/ids.ts';
import {
  aDraft,
  apply,
  as,
  C01,
  day,
  decisionContent,
  decisionHeading,
  hash,
  letter,
  letterHeading,
  refusal,
  refusedCode,
  type World,
} from '../office.ts';
import { approved, awaitingApproval, inReview, signed } from '../stages.ts';

const ok = (document: Document, who = 'khai', world: World = {}) =>
  approve(document, { contentHash: document.contentHash }, as(who, world));
describe('approve (duyệt bản thảo, Điều 11)', () => {
  it('records who approved which text, and in what computed capacity', () => {
    const document = approved();
    expect(document).toMatchObject({
      status: 'approved',
      approval: {
        contentHash: document.contentHash,
        by: { person: 'khai' },
        capacity: { kind: 'head', lines: ['CHỦ TỊCH'] },
      },
      turns: [{ kind: 'signature', positions: ['chu-tich'], due: '2023-09-19' }],
    });
  });

  it('has the deputy in charge of the field approve KT.', () => {
    const document = apply(awaitingApproval(), ok(awaitingApproval(), 'lan', { fieldLeader: 'lan' }));
    expect(document).toMatchObject({
      approval: { capacity: { kind: 'deputy', lines: ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'] } },
    });
  });

  it('refuses someone who will not be the signatory', () => {
    const refused = refusal(ok(awaitingApproval(), 'minh'));
    expect(refused).toMatchObject({ code: 'document.not-the-signatory', facts: { signer: ['Nguyễn Quốc Khải'] } });
    expect(refused.basis).toContain('11.1');
  });

  it('refuses a substitute: work is passed on, authority is not', () => {
    const absences = [
      { id: 'a', period: { from: day('2023-09-18') }, reason: 'công tác', substitute: as('minh').actor.person },
    ];
    expect(refusedCode(ok(awaitingApproval(), 'minh', { changes: { khai: { absences } } }))).toBe(
      'document.not-the-signatory',
    );
  });

  it('refuses a text that was replaced after the approver read it', () => {
    expect(refusedCode(approve(awaitingApproval(), { contentHash: hash('4') }, as('khai')))).toBe(
      'document.version-superseded',
    );
  });

  it('refuses while a check is outstanding for this very text', () => {
    const document = awaitingApproval();
    const stale = { ...document, checks: document.checks.map((one) => ({ ...one, contentHash: hash('5') })) };
    expect(refusal(ok(stale))).toMatchObject({
      code: 'document.checks-outstanding',
      facts: { outstanding: ['unit-review', 'format-check'] },
    });
  });

  it('refuses before review is done, and a second time', () => {
    expect(refusedCode(ok(inReview()))).toBe('document.not-awaiting-approval');
    expect(refusedCode(ok(approved()))).toBe('document.not-awaiting-approval');
  });

  it('refuses a capacity that the approver does not hold', () => {
    const document = awaitingApproval();
    const { contentHash } = document;
    expect(refusedCode(approve(document, { contentHash, capacity: 'delegated' }, as('khai')))).toBe(
      'document.capacity-not-held',
    );
    expect(refusedCode(approve(document, { contentHash, position: PositionId.parse('gd-snv') }, as('khai')))).toBe(
      'document.capacity-not-held',
    );
  });

  it('is lost when the drafter touches one letter afterwards (Điều 11.2)', () => {
    const document = approved();
    const edited = apply(
      document,
      editDraft(
        document,
        { base: document.contentHash, content: letter({ fileCopy: 'TH' }), secrecy: 'none' },
        as('an'),
      ),
    );
    expect(refusedCode(ok(edited))).toBe('document.not-awaiting-approval');
  });

  it('may be taken back by the approver before signing, with the checks standing', () => {
    const document = approved();
    const undone = apply(document, revokeApproval(document, { reason: 'Cần cân nhắc thêm' }, as('khai')));
    expect(undone).toMatchObject({
      status: 'awaiting-approval',
      turns: [{ kind: 'approval', positions: ['chu-tich'] }],
    });
    expect(undone.checks).toHaveLength(2);
    expect(ok(undone).ok).toBe(true);
    expect(refusedCode(revokeApproval(document, { reason: 'x' }, as('an')))).toBe('document.not-the-signatory');
    expect(refusedCode(revokeApproval(document, { reason: '' }, as('khai')))).toBe('document.reason-missing');
    expect(refusedCode(revokeApproval(awaitingApproval(), { reason: 'x' }, as('khai')))).toBe('document.not-approved');
    expect(refusedCode(revokeApproval(signed(), { reason: 'x' }, as('khai')))).toBe('document.already-signed');
  });
});

describe('collective matters need the recorded decision of the body (Điều 13.2)', () => {
  const plan = {
    heading: decisionHeading({ matter: C01 }),
    content: decisionContent(),
    world: { vacant: ['phap-che'] },
  };
  const decision = (more: Partial<RecordDecision> = {}): RecordDecision =>
    RecordDecision.parse({
      body: 'Ủy ban nhân dân thành phố Hà Nội',
      date: '2023-09-15',
      number: '12/NQ-UBND',
      result: 'passed',
      file: hash('d'),
      matter: 'C01',
      ...more,
    });
  const record = (document: Document, more: Partial<RecordDecision> = {}, who = 'an') =>
    recordDecision(document, decision(more), as(who));

  it('refuses approval without it, and approves TM. with it', () => {
    const document = awaitingApproval(plan);
    expect(refusal(ok(document))).toMatchObject({
      code: 'document.collective-decision-missing',
      facts: { title: 'Chương trình công tác của Ủy ban nhân dân' },
    });
    const decided = apply(document, record(document));
    expect(apply(decided, ok(decided))).toMatchObject({
      approval: { capacity: { lines: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'] } },
      decision: { recordedBy: { person: 'an' } },
    });
  });

  it('refuses approval on a decision that did not pass', () => {
    const document = awaitingApproval(plan);
    const decided = apply(document, record(document, { result: 'not-passed' }));
    expect(refusedCode(ok(decided))).toBe('document.collective-decision-missing');
  });

  it.each([
    ['document.decision-matter-differs', { matter: MatterCode.parse('C02') }],
    ['document.collective-decision-in-future', { date: day('2023-09-19') }],
    ['document.collective-decision-tally', { votes: { for: 12, against: 13, abstain: 0, members: 25 } }],
    ['document.collective-decision-tally', { votes: { for: 13, against: 12, abstain: 1, members: 25 } }],
  ])('refuses a decision that does not fit: %s', (code, more) => {
    expect(refusedCode(record(aDraft(plan), more))).toBe(code);
  });

  it('accepts more than half of all members, and a tie that the chair decided', () => {
    expect(record(aDraft(plan), { votes: { for: 13, against: 5, abstain: 2, members: 25 } }).ok).toBe(true);
    expect(record(aDraft(plan), { votes: { for: 12, against: 12, abstain: 1, members: 25 } }).ok).toBe(true);
  });

  it('refuses to record one for a document outside the catalogue, and by a bystander', () => {
    expect(refusedCode(record(aDraft({ heading: letterHeading() })))).toBe('document.decision-not-needed');
    expect(refusedCode(record(aDraft(plan), {}, 'phuc'))).toBe('document.not-a-drafter');
  });
});
