import { describe, expect, it } from 'vitest';
import { defaultProcedures } from '../../../../shared/documents/review/default-procedures.ts';
import { dryRun } from '../../../../shared/documents/review/dry-run.ts';
import { procedureFor } from '../../../../shared/documents/review/route.ts';
import { submit } from '../../../../shared/documents/review/submit.ts';
import { FieldCode, UnitId } from '../../../../shared/kernel/ids.ts';
import {
  aDraft,
  as,
  C01,
  day,
  decisionContent,
  decisionHeading,
  letter,
  letterHeading,
  NOW,
  person,
  type World,
} from '../office.ts';
import { atFormatCheck, inReview, passed } from '../stages.ts';

const content = letter();
const away = (substitute?: string) => [
  {
    id: 'a',
    period: { from: day('2023-09-18') },
    reason: 'ốm',
    ...(substitute === undefined ? {} : { substitute: person(substitute) }),
  },
];
const suspension = [{ id: 's', from: NOW, basis: 'QĐ số 1', reason: 'thanh tra' }];

describe('who the approval goes to', () => {
  const gone = (world: World) => passed(atFormatCheck({ world }), 'binh', { world }).turns;

  it('the head, when the deputy in charge of the field is away', () => {
    expect(gone({ fieldLeader: 'lan', changes: { lan: { absences: away() } } })).toMatchObject([
      { positions: ['chu-tich'] },
    ]);
  });

  it('no substitute by name: a substitute receives work and no authority', () => {
    expect(gone({ changes: { khai: { absences: away('minh') } } })).toMatchObject([
      { positions: ['chu-tich'], people: [] },
    ]);
  });

  it('is found through the directory when only the stream of the drafter was loaded', () => {
    const facts = as('an', { content });
    const standings = new Map([...facts.organisation.standings].filter(([id]) => id === 'an'));
    const alone = { ...facts, organisation: { ...facts.organisation, standings } };
    const draft = aDraft();
    expect(submit(draft, { contentHash: draft.contentHash }, alone).ok).toBe(true);
    expect(dryRun(draft, alone).steps.at(-1)?.who).toMatchObject([{ person: 'khai', title: 'Chủ tịch' }]);
  });
});

describe('procedures (quy trình) as data', () => {
  const [general, decisions] = defaultProcedures();
  if (general === undefined || decisions === undefined) throw new Error('no default procedures');
  const own = {
    ...general,
    id: 'own',
    issuer: UnitId.parse('UBND'),
    types: ['official-letter' as const],
    fields: [FieldCode.parse('NC')],
  };

  it('takes the most specific procedure in force on the day, in its latest version', () => {
    const all = [
      general,
      decisions,
      own,
      { ...own, version: 2 },
      { ...own, version: 3, period: { from: day('2024-01-01') } },
    ];
    expect(procedureFor({ all }, letterHeading(), day('2023-09-18'))).toMatchObject({ id: 'own', version: 2 });
    expect(procedureFor({ all }, letterHeading(), day('2024-01-02'))).toMatchObject({ id: 'own', version: 3 });
    expect(procedureFor({ all }, decisionHeading(), day('2023-09-18'))?.id).toBe('decisions');
    expect(procedureFor({ all }, letterHeading({ issuer: UnitId.parse('SNV') }), day('2023-09-18'))?.id).toBe(
      'general',
    );
  });

  it('has decisions checked in law and in form at the same time', () => {
    const draft = aDraft({ heading: decisionHeading(), content: decisionContent() });
    const plan = { heading: decisionHeading(), content: decisionContent() };
    const both = passed(inReview(plan), 'hung', plan);
    expect(both.turns.map((turn) => turn.step)).toEqual(['format-check', 'legal-review']);
    const one = passed(both, 'chi', plan);
    expect(one.status).toBe('in-review');
    expect(passed(one, 'binh', plan).status).toBe('awaiting-approval');
    expect(draft.symbol).toBe('QĐ-UBND');
  });

  it('leaves out the legal review where the agency has no jurist', () => {
    const plan = { heading: decisionHeading(), content: decisionContent(), world: { vacant: ['phap-che'] } };
    expect(inReview(plan).procedure?.steps.map((step) => step.id)).toEqual(['unit-review', 'format-check', 'approval']);
  });
});

describe('dry run (chạy thử): who would get it, when', () => {
  it('names every holder with absences and suspensions, and the expected day', () => {
    const facts = as('an', { changes: { hung: { absences: away('an') }, binh: { suspensions: suspension } } });
    const plan = dryRun(aDraft(), facts);
    expect(plan.steps.map(({ step, opens, due, unfilled }) => ({ step, opens, due, unfilled }))).toEqual([
      { step: 'unit-review', opens: '2023-09-18', due: '2023-09-21', unfilled: false },
      { step: 'format-check', opens: '2023-09-21', due: '2023-09-22', unfilled: true },
      { step: 'approval', opens: '2023-09-22', due: '2023-09-26', unfilled: false },
    ]);
    expect(plan.steps[0]?.who).toMatchObject([
      { person: 'hung', absent: true, substitute: 'an', title: 'Trưởng phòng' },
    ]);
    expect(plan.steps[1]?.who).toMatchObject([{ person: 'binh', suspended: true }]);
    expect(plan.expected).toBe('2023-09-26');
  });

  it('says of a holder only who they are and whether they are there', () => {
    const plan = dryRun(aDraft(), as('an'));
    const said = new Set(plan.steps.flatMap((step) => step.who.flatMap((holder) => Object.keys(holder))));
    expect([...said].toSorted()).toEqual(['absent', 'name', 'person', 'position', 'suspended', 'title']);
  });

  it('warns that a collective matter still lacks its recorded decision', () => {
    const draft = aDraft({ heading: decisionHeading({ matter: C01 }), content: decisionContent() });
    expect(dryRun(draft, as('an')).warnings).toEqual(['collective-decision-missing']);
  });
});
