import { describe, expect, it } from 'vitest';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { PersonId } from '../../../shared/kernel/ids.ts';
import { AppointPerson, appoint } from '../../../shared/organisation/people/appoint.ts';
import { AssignField, assignField } from '../../../shared/organisation/people/assign-field.ts';
import { EndHolding, endHolding } from '../../../shared/organisation/people/end-holding.ts';
import { EndSuspension, endSuspension } from '../../../shared/organisation/people/end-suspension.ts';
import { EntrustMatter, entrustMatter } from '../../../shared/organisation/people/entrust-matter.ts';
import { RecordAbsence, recordAbsence } from '../../../shared/organisation/people/record-absence.ts';
import { SuspendPerson, suspend } from '../../../shared/organisation/people/suspend.ts';
import { portfolioAggregate } from '../../../shared/organisation/standing-events.ts';
import { act, byAdmin, codeOf, factsOf, holds, suspendedFrom } from './city.ts';

const chair = act('chair', 'ct');
const appointment = (more: object = {}) =>
  AppointPerson.parse({
    ...holds('officer', 'pvp'),
    id: 'h9',
    basis: 'QĐ 10/QĐ-UBND',
    period: { from: '2023-11-01' },
    ...more,
  });

describe('appoint and end a holding', () => {
  it('records the holding, with its basis', () => {
    const made = appoint(factsOf(), appointment(), byAdmin);
    expect(made.ok && made.value).toMatchObject([
      { ref: { aggregate: 'authority', id: 'officer' }, events: [{ type: 'Appointed' }] },
    ]);
  });
  it.each([
    ['an unknown person', { person: 'nobody' }, 'organisation.unknown-person'],
    ['an unknown position', { position: 'xx' }, 'organisation.unknown-position'],
    ['a position before it existed', { period: { from: '2010-01-01' } }, 'organisation.position-closed'],
    ['a reversed period', { period: { from: '2023-11-01', to: '2023-10-01' } }, 'organisation.period-reversed'],
    ['an acting officer', { position: 'cv', manner: 'acting' }, 'organisation.manner-not-possible'],
    ['a second head', { position: 'ct', manner: 'acting' }, 'organisation.position-taken'],
    ['the same position twice', { position: 'cv' }, 'organisation.holding-overlaps'],
    ['a known id', { id: 'h-chair-ct' }, 'organisation.already-exists'],
  ])('refuses %s', (_, more, code) => expect(codeOf(appoint(factsOf(), appointment(more), byAdmin))).toBe(code));
  it('refuses everybody but an administrator in office', () => {
    expect(codeOf(appoint(factsOf(), appointment(), chair))).toBe('organisation.not-permitted');
    const facts = factsOf({ admin: { suspensions: [suspendedFrom('2023-10-01T00:00:00Z')] } });
    expect(codeOf(appoint(facts, appointment(), byAdmin))).toBe('organisation.not-permitted');
  });
  it('an administrator cannot appoint themselves without a second person', () => {
    const own = appointment({ person: 'admin' });
    expect(codeOf(appoint(factsOf(), own, byAdmin))).toBe('organisation.needs-second-person');
    const confirmedBy = PersonId.parse('admin2');
    expect(codeOf(appoint(factsOf(), own, { ...byAdmin, confirmedBy }))).toBe('allowed');
    expect(codeOf(appoint(factsOf(), own, { ...byAdmin, confirmedBy: byAdmin.by.person }))).toBe(
      'organisation.needs-second-person',
    );
  });
  it('ends a holding once, not before it began', () => {
    const end = (more: object) =>
      EndHolding.parse({ person: 'lam', holding: 'h-lam-pct', on: '2023-10-31', basis: 'QĐ 11', ...more });
    expect(codeOf(endHolding(factsOf(), end({}), byAdmin))).toBe('allowed');
    expect(codeOf(endHolding(factsOf(), end({ on: '2020-01-01' }), byAdmin))).toBe('organisation.period-reversed');
    expect(codeOf(endHolding(factsOf(), end({ holding: 'h9' }), byAdmin))).toBe('organisation.holding-unknown');
  });
});

