import { describe, expect, it } from 'vitest';
import type { OrganisationFacts } from '../../../shared/organisation/organisation.ts';
import { whyNoCapacity } from '../../../shared/organisation/why-no-capacity.ts';
import { aDelegation, as, city, codeOf, factsOf, holds, linesOf, matter, on, suspendedFrom } from './city.ts';

const head = { competence: 'head' };
type Case = { facts?: OrganisationFacts; matter?: object; date?: string; as?: string };

/** Also proves that there is indeed no capacity. */
const why = (person: string, { facts = factsOf(), ...given }: Case = {}): string => {
  const at = { matter: given.matter ?? {}, date: given.date ?? '2023-10-20' };
  expect(linesOf(facts, person, at)).toEqual([]);
  return codeOf(whyNoCapacity(facts, matter(at.matter), as(person), on(at.date)));
};
const received = (more: object) =>
  factsOf({ director: { delegationsReceived: [aDelegation(more)] }, chair: { delegationsGiven: [aDelegation(more)] } });

describe('why somebody may not sign', () => {
  it('names who is in charge of the field', () => {
    const facts = factsOf();
    expect(why('huong', { matter: { field: 'YT' } })).toBe('organisation.not-in-charge-of-field');
    const refusal = whyNoCapacity(facts, matter({ field: 'YT' }), as('huong'), on('2023-10-20'));
    expect(refusal).toMatchObject({
      basis: expect.stringContaining('Điều 13.1'),
      facts: { leader: 'lam', leaderName: 'Trần Minh Lâm' },
    });
  });
  it('a deputy needs a field, and a field needs a leader', () => {
    expect(why('lam')).toBe('organisation.field-not-stated');
    expect(why('lam', { matter: { field: 'YT' }, date: '2021-06-30' })).toBe('organisation.no-holding');
    expect(why('lam', { matter: { field: 'KT' } })).toBe('organisation.field-unassigned');
  });
  it('a suspended person signs nothing', () => {
    const facts = factsOf({ chair: { suspensions: [suspendedFrom('2023-10-01T00:00:00Z')] } });
    expect(why('chair', { facts })).toBe('organisation.suspended');
  });
  it('an ended holding gives nothing', () => {
    const facts = factsOf({
      chair: { holdings: [holds('chair', 'ct', { period: { from: '2021-07-01', to: '2023-10-19' } })] },
    });
    expect(why('chair', { facts })).toBe('organisation.holding-ended');
  });
  it('an officer is no signatory', () => expect(why('officer')).toBe('organisation.not-a-signatory'));
  it('a person unknown, a unit unknown, closed, outside, a room or without a head issues nothing', () => {
    expect(why('nobody')).toBe('organisation.unknown-person');
    expect(why('chair', { matter: { issuer: 'XX' } })).toBe('organisation.unknown-unit');
    expect(why('room', { matter: { issuer: 'NC' } })).toBe('organisation.issuer-not-an-agency');
    const units = (change: object) => factsOf({}, city({ units: city().units.map((one) => ({ ...one, ...change })) }));
    expect(why('chair', { facts: units({ external: true }) })).toBe('organisation.issuer-external');
    expect(why('chair', { facts: units({ period: { from: '2016-01-01', to: '2023-01-01' } }) })).toBe(
      'organisation.issuer-closed',
    );
    expect(why('chair', { facts: factsOf({}, city({ positions: [] })) })).toBe('organisation.issuer-without-head');
  });
  it('by order never signs a collective matter, another type, another field, or by a deputy who was not let', () => {
    expect(why('chief', { matter: { type: 'notice' } })).toBe('organisation.collective-not-by-order');
    expect(why('chief', { matter: { ...head, type: 'decision' } })).toBe('organisation.type-not-by-order');
    const rule = city().standingRules[0];
    const ruled = (change: object) => factsOf({}, city({ standingRules: [{ ...rule, ...change }] }));
    expect(why('chief', { facts: ruled({ fields: ['YT'] }), matter: { ...head, type: 'notice' } })).toBe(
      'organisation.field-not-by-order',
    );
    expect(why('vice', { facts: ruled({ deputiesMay: false }), matter: { ...head, type: 'notice' } })).toBe(
      'organisation.deputies-not-by-order',
    );
  });
  it('a delegation never signs a collective matter', () => {
    expect(why('director')).toBe('organisation.collective-not-delegable');
  });
  it.each([
    ['not yet in force', { period: { from: '2023-11-01', to: '2023-12-31' } }, 'organisation.delegation-not-started'],
    ['expired', { period: { from: '2023-09-01', to: '2023-10-19' } }, 'organisation.delegation-expired'],
    [
      'revoked',
      { revoked: { at: '2023-10-01T00:00:00Z', on: '2023-10-01', reason: 'Hết kỳ tuyển dụng' } },
      'organisation.delegation-revoked',
    ],
    ['waiting for confirmation', { toConfirm: 'Đổi chức vụ' }, 'organisation.delegation-to-confirm'],
    ['for another type', { types: ['notice'] }, 'organisation.delegation-other-type'],
    ['for another field', { fields: ['YT'] }, 'organisation.delegation-other-field'],
  ])('a delegation %s gives nothing', (_, change, code) => {
    expect(why('director', { facts: received(change), matter: head })).toBe(code);
  });
  it('a revocation does not reach back to what was signed before it', () => {
    const revoked = { revoked: { at: '2023-10-19T17:00:01Z', on: '2023-10-20', reason: 'Hết kỳ tuyển dụng' } };
    expect(linesOf(received(revoked), 'director', { matter: head, date: '2023-10-20' })).toHaveLength(1);
    expect(why('director', { facts: received(revoked), matter: head, date: '2023-10-21' })).toBe(
      'organisation.delegation-revoked',
    );
  });
  it('a delegation rests while the delegator is suspended and ends with the office', () => {
    const suspended = factsOf({ chair: { suspensions: [suspendedFrom('2023-10-01T00:00:00Z')] } });
    expect(why('director', { facts: suspended, matter: head })).toBe('organisation.delegator-suspended');
    const left = factsOf({
      chair: { holdings: [holds('chair', 'ct', { period: { from: '2021-07-01', to: '2023-10-01' } })] },
    });
    expect(why('director', { facts: left, matter: head })).toBe('organisation.delegator-left');
  });
  it('a deputy of the delegatee signs nothing for it', () => {
    expect(why('subdirector', { matter: head })).toBe('organisation.not-a-signatory');
  });
});
