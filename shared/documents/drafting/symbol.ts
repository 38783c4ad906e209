import type { UnitId } from '../../kernel/ids.ts';
import type { LocalDate } from '../../kernel/time.ts';
import { documentType } from '../../organisation/document-type.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOn } from '../../organisation/unit.ts';
import type { Heading } from '../document.ts';

const abbreviationOf = (organisation: Organisation, unit: UnitId, on: LocalDate): string => {
  const found = organisation.units.find((one) => one.id === unit);
  return found === undefined ? '' : (nameOn(found, on)?.abbreviation ?? '');
};

/**
 * Ký hiệu, composed from master data and never typed (Phụ lục I.II.3): `QĐ-UBND`, `QyĐ-SNV`, `CTr-UBND`; công văn `UBND-NC`, after the drafting
 * unit or the field; case is kept. A decision of the Chủ tịch prints `QĐ-UBND` too: that is the practice of the committees. A thư công has none.
 */
export const composeSymbol = (organisation: Organisation, heading: Heading, on: LocalDate): string => {
  const issuer = abbreviationOf(organisation, heading.issuer, on);
  const { abbreviation } = documentType(heading.type);
  if (abbreviation !== undefined) return `${abbreviation}-${issuer}`;
  if (heading.type !== 'official-letter') return '';
  const suffix = heading.symbolSuffix ?? abbreviationOf(organisation, heading.draftingUnit, on);
  // The issuer's own leadership as drafter would give `UBND-UBND`.
  return suffix === '' || suffix === issuer ? issuer : `${issuer}-${suffix}`;
};
