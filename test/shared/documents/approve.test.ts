import { describe, expect, it } from 'vitest';
import { abandon } from '../../../shared/documents/abandon.ts';
import { approve } from '../../../shared/documents/approve.ts';
import type { Document } from '../../../shared/documents/document.ts';
import { editDraft } from '../../../shared/documents/edit-draft.ts';
import { passCheck } from '../../../shared/documents/pass-check.ts';
import { RecordDecision, recordDecision } from '../../../shared/documents/record-decision.ts';
import { returnDraft } from '../../../shared/documents/return-draft.ts';
import { revokeApproval } from '../../../shared/documents/revoke-approval.ts';
import { withdraw } from '../../../shared/documents/withdraw.ts';
import { MatterCode, PositionId } from '../../../shared/kernel/ids.ts';
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
  NOW,
  refusal,
  refusedCode,
  type World,
} from './office.ts';
import { abandoned, approved, atFormatCheck, awaitingApproval, inReview, passed, signed } from './stages.ts';

const check = (document: Document, who: string, more = {}) =>
  passCheck(document, { contentHash: document.contentHash, endorse: true, ...more }, as(who));
const ok = (document: Document, who = 'khai', world: World = {}) =>
  approve(document, { contentHash: document.contentHash }, as(who, world));
const back = (document: Document, who: string, reason = 'Thiếu số liệu') =>
  returnDraft(document, { contentHash: document.contentHash, reason }, as(who));

describe('checks before the signature (Điều 12)', () => {
  it('binds the initials of the head of the unit to the text that was read, then asks the format checker', () => {
    const document = apply(inReview(), check(inReview(), 'hung', { note: 'Đồng ý nội dung' }));
    expect(document.checks).toMatchObject([
      {
        step: 'unit-review',
        endorsed: true,
        contentHash: document.contentHash,
        by: { person: 'hung' },
        note: 'Đồng ý nội dung',
      },
    ]);
    expect(document.turns).toMatchObject([{ step: 'format-check', positions: ['hanh-chinh'] }]);
  });

  it('goes to whoever will sign when all checks are passed', () => {
    expect(awaitingApproval()).toMatchObject({
      status: 'awaiting-approval',
      turns: [{ kind: 'approval', positions: ['chu-tich'] }],
    });
  });

  it('lets the substitute of an absent head take the turn, and keeps both identities apart', () => {
    const world = {
      changes: {
        hung: {
          absences: [{ id: 'a', period: { from: day('2023-09-18') }, reason: 'ốm', substitute: as('an').actor.person }],
        },
      },
    };
    const document = passed(inReview({ world }), 'an', { world });
    expect(document.checks).toMatchObject([{ by: { person: 'an' } }]);
  });

  it('allows no initials to be left where the checker does not want to', () => {
    expect(apply(inReview(), check(inReview(), 'hung', { endorse: false })).checks[0]?.endorsed).toBe(false);
  });

  it('refuses somebody whose turn it is not, citing the article', () => {
    expect(refusal(check(inReview(), 'binh'))).toMatchObject({ code: 'document.not-your-turn', kind: 'forbidden' });
    expect(refusal(check(inReview(), 'binh')).basis).toContain('12.1');
    expect(refusal(check(atFormatCheck(), 'hung')).basis).toContain('12.2');
    expect(refusedCode(check(inReview(), 'hung', { step: 'format-check' }))).toBe('document.not-your-turn');
  });

  it('refuses a check of a text that was replaced, and one outside review', () => {
    expect(refusedCode(check(inReview(), 'hung', { contentHash: hash('2') }))).toBe('document.version-superseded');
    expect(refusedCode(check(aDraft(), 'hung'))).toBe('document.not-in-review');
    expect(refusedCode(check(approved(), 'hung'))).toBe('document.not-in-review');
    expect(refusedCode(check(signed(), 'hung'))).toBe('document.already-signed');
  });

  it('refuses a checker who is suspended', () => {
    const suspensions = [{ id: 's', from: NOW, basis: 'QĐ số 1', reason: 'x' }];
    const facts = as('hung', { changes: { hung: { suspensions } } });
    expect(refusedCode(passCheck(inReview(), { contentHash: inReview().contentHash, endorse: true }, facts))).toBe(
      'document.suspended',
    );
  });
});

describe('return (trả lại, Điều 10.3)', () => {
  it('goes to the head of the drafting unit and the drafters, voids the checks and keeps the reason', () => {
    const document = apply(awaitingApproval(), back(awaitingApproval(), 'khai'));
    expect(document).toMatchObject({
      status: 'drafting',
      checks: [],
      turns: [{ kind: 'revision', positions: ['truong-nc'], people: ['an'] }],
      returns: [{ from: 'approval', reason: 'Thiếu số liệu', by: { person: 'khai' } }],
    });
  });

  it('refuses blanks as a reason', () => {
    expect(refusal(back(inReview(), 'hung', ' \n '))).toMatchObject({
      kind: 'invalid',
      code: 'document.reason-missing',
    });
  });

  it('refuses whoever has no turn, a draft, and a signed document', () => {
    expect(refusedCode(back(inReview(), 'binh'))).toBe('document.not-your-turn');
    expect(refusedCode(back(inReview(), 'khai'))).toBe('document.not-your-turn');
    expect(refusedCode(back(aDraft(), 'hung'))).toBe('document.not-returnable');
    expect(refusedCode(back(signed(), 'khai'))).toBe('document.already-signed');
    expect(refusedCode(returnDraft(inReview(), { contentHash: hash('3'), reason: 'x' }, as('hung')))).toBe(
      'document.version-superseded',
    );
  });

  it('takes an approved text back to drafting without its approval', () => {
    expect('approval' in apply(approved(), back(approved(), 'khai'))).toBe(false);
  });
});

describe('withdraw and abandon (rút lại, hủy)', () => {
  const pull = (document: Document, who = 'an', reason = 'Bổ sung số liệu') => withdraw(document, { reason }, as(who));
  const drop = (document: Document, who = 'an', reason = 'Không cần nữa') => abandon(document, { reason }, as(who));

  it('takes a submitted document back to its drafters', () => {
    expect(apply(inReview(), pull(inReview()))).toMatchObject({
      status: 'drafting',
      checks: [],
      turns: [{ people: ['an'], positions: [] }],
    });
    expect(pull(awaitingApproval(), 'hung').ok).toBe(true);
  });

  it('refuses a withdrawal once approved, by others, without reason, of a draft', () => {
    expect(refusal(pull(approved()))).toMatchObject({
      code: 'document.already-approved',
      facts: { by: 'Nguyễn Quốc Khải' },
    });
    expect(refusedCode(pull(inReview(), 'phuc'))).toBe('document.not-a-drafter');
    expect(refusedCode(pull(inReview(), 'an', ' '))).toBe('document.reason-missing');
    expect(refusedCode(pull(aDraft()))).toBe('document.not-withdrawable');
  });

  it('abandons a draft with a reason that stays, and nothing that was submitted', () => {
    expect(abandoned()).toMatchObject({ status: 'abandoned', abandoned: { reason: 'Không còn cần ban hành' } });
    expect(refusedCode(drop(inReview()))).toBe('document.not-abandonable');
    expect(refusedCode(drop(aDraft(), 'phuc'))).toBe('document.not-a-drafter');
    expect(refusedCode(drop(aDraft(), 'an', ''))).toBe('document.reason-missing');
    expect(refusedCode(drop(abandoned()))).toBe('document.not-open');
  });
});

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
