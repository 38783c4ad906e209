import { describe, expect, it } from 'vitest';
import type { Heading } from '../../../../shared/documents/document.ts';
import { composeSymbol } from '../../../../shared/documents/drafting/symbol.ts';
import { UnitId } from '../../../../shared/kernel/ids.ts';
import { day, letterHeading } from '../office.ts';
import { organisation } from '../office-data.ts';

const symbol = (heading: Partial<Heading>, on = '2023-09-18') =>
  composeSymbol(organisation, letterHeading(heading), day(on));

describe('symbol (ký hiệu, Phụ lục I.II.3)', () => {
  it.each([
    ['decision', 'QĐ-UBND'],
    ['provision', 'QyĐ-UBND'],
    ['programme', 'CTr-UBND'],
    ['proposal', 'TTr-UBND'],
    ['official-letter', 'UBND-NC'],
    ['public-letter', ''],
  ] as const)('of a %s is “%s”, case kept', (type, expected) => {
    expect(symbol({ type })).toBe(expected);
  });

  it('of a công văn takes the abbreviation of the field where the drafter gave one', () => {
    expect(symbol({ symbolSuffix: 'CCHC&PC' })).toBe('UBND-CCHC&PC');
  });

  it('of a công văn drafted by the agency itself does not repeat it', () => {
    expect(symbol({ issuer: UnitId.parse('SNV'), draftingUnit: UnitId.parse('SNV') })).toBe('SNV');
  });

  it('follows the name valid on the day', () => {
    const renamed = structuredClone(organisation);
    const department = renamed.units.find((unit) => unit.id === 'SNV');
    const old = department?.names[0];
    if (department === undefined || old === undefined) throw new Error('no department');
    department.names = [
      { ...old, period: { from: day('2021-07-01'), to: day('2025-02-28') } },
      { ...old, abbreviation: 'SNVL', period: { from: day('2025-03-01') } },
    ];
    const heading = letterHeading({ type: 'report', issuer: department.id, draftingUnit: department.id });
    expect(composeSymbol(renamed, heading, day('2025-02-28'))).toBe('BC-SNV');
    expect(composeSymbol(renamed, heading, day('2025-03-01'))).toBe('BC-SNVL');
  });
});
