import * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  administratorOnly,
  type Decided,
  decide,
  inStream,
  type OrganisationAct,
  stamp,
  standingOf,
} from '../organisation-act.ts';
import { authorityRef } from '../standing-events.ts';
import { WorkEmail } from './work-email.ts';

/** Without an address: the person gets no more mail. */
export const SetEmail = z.object({ person: PersonId, email: WorkEmail.optional() });
export type SetEmail = z.infer<typeof SetEmail>;

/** Ghi địa chỉ thư điện tử công vụ: where notices of work go. It opens nothing and changes nobody's authority. */
export const setEmail = (facts: OrganisationFacts, command: SetEmail, act: OrganisationAct): Decided =>
  decide([administratorOnly(facts, act), standingOf(facts, command.person)], () => {
    const { person, email } = command;
    const event = { type: 'EmailSet' as const, ...stamp(act), ...(email === undefined ? {} : { email }) };
    return [inStream(authorityRef(person), [event])];
  });
