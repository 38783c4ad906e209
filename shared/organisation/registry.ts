import type { UnitId } from '../kernel/ids.ts';
import { covers, type LocalDate } from '../kernel/time.ts';
import { isWithin, unitOf } from './directory.ts';
import type { Organisation } from './organisation.ts';
import { nameOn } from './unit.ts';

/**
 * Văn thư cơ quan: the units whose clerks keep the registers and the seal of `issuer`: itself and its rooms, and for a collective body its office
 * (Văn phòng UBND serves UBND) with the office's rooms.
 */
export const registryUnits = (organisation: Organisation, issuer: UnitId, on: LocalDate): UnitId[] => {
  const serving = organisation.units.filter((unit) => {
    if (!covers(unit.period, on)) return false;
    if (unit.id === issuer) return true;
    if (unit.kind === 'office' && unit.parent === issuer) return true;
    return unit.kind === 'room' && unit.parent === issuer;
  });
  const offices = serving.filter((unit) => unit.kind === 'office').map((unit) => unit.id);
  const rooms = organisation.units.filter(
    (unit) => unit.kind === 'room' && offices.some((office) => isWithin(organisation, unit.id, office)),
  );
  return [...new Set([...serving, ...rooms].map((unit) => unit.id))];
};

/** Is a clerk of `unit` the clerk of `issuer`? */
export const servesRegistryOf = (
  organisation: Organisation,
  at: { unit: UnitId; issuer: UnitId; on: LocalDate },
): boolean => registryUnits(organisation, at.issuer, at.on).includes(at.unit);

/** The unit's name on that day, for registers and recipients' lists. */
export const unitLabel = (organisation: Organisation, id: UnitId, on: LocalDate): string => {
  const unit = unitOf(organisation, id);
  return (unit === undefined ? undefined : nameOn(unit, on)?.name) ?? id;
};
