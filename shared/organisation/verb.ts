import type * as z from 'zod';
import type { FieldCode, PersonId, PositionId } from '../kernel/ids.ts';
import type { LocalDate } from '../kernel/time.ts';
import type { Organisation, OrganisationFacts } from './organisation.ts';
import type { Decided, OrganisationAct } from './organisation-act.ts';
import type { Standing } from './standing.ts';

/** What a verb needs to know before it can be decided, as functions of its command. */
type Needs<C> = {
  /** Whose streams the rule reads or writes. */
  people?: (command: C) => readonly PersonId[];
  /** Positions of which every holder, past and to come, must be known. */
  seats?: (command: C, organisation: Organisation) => readonly PositionId[];
  fields?: (command: C) => readonly FieldCode[];
  /** The other parties of this person's delegations that the change writes to. */
  parties?: (command: C, standing: Standing, today: LocalDate) => readonly PersonId[];
  /** Whose authority it changes: with the actor among them a second person must agree (Phụ lục VI.III.3.c). */
  touches?: (command: C) => readonly PersonId[];
};

/** A verb with its command parsed: ready to be decided once its streams are loaded. */
export type PreparedVerb = {
  command: unknown;
  people: readonly PersonId[];
  fields: readonly FieldCode[];
  touches: readonly PersonId[];
  seats: (organisation: Organisation) => readonly PositionId[];
  parties: (standing: Standing, today: LocalDate) => readonly PersonId[];
  rule: (facts: OrganisationFacts, act: OrganisationAct) => Decided;
};
/** One verb of the organisation as data: the API row and the rule behind it. */
export type OrganisationVerb = {
  name: string;
  title: string;
  basis?: string;
  body: z.ZodType;
  /** The record that it makes gets its id from the `ids` port. */
  makesId: boolean;
  prepare: (command: unknown) => PreparedVerb;
};

export const verb = <C>(
  row: { name: string; title: string; basis?: string; body?: z.ZodType; command: z.ZodType<C> } & Needs<C>,
  rule: (facts: OrganisationFacts, command: C, act: OrganisationAct) => Decided,
): OrganisationVerb => ({
  name: row.name,
  title: row.title,
  ...(row.basis === undefined ? {} : { basis: row.basis }),
  body: row.body ?? row.command,
  makesId: row.body !== undefined,
  prepare: (sent) => {
    const command = row.command.parse(sent);
    return {
      command,
      people: row.people?.(command) ?? [],
      fields: row.fields?.(command) ?? [],
      touches: row.touches?.(command) ?? [],
      seats: (organisation) => row.seats?.(command, organisation) ?? [],
      parties: (standing, today) => row.parties?.(command, standing, today) ?? [],
      rule: (facts, act) => rule(facts, command, act),
    };
  },
});
