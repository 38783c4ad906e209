import * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  administratorOnly,
  type Decided,
  decide,
  inStream,
  no,
  type OrganisationAct,
  stamp,
} from '../organisation-act.ts';
import { authorityRef } from '../standing-events.ts';

export const RegisterPerson = z.object({ person: PersonId, name: z.string().trim().min(1).max(100) });
export type RegisterPerson = z.infer<typeof RegisterPerson>;

/** Thêm người vào cơ cấu tổ chức: known to the office from now on, with no position and so no rights until appointed. */
export const registerPerson = (facts: OrganisationFacts, command: RegisterPerson, act: OrganisationAct): Decided =>
  decide(
    [
      administratorOnly(facts, act),
      facts.standings.has(command.person)
        ? no('conflict', 'organisation.already-exists', { facts: { id: command.person } })
        : undefined,
    ],
    () => [inStream(authorityRef(command.person), [{ type: 'PersonRegistered', ...stamp(act), ...command }])],
  );
