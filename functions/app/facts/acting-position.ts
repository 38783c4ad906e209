import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import type { Actor } from '../../../shared/kernel/actor.ts';
import type { PersonId, PositionId } from '../../../shared/kernel/ids.ts';
import type { LocalDate } from '../../../shared/kernel/time.ts';
import { holdingsOn, positionOf } from '../../../shared/organisation/directory.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import type { Standing } from '../../../shared/organisation/standing.ts';

type Held = DocumentFacts['positions'][number];

/** All positions a person may act in today: their own, and those of absent people they substitute. */
export const heldPositions = (
  organisation: Organisation,
  standing: Standing,
  { today, substitutions }: { today: LocalDate; substitutions: { position: PositionId; for: PersonId }[] },
): Held[] => {
  const held = (id: PositionId, actingFor?: PersonId): Held[] => {
    const position = positionOf(organisation, id);
    if (position === undefined) return [];
    const { unit, rank, checksFormat } = position;
    return [{ position: id, unit, rank, checksFormat, ...(actingFor === undefined ? {} : { actingFor }) }];
  };
  return [
    ...holdingsOn(standing, today).flatMap((holding) => held(holding.position)),
    ...substitutions.flatMap((one) => held(one.position, one.for)),
  ];
};

/** The position the caller chose, else the one whose turn it is, else the first held. */
export const actorIn = (
  organisation: Organisation,
  standing: Standing,
  positions: readonly Held[],
  { as, wanted }: { as: PositionId | undefined; wanted: readonly PositionId[] },
): Actor | undefined => {
  const chosen =
    positions.find((held) => held.position === as) ??
    positions.find((held) => held.actingFor === undefined && wanted.includes(held.position)) ??
    positions.find((held) => wanted.includes(held.position)) ??
    positions[0];
  if (chosen === undefined || (as !== undefined && chosen.position !== as)) return undefined;
  const title = positionOf(organisation, chosen.position)?.title ?? chosen.position;
  return {
    person: standing.person,
    name: standing.name,
    position: chosen.position,
    title,
    unit: chosen.unit,
    ...(chosen.actingFor === undefined ? {} : { actingFor: chosen.actingFor }),
  };
};
