import type * as z from 'zod';
import { unitOf } from '../directory.ts';
import { Field, type OrganisationFacts } from '../organisation.ts';
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

export const SetField = Field;
export type SetField = z.infer<typeof SetField>;

/** Đặt lĩnh vực công tác, so that it can be assigned to one leader (Điều 13.1). */
export const setField = (facts: OrganisationFacts, field: SetField, act: OrganisationAct): Decided => {
  const lost = field.agency !== undefined && unitOf(facts.organisation, field.agency) === undefined;
  return decide(
    [
      administratorOnly(facts, act),
      reversed(field.period),
      lost ? no('absent', 'organisation.unknown-unit', { facts: { unit: field.agency } }) : undefined,
    ],
    () => [{ ref: ORGANISATION, events: [{ type: 'FieldSet' as const, ...stamp(act), field }] }],
  );
};
