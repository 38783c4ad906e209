import type * as z from 'zod';
import { unitOf } from '../directory.ts';
import { type OrganisationFacts, RecipientGroup } from '../organisation.ts';
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

export const SetGroup = RecipientGroup;
export type SetGroup = z.infer<typeof SetGroup>;

/** Đặt nhóm nơi nhận as a rule that is resolved on the day of issue (Phụ lục I.II.9). */
export const setGroup = (facts: OrganisationFacts, group: SetGroup, act: OrganisationAct): Decided => {
  const { parent } = group.rule;
  const lost = parent !== undefined && unitOf(facts.organisation, parent) === undefined;
  return decide(
    [
      administratorOnly(facts, act),
      reversed(group.period),
      lost ? no('absent', 'organisation.unknown-unit', { facts: { unit: parent } }) : undefined,
    ],
    () => [{ ref: ORGANISATION, events: [{ type: 'GroupSet' as const, ...stamp(act), group }] }],
  );
};