describe('assign a field and entrust a matter', () => {
  const assign = (more: object = {}) =>
    AssignField.parse({ field: 'YT', person: 'huong', from: '2023-11-01', basis: 'QĐ 12', ...more });
  it('closes the assignment before it: one leader on each day', () => {
    const facts = factsOf();
    const made = assignField(facts, assign(), byAdmin);
    const events = made.ok
      ? made.value.flatMap(({ events }) => events.map((one) => portfolioAggregate.event.parse(one)))
      : [];
    const before = [...facts.portfolios.values()][0] ?? null;
    expect(fold(portfolioAggregate, before, events)?.assignments.map((one) => one.period)).toEqual([
      { from: '2021-07-01', to: '2023-09-30' },
      { from: '2023-10-01', to: '2023-10-31' },
      { from: '2023-11-01' },
    ]);
  });
  it.each([
    ['an unknown field', { field: 'XX' }, 'organisation.field-unknown'],
    ['somebody who leads nothing', { person: 'officer' }, 'organisation.assignee-not-leader'],
    ['a leader of another agency', { field: 'CC', person: 'lam' }, 'organisation.assignee-not-leader'],
    ['a day that is already past evidence', { from: '2023-10-01' }, 'organisation.assignment-before-current'],
  ])('refuses %s', (_, more, code) => expect(codeOf(assignField(factsOf(), assign(more), byAdmin))).toBe(code));

  const entrust = (more: object = {}) =>
    EntrustMatter.parse({
      id: 'gv9',
      from: 'chair',
      to: 'huong',
      issuer: 'UB',
      matter: 'C01',
      types: ['decision'],
      scope: 'Quy chế làm việc',
      basis: 'TB 9',
      period: { from: '2023-10-20' },
      ...more,
    });
  it('the head gives a matter of their own to a deputy', () =>
    expect(codeOf(entrustMatter(factsOf(), entrust(), chair))).toBe('allowed'));
  it.each([
    ['to somebody who is no deputy', { to: 'chief' }, 'organisation.entrusted-not-deputy'],
    ['an unknown matter', { matter: 'C99' }, 'organisation.matter-unknown'],
  ])('refuses %s', (_, more, code) => expect(codeOf(entrustMatter(factsOf(), entrust(more), chair))).toBe(code));
  it('refuses a giver who is not the head', () =>
    expect(codeOf(entrustMatter(factsOf(), entrust({ from: 'lam' }), byAdmin))).toBe(
      'organisation.delegator-not-head',
    ));
});

describe('absence', () => {
  const absence = (more: object = {}) =>
    RecordAbsence.parse({
      id: 'a1',
      person: 'officer',
      period: { from: '2023-10-23', to: '2023-10-27' },
      reason: 'Nghỉ phép',
      substitute: 'room',
      ...more,
    });
  it('is recorded by the person, the head of the unit or an administrator', () => {
    const by = [act('officer', 'cv'), act('room', 'tp'), byAdmin, act('vice', 'pvp')];
    expect(by.map((one) => codeOf(recordAbsence(factsOf(), absence(), one)))).toEqual([
      'allowed',
      'allowed',
      'allowed',
      'organisation.not-permitted',
    ]);
  });
  it('has both dates', () =>
    expect(RecordAbsence.safeParse({ ...absence(), period: { from: '2023-10-23' } }).success).toBe(false));
  it('refuses an end before the start, oneself as substitute, and a substitute who is away or suspended', () => {
    const code = (more: object, facts = factsOf()) => codeOf(recordAbsence(facts, absence(more), byAdmin));
    expect(code({ period: { from: '2023-10-23', to: '2023-10-22' } })).toBe('organisation.period-reversed');
    expect(code({ substitute: 'officer' })).toBe('organisation.substitute-is-self');
    const away = { absences: [{ id: 'a0', period: { from: '2023-10-27', to: '2023-10-28' }, reason: 'Công tác' }] };
    expect(code({}, factsOf({ room: away }))).toBe('organisation.substitute-not-available');
    expect(code({}, factsOf({ room: { suspensions: [suspendedFrom('2023-10-01T00:00:00Z')] } }))).toBe(
      'organisation.substitute-not-available',
    );
    expect(code({}, factsOf({ officer: away }))).toBe('organisation.absence-overlaps');
  });
});

describe('suspension (tạm đình chỉ công tác)', () => {
  const order = (more: object = {}) =>
    SuspendPerson.parse({ ...suspendedFrom('2023-10-20T02:00:00Z'), person: 'director', ...more });
  const suspended = { director: { suspensions: [suspendedFrom('2023-10-01T00:00:00Z')] } };
  const end = (more: object = {}) =>
    EndSuspension.parse({ person: 'director', suspension: 's1', to: '2023-10-20T02:00:00Z', basis: 'QĐ 13', ...more });
  it('is ordered by the head of the agency above, not by oneself or a deputy', () => {
    const by = [chair, byAdmin, act('director', 'gd'), act('subdirector', 'pgd')];
    expect(by.map((one) => codeOf(suspend(factsOf(), order(), one)))).toEqual([
      'allowed',
      'allowed',
      'organisation.not-permitted',
      'organisation.not-permitted',
    ]);
  });
  it('is not ordered twice, nor with an end before its start', () => {
    expect(codeOf(suspend(factsOf(suspended), order({ id: 's2' }), chair))).toBe('organisation.already-suspended');
    expect(codeOf(suspend(factsOf(), order({ to: '2023-10-19T00:00:00Z' }), chair))).toBe(
      'organisation.period-reversed',
    );
  });
  it('ends from now on, never for the time before', () => {
    expect(codeOf(endSuspension(factsOf(suspended), end(), chair))).toBe('allowed');
    expect(codeOf(endSuspension(factsOf(suspended), end({ to: '2023-10-10T00:00:00Z' }), chair))).toBe(
      'organisation.period-reversed',
    );
    expect(codeOf(endSuspension(factsOf(), end(), chair))).toBe('organisation.not-suspended');
    expect(codeOf(endSuspension(factsOf(suspended), end(), act('director', 'gd')))).toBe('organisation.not-permitted');
  });
});
