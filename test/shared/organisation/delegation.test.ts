import { describe, expect, it } from 'vitest';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { Instant } from '../../../shared/kernel/time.ts';
import { ConfirmDelegation, confirmDelegation } from '../../../shared/organisation/delegation/confirm-delegation.ts';
import { DelegateSigning, delegate } from '../../../shared/organisation/delegation/delegate.ts';
import { RevokeDelegation, revokeDelegation } from '../../../shared/organisation/delegation/revoke-delegation.ts';
import { EndHolding, endHolding } from '../../../shared/organisation/people/end-holding.ts';
import { standingAggregate } from '../../../shared/organisation/standing-events.ts';
import { act, aDelegation, byAdmin, city, codeOf, factsOf, holds, suspendedFrom } from './city.ts';

const chair = act('chair', 'ct');
const command = (more: object = {}) =>
  DelegateSigning.parse(aDelegation({ id: 'd2', scope: 'Trả lời đơn thư về thi đua', ...more }));
const revoke = RevokeDelegation.parse({ delegator: 'chair', delegation: 'd1', reason: 'Hết kỳ tuyển dụng' });
const confirm = ConfirmDelegation.parse({ delegator: 'chair', delegation: 'd1' });
const flagged = (change: Record<string, object> = {}) => {
  const one = aDelegation({ toConfirm: 'Đổi chức vụ' });
  return factsOf({
    chair: { delegationsGiven: [one], ...change.chair },
    director: { delegationsReceived: [one], ...change.director },
  });
};

describe('delegate (ủy quyền ký, Điều 13.3)', () => {
  it('writes the delegation to both parties', () => {
    const made = delegate(factsOf(), command(), chair);
    expect(made.ok && made.value.map(({ ref, events }) => [ref.id, events[0]?.type])).toEqual([
      ['chair', 'DelegationGiven'],
      ['director', 'DelegationReceived'],
    ]);
  });
  it.each([
    ['an end before the start', { period: { from: '2023-12-01', to: '2023-11-01' } }, 'organisation.period-reversed'],
    [
      'no real limit in time',
      { period: { from: '2023-12-01', to: '2099-12-31' } },
      'organisation.delegation-unlimited',
    ],
    [
      'a written basis later than its start',
      { basis: { symbol: '05/GUQ-UBND', date: '2023-10-01' } },
      'organisation.basis-after-start',
    ],
    ['a deputy as delegatee', { to: 'subdirector', toPosition: 'pgd' }, 'organisation.delegatee-is-deputy'],
    ['an officer as delegatee', { to: 'officer', toPosition: 'cv' }, 'organisation.delegatee-not-head'],
    ['a head of another authority', { to: 'district', toPosition: 'ctq' }, 'organisation.delegatee-not-in-structure'],
    ['the same scope twice', { scope: aDelegation().scope }, 'organisation.delegation-overlaps'],
    ['a known id', { id: 'd1' }, 'organisation.already-exists'],
  ])('refuses %s', (_, more, code) => {
    expect(codeOf(delegate(factsOf(), command(more), chair))).toBe(code);
  });
  it('refuses the head of a department that is not below the delegating agency', () => {
    const apart = city().units.map((one) => (one.id === 'SNV' ? { ...one, parent: 'Q1' } : one));
    const outside = city({ units: apart.map((one) => (one.id === 'Q1' ? { ...one, parent: undefined } : one)) });
    expect(codeOf(delegate(factsOf({}, outside), command(), chair))).toBe('organisation.delegatee-not-in-structure');
  });
  it('needs a reason and a finite end to be read at all', () => {
    expect(DelegateSigning.safeParse(aDelegation({ reason: '' })).success).toBe(false);
    expect(DelegateSigning.safeParse(aDelegation({ period: { from: '2023-09-01' } })).success).toBe(false);
  });
  it('refuses to delegate a delegated signature', () => {
    const onward = command({ from: 'director', fromPosition: 'gd', to: 'chief', toPosition: 'cvp' });
    expect(codeOf(delegate(factsOf(), onward, act('director', 'gd')))).toBe('organisation.no-redelegation');
  });
  it('refuses a deputy as delegator', () => {
    const byDeputy = command({ from: 'lam', fromPosition: 'pct' });
    expect(codeOf(delegate(factsOf(), byDeputy, act('lam', 'pct')))).toBe('organisation.delegator-not-head');
  });
  it('refuses while either party is suspended', () => {
    const suspensions = [suspendedFrom('2023-10-01T00:00:00Z')];
    expect(codeOf(delegate(factsOf({ chair: { suspensions } }), command(), chair))).toBe('organisation.suspended');
    expect(codeOf(delegate(factsOf({ director: { suspensions } }), command(), chair))).toBe('organisation.suspended');
  });
  it('lets an administrator record it, but nobody else', () => {
    expect(codeOf(delegate(factsOf(), command(), byAdmin))).toBe('allowed');
    expect(codeOf(delegate(factsOf(), command(), act('officer', 'cv')))).toBe('organisation.not-permitted');
  });
});

