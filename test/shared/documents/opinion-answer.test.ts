import { describe, expect, it } from 'vitest';
import { answerOpinion } from '../../../shared/documents/consultation/answer-opinion.ts';
import { canCloseConsultation, closeConsultation } from '../../../shared/documents/consultation/close-consultation.ts';
import { askUnits, consult, type OpenConsultation } from '../../../shared/documents/consultation/consult.ts';
import { type GiveOpinion, giveOpinion } from '../../../shared/documents/consultation/give-opinion.ts';
import { needsAnswer, type Opinion, opinionAggregate } from '../../../shared/documents/consultation/opinion.ts';
import type { Document } from '../../../shared/documents/document.ts';
import type { OpinionEvent } from '../../../shared/documents/events.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { UnitId } from '../../../shared/kernel/ids.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { accepted, aDraft, apply, as, refusal, refusedCode, type World } from './office.ts';

const ask = (document = aDraft(), more: Partial<OpenConsultation> = {}, who = 'an') =>
  consult(
    document,
    { units: [UnitId.parse('SNV'), UnitId.parse('STC')], question: 'Đề nghị góp ý dự thảo', ...more },
    as(who),
  );
const asked = (document = aDraft()): Document => apply(document, ask(document));

const move = (before: Opinion | null, result: Result<readonly OpinionEvent[], Refusal>): Opinion => {
  const state = fold(opinionAggregate, before, accepted(result));
  if (state === null) throw new Error('no opinion');
  return state;
};
const opinionOf = (document: Document, unit: string): Opinion => {
  const round = document.consultations.at(-1);
  const first =
    round && askUnits(document, round, { at: round.openedAt, by: as('an').actor }).find((one) => one.unit === unit);
  if (first === undefined) throw new Error(`${unit} was not asked`);
  return move(null, { ok: true, value: [first.event] });
};
const give = (
  document: Document,
  opinion: Opinion,
  o: { who: string; command?: Partial<GiveOpinion>; world?: World },
) =>
  giveOpinion(
    opinion,
    { contentHash: document.contentHash, position: 'agree', text: '', ...o.command },
    { ...as(o.who, o.world), document },
  );
const answer = (
  document: Document,
  opinion: Opinion,
  who = 'an',
  reason = 'Đã chỉnh sửa',
  accepted_: 'accepted' | 'not-accepted' = 'accepted',
) => answerOpinion(opinion, { accepted: accepted_, reason }, { ...as(who), document });
const close = (document: Document, opinions: Opinion[], world: World = {}, who = 'an') =>
  closeConsultation(document, { round: 1 }, { ...as(who, world), opinions });

const LAST_DAY = Instant.parse('2023-09-26T02:00:00.000Z');
const comment = { position: 'agree-with-comments' as const, text: 'Bổ sung thời hạn ở khoản 2' };

describe('answer an opinion (tiếp thu, giải trình)', () => {
  it('is done by the drafter, with a reason unless wholly accepted', () => {
    const document = asked();
    const given = move(
      opinionOf(document, 'SNV'),
      give(document, opinionOf(document, 'SNV'), { who: 'dung', command: comment }),
    );
    expect(needsAnswer(given)).toBe(true);
    expect(move(given, answer(document, given))).toMatchObject({
      status: 'answered',
      answer: { accepted: 'accepted' },
    });
    expect(answer(document, given, 'an', '').ok).toBe(true);
    expect(refusedCode(answer(document, given, 'an', ' ', 'not-accepted'))).toBe('document.reason-missing');
    expect(refusedCode(answer(document, given, 'phuc'))).toBe('document.not-a-drafter');
  });

  it('refuses to answer what was not said, or twice', () => {
    const document = asked();
    const opinion = opinionOf(document, 'SNV');
    expect(refusedCode(answer(document, opinion))).toBe('document.opinion-not-given');
    const given = move(opinion, give(document, opinion, { who: 'dung', command: comment }));
    expect(refusedCode(answer(document, move(given, answer(document, given))))).toBe(
      'document.opinion-already-answered',
    );
  });
});

describe('close the round (kết thúc lấy ý kiến)', () => {
  const document = asked();
  const snv = opinionOf(document, 'SNV');
  const stc = opinionOf(document, 'STC');

  it('when all have answered, before the deadline', () => {
    const opinions = [
      move(snv, give(document, snv, { who: 'dung' })),
      move(
        stc,
        give(document, stc, { who: 'giang', command: { position: 'not-in-remit', text: 'Không thuộc phạm vi' } }),
      ),
    ];
    expect(apply(document, close(document, opinions)).consultations).toMatchObject([
      { closed: { agreed: 1, commented: 0, disagreed: 0, notInRemit: 1, silent: [] } },
    ]);
  });

  it('not before the deadline while somebody is awaited, on the last day either', () => {
    const refused = refusal(close(document, [move(snv, give(document, snv, { who: 'dung' }))], { now: LAST_DAY }));
    expect(refused).toMatchObject({
      code: 'document.consultation-not-due',
      facts: { waiting: ['Sở Tài chính'], deadline: '2023-09-26' },
    });
  });

  it('after the deadline, listing the silent by name and not among those who agreed', () => {
    const closed = apply(
      document,
      close(document, [move(snv, give(document, snv, { who: 'dung' }))], {
        now: Instant.parse('2023-09-26T17:00:00.000Z'),
      }),
    );
    expect(closed.consultations).toMatchObject([{ closed: { agreed: 1, silent: ['STC'] } }]);
  });

  it('not while a comment is unanswered', () => {
    const now = Instant.parse('2023-09-27T02:00:00.000Z');
    const given = move(snv, give(document, snv, { who: 'dung', command: comment }));
    expect(refusal(close(document, [given], { now }))).toMatchObject({
      code: 'document.opinion-unanswered',
      facts: { units: ['Sở Nội vụ'] },
    });
    expect(close(document, [move(given, answer(document, given))], { now }).ok).toBe(true);
  });

  it('not by a bystander, and not twice', () => {
    const now = Instant.parse('2023-09-27T02:00:00.000Z');
    expect(refusedCode(close(document, [], { now }, 'phuc'))).toBe('document.not-a-drafter');
    const closed = apply(document, close(document, [], { now }));
    expect(refusedCode(close(closed, [], { now }))).toBe('document.consultation-closed');
    expect(refusedCode(canCloseConsultation(closed, { ...as('an', { now }), opinions: [] }))).toBe(
      'document.consultation-absent',
    );
  });
});
