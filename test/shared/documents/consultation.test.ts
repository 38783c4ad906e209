import { describe, expect, it } from 'vitest';
import { closeConsultation } from '../../../shared/documents/consultation/close-consultation.ts';
import { askUnits, consult, type OpenConsultation } from '../../../shared/documents/consultation/consult.ts';
import { type GiveOpinion, giveOpinion } from '../../../shared/documents/consultation/give-opinion.ts';
import { type Opinion, opinionAggregate, opinionId } from '../../../shared/documents/consultation/opinion.ts';
import type { Document } from '../../../shared/documents/document.ts';
import { editDraft } from '../../../shared/documents/drafting/edit-draft.ts';
import type { OpinionEvent } from '../../../shared/documents/events.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { UnitId } from '../../../shared/kernel/ids.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import {
  accepted,
  aDraft,
  apply,
  as,
  day,
  hash,
  ID,
  letter,
  letterHeading,
  refusal,
  refusedCode,
  type World,
} from './office.ts';
import { inReview } from './stages.ts';

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
const close = (document: Document, opinions: Opinion[], world: World = {}, who = 'an') =>
  closeConsultation(document, { round: 1 }, { ...as(who, world), opinions });

const LAST_DAY = Instant.parse('2023-09-26T02:00:00.000Z');
describe('ask for opinions (lấy ý kiến)', () => {
  it('asks several units at once, with five working days by default and three when urgent', () => {
    expect(asked().consultations).toMatchObject([{ round: 1, units: ['SNV', 'STC'], deadline: '2023-09-26' }]);
    const urgent = aDraft({ heading: letterHeading({ urgency: 'urgent' }) });
    expect(asked(urgent).consultations[0]?.deadline).toBe('2023-09-22');
  });

  it('opens one stream of opinion for each unit', () => {
    const document = asked();
    expect(opinionOf(document, 'SNV')).toMatchObject({
      status: 'asked',
      unit: 'SNV',
      round: 1,
      contentHash: document.contentHash,
    });
    expect(opinionId({ document: ID, round: 1, unit: UnitId.parse('SNV') })).toBe(`${ID}.1.SNV`);
  });

  it('refuses a bystander, an unknown unit, its own unit, a deadline gone by, a second open round, a submitted text', () => {
    expect(refusedCode(ask(aDraft(), {}, 'phuc'))).toBe('document.not-a-drafter');
    expect(refusedCode(ask(aDraft(), { units: [UnitId.parse('XX')] }))).toBe('document.unknown-unit');
    expect(refusedCode(ask(aDraft(), { units: [UnitId.parse('NC')] }))).toBe('document.consultation-own-unit');
    expect(refusedCode(ask(aDraft(), { deadline: day('2023-09-17') }))).toBe('document.consultation-deadline-past');
    expect(refusedCode(ask(asked()))).toBe('document.consultation-open');
    expect(refusedCode(ask(inReview()))).toBe('document.not-drafting');
  });
});

describe('give an opinion (cho ý kiến)', () => {
  it('is sent by the head or a deputy of the asked unit', () => {
    const document = asked();
    for (const who of ['dung', 'em'])
      expect(move(opinionOf(document, 'SNV'), give(document, opinionOf(document, 'SNV'), { who }))).toMatchObject({
        status: 'given',
        position: 'agree',
        late: false,
        givenBy: { person: who },
      });
  });

  it('refuses an officer of the unit and the head of another', () => {
    const document = asked();
    expect(refusedCode(give(document, opinionOf(document, 'SNV'), { who: 'phuc' }))).toBe(
      'document.not-head-of-asked-unit',
    );
    expect(refusedCode(give(document, opinionOf(document, 'SNV'), { who: 'giang' }))).toBe(
      'document.not-head-of-asked-unit',
    );
  });

  it.each(['agree-with-comments', 'disagree', 'not-in-remit'] as const)('demands words with “%s”', (position) => {
    const document = asked();
    const command = { position, text: '  ' };
    expect(refusedCode(give(document, opinionOf(document, 'SNV'), { who: 'dung', command }))).toBe(
      'document.opinion-comment-missing',
    );
  });

  it('is given once in a round', () => {
    const document = asked();
    const given = move(opinionOf(document, 'SNV'), give(document, opinionOf(document, 'SNV'), { who: 'dung' }));
    expect(refusal(give(document, given, { who: 'em' }))).toMatchObject({
      code: 'document.opinion-already-given',
      facts: { by: 'Ngô Tiến Dũng' },
    });
  });

  it('may speak of the text asked about or of a newer one, and of no other', () => {
    const document = asked();
    const edited = apply(
      document,
      editDraft(
        document,
        { base: document.contentHash, content: letter({ fileCopy: 'TH' }), secrecy: 'none' },
        as('an'),
      ),
    );
    const opinion = opinionOf(document, 'SNV');
    expect(give(edited, opinion, { who: 'dung', command: { contentHash: document.contentHash } }).ok).toBe(true);
    expect(give(edited, opinion, { who: 'dung' }).ok).toBe(true);
    expect(refusedCode(give(edited, opinion, { who: 'dung', command: { contentHash: hash('6') } }))).toBe(
      'document.version-superseded',
    );
  });

  it('is taken late and marked so while the round is open', () => {
    const document = asked();
    const now = Instant.parse('2023-09-27T02:00:00.000Z');
    expect(
      move(opinionOf(document, 'SNV'), give(document, opinionOf(document, 'SNV'), { who: 'dung', world: { now } })),
    ).toMatchObject({ late: true });
  });

  it('is in time on the last day', () => {
    const document = asked();
    expect(
      move(
        opinionOf(document, 'SNV'),
        give(document, opinionOf(document, 'SNV'), { who: 'dung', world: { now: LAST_DAY } }),
      ),
    ).toMatchObject({ late: false });
  });

  it('refuses when the round was closed or never was', () => {
    const document = asked();
    const opinion = opinionOf(document, 'SNV');
    const closed = apply(document, close(document, [], { now: Instant.parse('2023-09-27T02:00:00.000Z') }));
    expect(refusedCode(give(closed, opinion, { who: 'dung' }))).toBe('document.consultation-closed');
    expect(refusedCode(give(aDraft(), opinion, { who: 'dung' }))).toBe('document.consultation-absent');
  });
});