describe('revoke and confirm a delegation', () => {
  it('revokes at once for both parties, once', () => {
    const made = revokeDelegation(factsOf(), revoke, chair);
    expect(made.ok && made.value.map(({ ref }) => ref.id)).toEqual(['chair', 'director']);
    const revoked = aDelegation({ revoked: { at: '2023-10-01T00:00:00Z', on: '2023-10-01', reason: 'x' } });
    const again = revokeDelegation(factsOf({ chair: { delegationsGiven: [revoked] } }), revoke, chair);
    expect(codeOf(again)).toBe('organisation.delegation-already-revoked');
  });
  it('refuses a stranger and an unknown delegation', () => {
    expect(codeOf(revokeDelegation(factsOf(), revoke, act('lam', 'pct')))).toBe('organisation.not-permitted');
    const unknown = RevokeDelegation.parse({ ...revoke, delegation: 'd9' });
    expect(codeOf(revokeDelegation(factsOf(), unknown, chair))).toBe('organisation.delegation-unknown');
  });
  it('flags the delegation when a party leaves the position, and the flag stops it until confirmed', () => {
    const end = EndHolding.parse({
      person: 'director',
      holding: 'h-director-gd',
      on: '2023-10-31',
      basis: 'QĐ 99/QĐ-UBND',
    });
    const facts = factsOf();
    const made = endHolding(facts, end, byAdmin);
    const events = made.ok ? made.value.find(({ ref }) => ref.id === 'chair')?.events : [];
    expect(events?.map((event) => event.type)).toEqual(['DelegationFlagged']);
    const chairBefore = [...facts.standings.values()].find((one) => one.person === 'chair') ?? null;
    const parsed = (events ?? []).map((event) => standingAggregate.event.parse(event));
    expect(fold(standingAggregate, chairBefore, parsed)?.delegationsGiven[0]?.toConfirm).toBe('QĐ 99/QĐ-UBND');
  });
  it('is confirmed by the delegator while both still hold the positions named', () => {
    expect(codeOf(confirmDelegation(flagged(), confirm, chair))).toBe('allowed');
    expect(codeOf(confirmDelegation(flagged(), confirm, byAdmin))).toBe('organisation.not-permitted');
    expect(codeOf(confirmDelegation(factsOf(), confirm, chair))).toBe('organisation.nothing-to-confirm');
    expect(codeOf(confirmDelegation(flagged({ director: { holdings: [] } }), confirm, chair))).toBe(
      'organisation.delegatee-not-head',
    );
    expect(codeOf(confirmDelegation(flagged({ chair: { holdings: [holds('chair', 'pct')] } }), confirm, chair))).toBe(
      'organisation.delegator-left',
    );
    const later = act('chair', 'ct', { now: Instant.parse('2024-01-02T01:00:00Z') });
    expect(codeOf(confirmDelegation(flagged(), confirm, later))).toBe('organisation.delegation-expired');
  });
});
