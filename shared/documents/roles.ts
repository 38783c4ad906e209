import type { PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import { covers, type LocalDate } from '../kernel/time.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Position, Rank } from '../organisation/position.ts';
import type { Unit } from '../organisation/unit.ts';
import type { Document } from './document.ts';
import type { DocumentFacts } from './facts.ts';
import type { Turn } from './procedure.ts';

/** Who somebody is to a document: read by the rules of every verb, so that all of them mean the same. */
export type Held = DocumentFacts['positions'][number];

export const unitOn = (organisation: Organisation, id: UnitId, on: LocalDate): Unit | undefined =>
  organisation.units.find((unit) => unit.id === id && covers(unit.period, on));

/** The unit and what it belongs to, nearest first. A loop in master data ends the walk. */
export const lineage = (organisation: Organisation, id: UnitId, on: LocalDate): Unit[] => {
  const found: Unit[] = [];
  let next: UnitId | undefined = id;
  while (next !== undefined && !found.some((unit) => unit.id === next)) {
    const unit = unitOn(organisation, next, on);
    if (unit === undefined) return found;
    found.push(unit);
    next = unit.parent;
  }
  return found;
};

/** The agency itself: its rooms and its office (văn phòng) with the rooms of that; not the agencies below it. */
export const apparatus = (organisation: Organisation, issuer: UnitId, on: LocalDate): Set<UnitId> => {
  const inside = new Set<UnitId>([issuer]);
  for (let grown = -1; grown !== inside.size; ) {
    grown = inside.size;
    for (const unit of organisation.units) {
      const belongs = unit.kind === 'room' || (unit.kind === 'office' && unit.parent === issuer);
      if (belongs && unit.parent !== undefined && inside.has(unit.parent) && covers(unit.period, on))
        inside.add(unit.id);
    }
  }
  return inside;
};

export const positionsOf = (organisation: Organisation, unit: UnitId, on: LocalDate): Position[] =>
  organisation.positions.filter((position) => position.unit === unit && covers(position.period, on));

const LEADERS: readonly (readonly Rank[])[] = [['head'], ['division-head'], ['deputy'], ['division-deputy']];
/** Positions that lead a unit, best first: its head; of a room its trưởng phòng; then deputies. A unit without leaders is led from above. */
export const leadersOf = (organisation: Organisation, unit: UnitId, on: LocalDate): Position[][] =>
  lineage(organisation, unit, on)
    .map((one) => positionsOf(organisation, one.id, on))
    .flatMap((positions) => LEADERS.map((ranks) => positions.filter((p) => ranks.includes(p.rank))))
    .filter((group) => group.length > 0);

const isLeader = (rank: string, ranks: readonly Rank[]): boolean => ranks.some((one) => one === rank);
/** Người đứng đầu đơn vị: head of that very unit (trưởng phòng of a room), or the substitute of one absent. */
export const leadsUnit = (
  facts: DocumentFacts,
  unit: UnitId,
  ranks: readonly Rank[] = ['head', 'division-head'],
): boolean => facts.positions.some((held) => held.unit === unit && isLeader(held.rank, ranks));
/** Head of the unit, or of a unit above it. */
export const leadsAbove = (facts: DocumentFacts, unit: UnitId): boolean =>
  lineage(facts.organisation.organisation, unit, facts.today).some((one) => leadsUnit(facts, one.id));

export const isDrafter = (document: Document, facts: DocumentFacts): boolean => {
  const { person, actingFor } = facts.actor;
  return document.drafters.includes(person) || (actingFor !== undefined && document.drafters.includes(actingFor));
};

const takes = (turn: Turn, facts: DocumentFacts): boolean => {
  const held = new Set<PositionId>(facts.positions.map((one) => one.position));
  const acting: PersonId[] = facts.actor.actingFor === undefined ? [] : [facts.actor.actingFor];
  return (
    turn.positions.some((position) => held.has(position)) ||
    [facts.actor.person, ...acting].some((person) => turn.people.includes(person))
  );
};
/** The open turns that the actor may take, by position or by name. */
export const turnsOf = (document: Document, facts: DocumentFacts): Turn[] =>
  document.turns.filter((turn) => takes(turn, facts));

/** Đang bị tạm đình chỉ công tác: no act of the process until it ends. */
export const isSuspended = (facts: DocumentFacts): boolean =>
  (facts.organisation.standings.get(facts.actor.person)?.suspensions ?? []).some(
    (one) => one.from <= facts.now && (one.to === undefined || facts.now < one.to),
  );

const OPEN = ['drafting', 'in-review', 'awaiting-approval', 'approved'] as const;
export type OpenDocument = Extract<Document, { status: (typeof OPEN)[number] }>;
/** Not yet signed and not abandoned: the text may still change. */
export const isOpen = (document: Document): document is OpenDocument =>
  OPEN.some((status) => status === document.status);
