import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveQueries } from '../../shared/archive/contract.ts';
import { callerKeys, mayRead, readerKeysOfDocument } from '../../shared/documents/access/rights.ts';
import { DocumentEvent } from '../../shared/documents/events.ts';
import { documentQueries } from '../../shared/documents/query-contract.ts';
import { Organisation } from '../../shared/organisation/organisation.ts';
import type { Standing } from '../../shared/organisation/standing.ts';
import { aReadDocument, type DocumentPlan, documentId, STAGES } from '../support/reading-document.ts';
import { ruleLetsRead } from '../support/reading-oracle.ts';
import { actor, portfolioOf, readingOrganisation, standingOf, TODAY } from '../support/reading-organisation.ts';
import { readingWorld } from '../support/reading-world.ts';

const POSITIONS = readingOrganisation.positions.map((one) => String(one.id));
const UNITS = ['VP', 'NC', 'TH', 'SNV', 'STC'];
const PEOPLE = [...POSITIONS, 'x', 'y'];
const RANKS = ['officer', 'clerk', 'archivist', 'administrator', 'jurist', 'deputy'];

const anyPlan = (n: number): fc.Arbitrary<DocumentPlan> =>
  fc.record({
    n: fc.constant(n),
    subject: fc.constant(`bí danh số${n}số`),
    stage: fc.constantFrom(...STAGES),
    unit: fc.constantFrom('NC', 'TH', 'SNV', 'STC'),
    drafter: fc.constantFrom('cv-nc', 'cv-th', 'cv-snv', 'gd-stc'),
    signer: fc.constantFrom('ct', 'pct', 'cvp', 'gd-snv'),
    consulted: fc.uniqueArray(fc.constantFrom(...UNITS), { maxLength: 2 }),
    recipients: fc.uniqueArray(fc.constantFrom('UBND', ...UNITS), { maxLength: 3 }),
    field: fc.boolean(),
    wholeAuthority: fc.boolean(),
    granted: fc.uniqueArray(fc.constantFrom('person:p-x', 'person:p-cv-snv', 'person:p-qt', 'unit:STC'), {
      maxLength: 2,
    }),
    relations: fc.constant([{ kind: 'implements', display: '171-KH/TU' }]),
  });

/** Each person holds up to two positions, may have left one before today, and may be away with a substitute. */
const anyStanding = (person: string): fc.Arbitrary<Standing> =>
  fc
    .record({
      holds: fc.uniqueArray(fc.constantFrom(...POSITIONS), { maxLength: 2 }),
      left: fc.boolean(),
      substitute: fc.option(fc.constantFrom(...PEOPLE), { nil: undefined }),
      until: fc.constantFrom('2023-10-19', TODAY, '2023-11-01'),
    })
    .map(({ holds, left, substitute, until }) =>
      standingOf(person, {
        holdings: holds.map((position, index) => ({
          id: `h-${person}-${index}`,
          person: `p-${person}`,
          position,
          period: { from: '2020-01-01', ...(left && index === 0 ? { to: '2023-10-19' } : {}) },
        })),
        absences:
          substitute === undefined || substitute === person
            ? []
            : [{ id: 'v1', period: { from: '2023-10-01', to: until }, reason: 'vắng', substitute: `p-${substitute}` }],
      }),
    );

const anyWorld = fc.record({
  standings: fc.tuple(...PEOPLE.map(anyStanding)),
  leader: fc.constantFrom(...PEOPLE),
  // The desks and rooms differ from authority to authority: some positions change their rank.
  ranks: fc.record({
    'cv-th': fc.constantFrom(...RANKS),
    'cv-snv': fc.constantFrom(...RANKS),
    qt: fc.constantFrom('administrator', 'officer'),
  }),
});
const organisationOf = (ranks: Record<string, string>): Organisation =>
  Organisation.parse({
    ...readingOrganisation,
    positions: readingOrganisation.positions.map((one) => ({ ...one, rank: ranks[one.id] ?? one.rank })),
  });

describe('reading rights', () => {
  it('open exactly what the rule opens, for any people, desks and documents', () => {
    let opened = 0;
    let closed = 0;
    fc.assert(
      fc.property(anyWorld, anyPlan(1), (world, plan) => {
        const organisation = organisationOf(world.ranks);
        const keysOfDocument = readerKeysOfDocument(aReadDocument(plan), organisation);
        for (const standing of world.standings) {
          const keys = callerKeys({
            standing,
            substituted: world.standings,
            organisation,
            portfolios: [portfolioOf(world.leader)],
            on: TODAY,
          });
          const expected = ruleLetsRead(world, standing.person, plan);
          if (expected) opened += 1;
          else closed += 1;
          expect(mayRead(keysOfDocument, keys), `${standing.person} reads ${plan.stage}`).toBe(expected);
        }
      }),
      { seed: 20231020, numRuns: 600 },
    );
    // The property is worth something only when both answers are common.
    expect(Math.min(opened, closed)).toBeGreaterThan(2_000);
  });

  it('are kept by every query, count, facet, suggestion and citation check, even while the index lags behind', async () => {
    let looked = 0;
    await fc.assert(
      fc.asyncProperty(anyWorld, fc.tuple(...[1, 2, 3, 4, 5].map(anyPlan)), async (world, plans) => {
        looked += await checkWorld(world, plans);
      }),
      { seed: 171, numRuns: 6, endOnFailure: true },
    );
    expect(looked).toBeGreaterThan(2_500);
  }, 120_000);
});

