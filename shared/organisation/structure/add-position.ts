import type * as z from 'zod';
import { covers, overlaps } from '../../kernel/time.ts';
import { positionOf, unitOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  administratorOnly,
  type Decided,
  decide,
  no,
  type OrganisationAct,
  reversed,
  stamp,
} from '../organisation-act.ts';
import { ORGANISATION } from '../organisation-events.ts';
import { Position } from '../position.ts';

export const AddPosition = Position;
export type AddPosition = z.infer<typeof AddPosition>;

/** Thêm chức vụ to the master list: what cell 7a prints comes from here and nowhere else (Phụ lục I.II.7.c). One head for each unit. */
export const addPosition = (facts: OrganisationFacts, position: AddPosition, act: OrganisationAct): Decided => {
  const { organisation } = facts;
  const unit = unitOf(organisation, position.unit);
  const head = organisation.positions.find(
    (one) =>
      one.unit === position.unit &&
      one.rank === position.rank &&
      (one.rank === 'head' || one.rank === 'division-head') &&
      overlaps(one.period, position.period),
  );
  return decide(
    [
      administratorOnly(facts, act),
      positionOf(organisation, position.id) === undefined
        ? undefined
        : no('conflict', 'organisation.already-exists', { facts: { id: position.id } }),
      unit === undefined ? no('absent', 'organisation.unknown-unit', { facts: { unit: position.unit } }) : undefined,
      unit !== undefined && !covers(unit.period, position.period.from)
        ? no('unmet', 'organisation.unit-closed', { facts: { title: unit.id, from: position.period.from } })
        : undefined,
      reversed(position.period),
      head === undefined ? undefined : no('conflict', 'organisation.already-exists', { facts: { id: head.title } }),
    ],
    () => [{ ref: ORGANISATION, events: [{ type: 'PositionAdded' as const, ...stamp(act), position }] }],
  );
};
