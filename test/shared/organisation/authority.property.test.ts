import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, Instant, startOfDay } from '../../../shared/kernel/time.ts';
import { signingCapacities } from '../../../shared/organisation/authority.ts';
import { DelegateSigning, delegate } from '../../../shared/organisation/delegation/delegate.ts';
import { documentTypes } from '../../../shared/organisation/document-type.ts';
import { act, aDelegation, as, day, factsOf, holds, matter, people, suspendedFrom } from './city.ts';

const someone = fc.constantFrom(...people().map((one) => String(one.person)));
const someDay = fc.integer({ min: 0, max: 1_200 }).map((days) => addDays(day('2021-06-01'), days));
const someMatter = fc
  .record({
    issuer: fc.constantFrom('UB', 'VP', 'SNV', 'Q1', 'HD'),
    competence: fc.constantFrom('collective', 'head'),
    type: fc.constantFrom(...documentTypes.map((row) => row.code)),
    field: fc.option(fc.constantFrom('YT', 'CC'), { nil: undefined }),
    matter: fc.option(fc.constantFrom('C01'), { nil: undefined }),
  })
  .map(matter);
/** Fixed seed: the same cases on every run. */
const runs = { seed: 20231020, numRuns: 400 };

describe('what holds for every person, matter and date', () => {
  it('nobody suspended ever has a capacity', () => {
    fc.assert(
      fc.property(someone, someMatter, someDay, (person, what, date) => {
        const facts = factsOf({ [person]: { suspensions: [suspendedFrom('2021-01-01T00:00:00Z')] } });
        expect(signingCapacities(facts, what, as(person), { date, at: startOfDay(date) })).toEqual([]);
      }),
      runs,
    );
  });
  it('a delegated capacity lies within the days, types and agency of its delegation', () => {
    let seen = 0;
    fc.assert(
      fc.property(someMatter, someDay, fc.integer({ min: 0, max: 700 }), (what, date, length) => {
        const period = { from: '2022-01-01', to: addDays(day('2022-01-01'), length) };
        const one = aDelegation({ period, types: ['official-letter', 'notice', 'report', 'decision', 'plan'] });
        const facts = factsOf({ chair: { delegationsGiven: [one] }, director: { delegationsReceived: [one] } });
        const found = signingCapacities(facts, { ...what, competence: 'head', matter: undefined }, as('director'), {
          date,
          at: startOfDay(date),
        });
        const given = found.filter((each) => each.kind === 'delegated').length;
        seen += given;
        if (given > 0) {
          expect(date >= period.from && date <= period.to).toBe(true);
          expect(what.issuer).toBe('UB');
        }
      }),
      { ...runs, numRuns: 3_000 },
    );
    expect(seen).toBeGreaterThan(5);
  });
  it('never prints TM. by order or by delegation', () => {
    fc.assert(
      fc.property(someone, someMatter, someDay, (person, what, date) => {
        const found = signingCapacities(factsOf(), what, as(person), { date, at: startOfDay(date) });
        for (const { kind, lines } of found)
          if (kind === 'by-order' || kind === 'by-order-deputy' || kind === 'delegated')
            expect(lines.join()).not.toContain('TM.');
      }),
      runs,
    );
  });
  it('a capacity that rests on a grant can never be delegated on', () => {
    const facts = factsOf({ room: { holdings: [holds('room', 'tp')] } });
    fc.assert(
      fc.property(someone, someone, (from, to) => {
        fc.pre(from !== 'chair');
        const standing = facts.standings.get(as(from).person);
        const command = DelegateSigning.parse(
          aDelegation({ id: 'd2', from, fromPosition: standing?.holdings[0]?.position, to, toPosition: 'tp' }),
        );
        const made = delegate(
          facts,
          command,
          act(from, String(command.fromPosition), { now: Instant.parse('2023-10-20T01:00:00Z') }),
        );
        expect(made.ok).toBe(false);
      }),
      { ...runs, numRuns: 150 },
    );
  });
});