type AnyWorld = { standings: Standing[]; leader: string; ranks: Record<string, string> };

const checkWorld = async (world: AnyWorld, plans: DocumentPlan[]): Promise<number> => {
  const w = await readingWorld();
  try {
    await w.commit('organisation', 'main', { state: organisationOf(world.ranks), events: [{ type: 'Recorded' }] });
    for (const standing of world.standings) await w.setStanding(standing);
    await w.commit('field', 'noi-vu', { state: portfolioOf(world.leader), events: [{ type: 'Recorded' }] });
    for (const plan of plans) await w.put(plan);
    await w.drain();
    expect(w.failures).toEqual([]);
    let looked = 0;
    for (const person of PEOPLE) looked += await checkPerson(w, { world, plans, person });
    // Grants are revoked, and the relay has not run: views and index still name the old readers.
    const said = { at: '2023-10-20T02:00:00.000Z', by: actor('cvp') };
    for (const plan of plans.filter((one) => one.stage === 'issued'))
      for (const key of plan.granted ?? [])
        if (!(plan.recipients ?? []).includes(key.slice(5)))
          await w.add(plan.n, [DocumentEvent.parse({ type: 'ReaderRevoked', ...said, key, reason: 'hết việc' })]);
    const after = plans.map((plan) =>
      plan.stage === 'issued'
        ? { ...plan, granted: (plan.granted ?? []).filter((key) => (plan.recipients ?? []).includes(key.slice(5))) }
        : plan,
    );
    // Whoever granted has taken part for ever.
    for (const person of PEOPLE.filter((one) => one !== 'cvp'))
      looked += await checkPerson(w, { world, plans: after, person });
    return looked;
  } finally {
    await w.close();
  }
};

/** Asks everything there is to ask; nothing of a closed document may stand in any answer. */
const checkPerson = async (
  w: Awaited<ReturnType<typeof readingWorld>>,
  { world, plans, person }: { world: AnyWorld; plans: DocumentPlan[]; person: string },
): Promise<number> => {
  const open = plans.filter((plan) => ruleLetsRead(world, `p-${person}`, plan));
  const closed = plans.filter((plan) => !open.includes(plan));
  let looked = 0;
  const look = async (name: string, q: { params?: Record<string, string>; query?: unknown } = {}) => {
    const answered = await w.ask(person, name, q);
    const text = answered.ok ? JSON.stringify(answered.value.data) : '';
    for (const { n } of closed) {
      const leaks = [documentId(n), `số${n}số`, `${3000 + n}/UBND`].filter((trace) => text.includes(trace));
      expect(leaks, `${name} ${JSON.stringify(q)} for ${person}`).toEqual([]);
    }
    looked += 1;
    return answered;
  };
  const lists = [...documentQueries, ...archiveQueries].filter((row) => !row.path.includes('{id}'));
  for (const row of lists) {
    if (row.path.includes('{unit}')) for (const unit of ['UBND', ...UNITS]) await look(row.name, { params: { unit } });
    else await look(row.name, { params: { issuer: 'UBND', series: 'CV', year: '2023' } });
  }
  await look('archive.relations', { query: { of: '171-KH/TU' } });
  for (const plan of plans) await checkOne(look, plan, open.includes(plan));
  const archived = open.filter((plan) => plan.stage === 'issued' || plan.stage === 'sealed').length;
  const found = await look('archive.search', { query: { text: 'bí danh', limit: 100 } });
  expect(found).toMatchObject({ ok: true, value: { data: { total: { n: archived } } } });
  return looked;
};

type Look = (name: string, q?: { params?: Record<string, string>; query?: unknown }) => Promise<{ ok: boolean }>;
const checkOne = async (look: Look, plan: DocumentPlan, isOpen: boolean): Promise<void> => {
  const params = { id: documentId(plan.n) };
  for (const row of documentQueries.filter((one) => one.path.includes('/documents/{id}')))
    if (!isOpen)
      expect(await look(row.name, { params })).toMatchObject({ ok: false, error: { code: 'kernel.absent' } });
  if (isOpen)
    for (const name of ['get', 'content', 'timeline', 'consultation', 'dispatch']) {
      const answered = await look(`documents.${name}`, { params });
      expect(answered.ok, name).toBe(true);
    }
  const display = `${3000 + plan.n}/UBND-NC`;
  await look('archive.suggest', { query: { prefix: display } });
  await look('archive.search', { query: { text: display } });
  const cited = await look('archive.citation', { query: { display } });
  expect(cited).toMatchObject({ ok: true, value: { data: { found: isOpen && plan.stage === 'issued' } } });
};
