import { describe, expect, it } from 'vitest';
import { consult } from '../../../../shared/documents/consultation/consult.ts';
import { defaultProcedures } from '../../../../shared/documents/review/default-procedures.ts';
import { submit } from '../../../../shared/documents/review/submit.ts';
import { PositionId, UnitId } from '../../../../shared/kernel/ids.ts';
import { Instant } from '../../../../shared/kernel/time.ts';
import {
  aDraft,
  apply,
  as,
  day,
  hash,
  letter,
  letterHeading,
  NOW,
  person,
  refusal,
  refusedCode,
  type World,
} from '../office.ts';
import { abandoned, atFormatCheck, inReview, passed, signed } from '../stages.ts';

const content = letter();
const send = (world: World = {}, who = 'an', draft = aDraft()) =>
  submit(draft, { contentHash: draft.contentHash }, as(who, { content, ...world }));
const away = (substitute?: string) => [
  {
    id: 'a',
    period: { from: day('2023-09-18') },
    reason: 'ốm',
    ...(substitute === undefined ? {} : { substitute: person(substitute) }),
  },
];
const suspension = [{ id: 's', from: NOW, basis: 'QĐ số 1', reason: 'thanh tra' }];

describe('submit (trình ký, Điều 10.3)', () => {
  it('gives the first turn to the head of the drafting unit, with a deadline in working days', () => {
    const document = apply(aDraft(), send());
    expect(document.status).toBe('in-review');
    // Monday 18 + 2 working days, the 20th being a holiday.
    expect(document.turns).toEqual([
      { step: 'unit-review', kind: 'unit-review', positions: ['truong-nc'], people: [], since: NOW, due: '2023-09-21' },
    ]);
  });

  it.each([
    ['urgent', '2023-09-19'],
    ['very-urgent', '2023-09-18'],
    ['express', '2023-09-18'],
  ] as const)('shortens the deadline of a document that is %s', (urgency, due) => {
    const draft = aDraft({ heading: letterHeading({ urgency }) });
    expect(apply(draft, send({}, 'an', draft)).turns[0]?.due).toBe(due);
  });

  it('keeps the procedure it was submitted under', () => {
    expect(inReview().procedure).toMatchObject({ id: 'general', version: 1 });
  });

  it('adds the substitute of an absent head by name', () => {
    expect(apply(aDraft(), send({ changes: { hung: { absences: away('an') } } })).turns[0]).toMatchObject({
      positions: ['truong-nc'],
      people: ['an'],
    });
  });

  it('goes to the head above when the head of the room is suspended', () => {
    const turn = apply(aDraft(), send({ changes: { hung: { suspensions: suspension } } })).turns[0];
    expect(turn?.positions).toEqual(['chanh-vp']);
  });

  it('refuses while a consultation is open', () => {
    const draft = apply(aDraft(), consult(aDraft(), { units: [UnitId.parse('SNV')], question: 'Góp ý' }, as('an')));
    expect(refusal(send({}, 'an', draft))).toMatchObject({ code: 'document.consultation-open', facts: { round: 1 } });
  });

  it('refuses a letter with errors of form and says which', () => {
    const bad = letter({ addressees: [] });
    const draft = aDraft({ content: bad });
    const refused = refusal(send({ content: bad }, 'an', draft));
    expect(refused).toMatchObject({ kind: 'unmet', code: 'document.format-errors', facts: { findings: ['F13'] } });
  });

  it('refuses when nobody may sign it', () => {
    expect(refusedCode(send({ vacant: ['chu-tich', 'pho-chu-tich'] }))).toBe('document.no-signer');
  });

  it('refuses when nobody holds the position that checks the form', () => {
    const refused = refusal(send({ vacant: ['hanh-chinh'] }));
    expect(refused).toMatchObject({ code: 'document.step-without-holder', facts: { step: 'format-check' } });
    expect(refused.basis).toContain('12');
  });

  it('does not refuse because the checker of a later step is suspended today; the step itself then waits', () => {
    const world = { changes: { binh: { suspensions: suspension } } };
    const document = apply(aDraft(), send(world));
    expect(() => passed(document, 'hung', { world })).toThrow('document.step-without-holder');
  });

  it('refuses somebody who does not draft, a text that moved on, and a second submission', () => {
    expect(refusedCode(send({}, 'phuc'))).toBe('document.not-a-drafter');
    expect(refusedCode(submit(aDraft(), { contentHash: hash('1') }, as('an', { content })))).toBe(
      'document.version-superseded',
    );
    expect(refusedCode(send({}, 'an', inReview()))).toBe('document.not-drafting');
    expect(refusedCode(send({}, 'an', signed()))).toBe('document.already-signed');
    expect(refusedCode(send({}, 'an', abandoned()))).toBe('document.not-open');
  });

  it('refuses while a colleague is editing', () => {
    const lock = { person: person('hung'), name: 'Lê Mạnh Hùng', until: Instant.parse('2023-09-18T02:10:00.000Z') };
    expect(refusedCode(send({}, 'an', { ...aDraft(), lock }))).toBe('document.locked');
  });

  it('refuses a type for which an agency wrote no procedure', () => {
    const procedures = { all: defaultProcedures().filter((one) => one.id === 'decisions') };
    expect(refusedCode(send({ procedures }))).toBe('document.no-procedure');
  });

  it('lets the drafter choose among those who may sign, and nobody else', () => {
    const draft = aDraft();
    const to = (signer: string) =>
      submit(
        draft,
        { contentHash: draft.contentHash, signer: PositionId.parse(signer) },
        as('an', { content, fieldLeader: 'lan' }),
      );
    expect(refusedCode(to('gd-snv'))).toBe('document.signer-not-authorised');
    const world = { fieldLeader: 'lan' };
    const chosen = passed(passed(apply(draft, to('chu-tich')), 'hung', { world }), 'binh', { world });
    expect(chosen.turns).toMatchObject([{ kind: 'approval', positions: ['chu-tich'] }]);
  });

  it('sends it to the deputy in charge of the field when nobody else is chosen', () => {
    const world = { fieldLeader: 'lan' };
    const document = passed(atFormatCheck({ world }), 'binh', { world });
    expect(document.turns).toMatchObject([{ kind: 'approval', positions: ['pho-chu-tich'] }]);
  });
});
