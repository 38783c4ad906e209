import { describe, expect, it } from 'vitest';
import type { Document } from '../../../shared/documents/document.ts';
import { abandon } from '../../../shared/documents/drafting/abandon.ts';
import { passCheck } from '../../../shared/documents/review/pass-check.ts';
import { returnDraft } from '../../../shared/documents/review/return-draft.ts';
import { withdraw } from '../../../shared/documents/review/withdraw.ts';
import { aDraft, apply, as, day, hash, NOW, refusal, refusedCode } from './office.ts';
import { abandoned, approved, atFormatCheck, awaitingApproval, inReview, passed, signed } from './stages.ts';

const check = (document: Document, who: string, more = {}) =>
  passCheck(document, { contentHash: document.contentHash, endorse: true, ...more }, as(who));
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
