import type * as z from 'zod';
import { covers } from '../../kernel/time.ts';
import { unitOf } from '../directory.ts';
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
import { Unit } from '../unit.ts';

export const AddUnit = Unit;
export type AddUnit = z.infer<typeof AddUnit>;

/** Thành lập đơn vị: with the name, printed lines and abbreviation that the founding decision gives (Phụ lục I.II.2–3). */
export const addUnit = (facts: OrganisationFacts, unit: AddUnit, act: OrganisationAct): Decided => {
  const parent = unit.parent === undefined ? undefined : unitOf(facts.organisation, unit.parent);
  const lost = [unit.parent, unit.sealOf].find(
    (id) => id !== undefined && unitOf(facts.organisation, id) === undefined,
  );
  return decide(
    [
      administratorOnly(facts, act),
      unitOf(facts.organisation, unit.id) === undefined
        ? undefined
        : no('conflict', 'organisation.already-exists', { facts: { id: unit.id } }),
      lost === undefined ? undefined : no('absent', 'organisation.unknown-unit', { facts: { unit: lost } }),
      parent === undefined || covers(parent.period, unit.period.from)
        ? undefined
        : no('unmet', 'organisation.unit-closed', { facts: { title: parent.id, from: unit.period.from } }),
      reversed(unit.period),
    ],
    () => [{ ref: ORGANISATION, events: [{ type: 'UnitAdded' as const, ...stamp(act), unit }] }],
  );
};
