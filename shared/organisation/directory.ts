import type { HoldingId, PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import { covers, type Instant, type LocalDate, milliseconds } from '../kernel/time.ts';
import type { Organisation } from './organisation.ts';
import type { Position, Rank } from './position.ts';
import type { Absence, Holding, Portfolio, Standing, Suspension } from './standing.ts';
import { nameOn, type Unit, type UnitName } from './unit.ts';

export const unitOf = (organisation: Organisation, id: UnitId): Unit | undefined =>
  organisation.units.find((unit) => unit.id === id);
export const positionOf = (organisation: Organisation, id: PositionId): Position | undefined =>
  organisation.positions.find((position) => position.id === id);

/** Tên đơn vị: the name valid on that date; a document keeps the name of its day. */
export const unitNameOn = (organisation: Organisation, id: UnitId, on: LocalDate): UnitName | undefined => {
  const unit = unitOf(organisation, id);
  return unit === undefined ? undefined : nameOn(unit, on);
};

/** Cơ quan của đơn vị: the nearest unit upwards that issues in its own name (the unit itself, or the agency of a room). */
export const agencyOf = (organisation: Organisation, id: UnitId): Unit | undefined => {
  let unit = unitOf(organisation, id);
  for (let steps = 0; unit !== undefined && !unit.agency && steps < 10; steps += 1) {
    unit = unit.parent === undefined ? undefined : unitOf(organisation, unit.parent);
  }
  return unit?.agency === true ? unit : undefined;
};

/** Thuộc cơ cấu tổ chức: is `id` somewhere below `ancestor`? */
export const isWithin = (organisation: Organisation, id: UnitId, ancestor: UnitId): boolean => {
  let parent = unitOf(organisation, id)?.parent;
  for (let steps = 0; parent !== undefined && steps < 10; steps += 1) {
    if (parent === ancestor) return true;
    parent = unitOf(organisation, parent)?.parent;
  }
  return false;
};

/** Chức vụ người đứng đầu of a unit on that date: rank `head`, for a room `division-head`. */
export const headPositionOf = (organisation: Organisation, unit: UnitId, on: LocalDate): Position | undefined => {
  const here = organisation.positions.filter((position) => position.unit === unit && covers(position.period, on));
  return (
    here.find((position) => position.rank === 'head') ?? here.find((position) => position.rank === 'division-head')
  );
};

export const holdingsOn = (standing: Standing, on: LocalDate): Holding[] =>
  standing.holdings.filter((holding) => covers(holding.period, on));

/** Đang bị tạm đình chỉ công tác at that very instant (the day is too coarse: it takes effect at once). */
export const suspensionAt = (standing: Standing, at: Instant): Suspension | undefined =>
  standing.suspensions.find(
    (one) =>
      milliseconds(one.from) <= milliseconds(at) && (one.to === undefined || milliseconds(at) < milliseconds(one.to)),
  );
export const isSuspended = (standing: Standing, at: Instant): boolean => suspensionAt(standing, at) !== undefined;

export const absencesOn = (standing: Standing, on: LocalDate): Absence[] =>
  standing.absences.filter((absence) => covers(absence.period, on));
/** Người xử lý thay: who receives the work of an absent person that day (work, not signing authority). */
export const substitutesOf = (standing: Standing, on: LocalDate): PersonId[] =>
  absencesOn(standing, on).flatMap((absence) => (absence.substitute === undefined ? [] : [absence.substitute]));

/** Người phụ trách lĩnh vực on that date: at most one. */
export const fieldLeader = (portfolio: Portfolio | undefined, on: LocalDate): PersonId | undefined =>
  portfolio?.assignments.find((one) => covers(one.period, on))?.person;

export type Holder = { person: PersonId; name: string; holding: HoldingId; position: PositionId };

/** Who holds one of these positions on that date, in the order given. */
export const holdersOf = (standings: Iterable<Standing>, positions: readonly PositionId[], on: LocalDate): Holder[] =>
  [...standings].flatMap((standing) =>
    holdingsOn(standing, on)
      .filter((holding) => positions.includes(holding.position))
      .map((holding) => ({
        person: standing.person,
        name: standing.name,
        holding: holding.id,
        position: holding.position,
      })),
  );

/** Holders of a rank in any of these units on that date, e.g. the clerks of an agency and its rooms. */
export const holdersOfRank = (
  organisation: Organisation,
  standings: Iterable<Standing>,
  where: { units: readonly UnitId[]; ranks: readonly Rank[]; on: LocalDate },
): Holder[] => {
  const positions = organisation.positions
    .filter((position) => where.units.includes(position.unit) && where.ranks.includes(position.rank))
    .filter((position) => covers(position.period, where.on));
  return holdersOf(
    standings,
    positions.map((position) => position.id),
    where.on,
  );
};

/** Người đứng đầu đơn vị on a date: the holder of the head position, or the deputy put in charge when it is vacant. */
export const headOfUnit = (
  organisation: Organisation,
  standings: Iterable<Standing>,
  where: { unit: UnitId; on: LocalDate },
): Holder | undefined => {
  const all = [...standings];
  const position = headPositionOf(organisation, where.unit, where.on);
  const holder = position === undefined ? undefined : holdersOf(all, [position.id], where.on)[0];
  if (holder !== undefined) return holder;
  const deputies = holdersOfRank(organisation, all, {
    units: [where.unit],
    ranks: ['deputy', 'division-deputy'],
    on: where.on,
  });
  return deputies.find((deputy) =>
    all.some((standing) => standing.holdings.some((one) => one.id === deputy.holding && one.manner === 'in-charge')),
  );
};

/** These read for the whole agency: the head answers for it, the registry and the archive keep its records. */
const READS_FOR_AGENCY: readonly Rank[] = ['head', 'division-head', 'clerk', 'archivist'];

/**
 * Khóa người đọc (architecture §7): `person:`, `position:`, `unit:` and `authority:` keys that a person holds on a date. A stored record
 * names the keys that may read it. A unit outside, an ended holding or an administrator's position opens nothing.
 */
export const readerKeysOf = (standing: Standing, organisation: Organisation, on: LocalDate): string[] => {
  const positions = holdingsOn(standing, on)
    .map((holding) => positionOf(organisation, holding.position))
    .filter((position) => position !== undefined)
    .filter((position) => covers(position.period, on));
  const readers = positions.filter((position) => position.rank !== 'administrator');
  const keys = [
    `person:${standing.person}`,
    ...positions.map((position) => `position:${position.id}`),
    ...readers.flatMap((position) => unitsReadBy(organisation, position)).map((unit) => `unit:${unit}`),
    ...(readers.length === 0 ? [] : ['authority:main']),
  ];
  return [...new Set(keys)];
};

/** The unit; for a room's head, clerk or archivist also its agency; for those of a committee's office also the committee it serves. */
const unitsReadBy = (organisation: Organisation, position: Position): UnitId[] => {
  const found: UnitId[] = [];
  let unit = unitOf(organisation, position.unit);
  while (unit !== undefined && found.length < 4) {
    found.push(unit.id);
    const serves = unit.kind === 'room' || (unit.kind === 'office' && position.rank !== 'division-head');
    if (!serves || unit.parent === undefined || !READS_FOR_AGENCY.includes(position.rank)) break;
    unit = unitOf(organisation, unit.parent);
  }
  return found;
};
