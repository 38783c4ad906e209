import { describe, expect, it } from 'vitest';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { PersonId } from '../../../shared/kernel/ids.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import {
  applyChange,
  confirmChange,
  declineChange,
  type OrganisationChange,
  type OrganisationChangeEvent,
  organisationChangeAggregate,
  proposeChange,
} from '../../../shared/organisation/organisation-change.ts';
import { AppointPerson, appoint } from '../../../shared/organisation/people/appoint.ts';
import { act, byAdmin, codeOf, factsOf, holds } from './city.ts';

const command = AppointPerson.parse({ ...holds('admin', 'pvp'), basis: 'QĐ 10', period: { from: '2023-11-01' } });
const touches = [PersonId.parse('admin')];
const next = (
  before: OrganisationChange | null,
  made: Result<OrganisationChangeEvent[], Refusal>,
): OrganisationChange => {
  const state = made.ok ? fold(organisationChangeAggregate, before, made.value) : null;
  if (state === null) throw new Error('refused');
  return organisationChangeAggregate.state.parse(state);
};
const proposed = () =>
  next(null, proposeChange(factsOf(), { verb: 'appoint', command: { id: 'h' }, touches }, byAdmin));

describe('a change that touches the actor (Phụ lục VI.III.3.c)', () => {
  it('is proposed, confirmed by another administrator or the head, and applied', () => {
    for (const second of [act('admin2', 'qt'), act('chair', 'ct')]) {
      const confirmed = next(proposed(), confirmChange(factsOf(), proposed(), second));
      const applied = applyChange(confirmed, second);
      expect(applied.ok && codeOf(appoint(factsOf(), command, applied.value.act))).toBe('allowed');
    }
  });
  it('is not confirmed by the proposer, by whom it touches, or by somebody without that right', () => {
    expect(codeOf(confirmChange(factsOf(), proposed(), byAdmin))).toBe('organisation.same-person-confirms');
    const other = next(
      null,
      proposeChange(factsOf(), { verb: 'appoint', command: {}, touches: [PersonId.parse('admin2')] }, byAdmin),
    );
    expect(codeOf(confirmChange(factsOf(), other, act('admin2', 'qt')))).toBe('organisation.same-person-confirms');
    expect(codeOf(confirmChange(factsOf(), proposed(), act('clerk', 'vt')))).toBe('organisation.not-permitted');
  });
  it('is decided once, and never applied unconfirmed', () => {
    expect(codeOf(applyChange(proposed(), byAdmin))).toBe('organisation.change-already-decided');
    const second = act('admin2', 'qt');
    const declined = next(
      proposed(),
      declineChange(factsOf(), proposed(), { ...second, reason: 'Chưa có quyết định' }),
    );
    expect(codeOf(confirmChange(factsOf(), declined, second))).toBe('organisation.change-already-decided');
    const applied = next(proposed(), confirmChange(factsOf(), proposed(), second));
    expect(codeOf(confirmChange(factsOf(), applied, second))).toBe('organisation.change-already-decided');
  });
});
