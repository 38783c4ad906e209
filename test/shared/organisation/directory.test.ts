import { describe, expect, it } from 'vitest';
import { PersonId, PositionId, UnitId } from '../../../shared/kernel/ids.ts';
import {
  agencyOf,
  headOfUnit,
  holdersOf,
  readerKeysOf,
  substitutesOf,
  unitNameOn,
} from '../../../shared/organisation/directory.ts';
import { resolveGroup } from '../../../shared/organisation/groups.ts';
import { city, day, factsOf, holds, people, standing } from './city.ts';

const unit = (id: string) => UnitId.parse(id);
const keys = (person: string) =>
  people()
    .filter((one) => one.person === person)
    .flatMap((one) => readerKeysOf(one, city(), day('2023-10-20')));

describe('the directory on a date', () => {
  it('gives the name valid on the date', () => {
    const renamed = city({
      units: city().units.map((one) =>
        one.id === 'SNV'
          ? {
              ...one,
              names: [
                { ...one.names[0], period: { from: '2016-01-01', to: '2023-12-31' } },
                { ...one.names[0], name: 'Sở Nội vụ và Lao động', period: { from: '2024-01-01' } },
              ],
            }
          : one,
      ),
    });
    expect(unitNameOn(renamed, unit('SNV'), day('2023-12-31'))?.name).toBe('Sở Nội vụ');
    expect(unitNameOn(renamed, unit('SNV'), day('2024-01-01'))?.name).toBe('Sở Nội vụ và Lao động');
  });
  it('finds the head of a unit, or the deputy put in charge of it', () => {
    const head = (list = people()) => headOfUnit(city(), list, { unit: unit('UB'), on: day('2023-10-20') })?.person;
    expect(head()).toBe('chair');
    const inCharge = people({
      chair: { holdings: [] },
      lam: { holdings: [holds('lam', 'pct', { manner: 'in-charge' })] },
    });
    expect(head(inCharge)).toBe('lam');
  });
  it('finds all holders of a position and the agency of a room', () => {
    const found = holdersOf(people(), [PositionId.parse('pct')], day('2023-10-20'));
    expect(found.map((one) => one.person)).toEqual(['lam', 'huong']);
    expect(agencyOf(city(), unit('NC'))?.id).toBe('VP');
  });
  it('gives the substitute only while the person is away', () => {
    const away = standing('lam', 'Lâm', {
      absences: [
        { id: 'a', period: { from: '2023-10-01', to: '2023-10-05' }, reason: 'Nghỉ phép', substitute: 'huong' },
      ],
    });
    expect(substitutesOf(away, day('2023-10-05'))).toEqual([PersonId.parse('huong')]);
    expect(substitutesOf(away, day('2023-10-06'))).toEqual([]);
  });
  it('resolves a group of recipients by rule and date', () => {
    const groups = [
      { id: '@QUAN', name: 'Các quận', rule: { kinds: ['district-committee'] }, period: { from: '2016-01-01' } },
    ];
    const closing = city({
      groups,
      units: city().units.map((one) =>
        one.id === 'Q1' ? { ...one, period: { from: '2016-01-01', to: '2025-06-30' } } : one,
      ),
    });
    expect(resolveGroup(closing, '@QUAN', day('2025-06-30')).map((one) => one.id)).toEqual(['Q1']);
    expect(resolveGroup(closing, '@QUAN', day('2025-07-01'))).toEqual([]);
    expect(resolveGroup(closing, '@KHAC', day('2025-06-30'))).toEqual([]);
  });
});

describe('reader keys', () => {
  it('an officer of a room reads for the room, its head for the agency too', () => {
    expect(keys('officer')).toEqual(['person:officer', 'position:cv', 'unit:NC', 'authority:main']);
    expect(keys('room')).toContain('unit:VP');
    expect(keys('room')).not.toContain('unit:UB');
  });
  it('the clerk of the office reads for the committee whose registry it keeps, a deputy chief does not', () => {
    expect(keys('clerk')).toContain('unit:UB');
    expect(keys('vice')).not.toContain('unit:UB');
  });
  it('an administrator reads no content, and an ended holding opens nothing', () => {
    expect(keys('admin')).toEqual(['person:admin', 'position:qt']);
    const left = standing('officer', 'Tú', {
      holdings: [holds('officer', 'cv', { period: { from: '2021-07-01', to: '2022-01-01' } })],
    });
    expect(readerKeysOf(left, factsOf().organisation, day('2023-10-20'))).toEqual(['person:officer']);
  });
});
