import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import { HoldingId, PersonId, PositionId, UnitId } from '../kernel/ids.ts';
import { Instant, LocalDate, Period } from '../kernel/time.ts';
import { RecipientGroup } from './organisation.ts';
import type { OrganisationChange } from './organisation-change.ts';
import { WorkEmail } from './people/work-email.ts';
import { Position } from './position.ts';
import { SigningCapacity, SigningMatter } from './signing-capacity.ts';
import { Delegation, Entrustment, Holding } from './standing.ts';
import { Unit, UnitKind } from './unit.ts';

/** Today when no date is given. */
export const OnDate = z.object({ on: LocalDate.optional() });

const UnitLine = z.object({
  id: UnitId,
  kind: UnitKind,
  name: z.string(),
  abbreviation: z.string(),
  parent: UnitId.optional(),
  agency: z.boolean(),
  external: z.boolean(),
});
export const UnitsAnswer = z.object({ on: LocalDate, items: z.array(UnitLine) });

export const HolderLine = z.object({
  person: PersonId,
  name: z.string(),
  holding: HoldingId,
  manner: z.enum(['substantive', 'acting', 'in-charge']),
  period: Period,
  absent: z.boolean(),
  suspended: z.boolean(),
  substitute: PersonId.optional(),
});
export type HolderLine = z.infer<typeof HolderLine>;
export const HoldersAnswer = z.object({ on: LocalDate, position: Position, items: z.array(HolderLine) });
export const UnitAnswer = z.object({
  on: LocalDate,
  unit: Unit,
  name: z.string(),
  positions: z.array(z.object({ position: Position, holders: z.array(HolderLine) })),
});

/** Everybody inside sees who is away or may not act, and since when; why is for the person, the head above them and administrators. */
export const PersonAnswer = z.object({
  person: PersonId,
  name: z.string(),
  email: WorkEmail.optional(),
  holdings: z.array(Holding.extend({ title: z.string(), unit: UnitId.optional(), unitName: z.string() })),
  delegationsGiven: z.array(Delegation),
  delegationsReceived: z.array(Delegation),
  entrusted: z.array(Entrustment),
  absences: z.array(
    z.object({ id: z.string(), period: Period, substitute: PersonId.optional(), reason: z.string().optional() }),
  ),
  suspensions: z.array(
    z.object({
      id: z.string(),
      from: Instant,
      to: Instant.optional(),
      basis: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});
export type PersonAnswer = z.infer<typeof PersonAnswer>;

/** `on`: the date of the document; `position` when only one of the positions held is meant. */
export const CapacitiesQuery = SigningMatter.extend({ on: LocalDate.optional(), position: PositionId.optional() });
export type CapacitiesQuery = z.infer<typeof CapacitiesQuery>;
export const CapacitiesAnswer = z.object({
  on: LocalDate,
  capacities: z.array(SigningCapacity),
  /** Why there is none. */
  refusal: z
    .object({
      kind: z.string(),
      code: z.string(),
      basis: z.string().optional(),
      facts: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
});

export const GroupAnswer = z.object({ on: LocalDate, group: RecipientGroup, units: z.array(UnitLine) });

/** A change that waits for a second person, as the views keep it. */
export const ChangeLine = z.object({
  id: z.string(),
  verb: z.string(),
  command: z.json(),
  touches: z.array(PersonId),
  proposedBy: Actor,
  proposedAt: Instant,
});
export type ChangeLine = z.infer<typeof ChangeLine>;
export const changeLine = (id: string, change: OrganisationChange): ChangeLine => {
  const { verb, command, touches, proposedBy, proposedAt } = change;
  return { id, verb, command, touches, proposedBy, proposedAt };
};
/** Addresses that a mail service refused and that their people still have: to be corrected by an administrator. */
export const RefusedAddressesAnswer = z.object({
  items: z.array(z.object({ person: PersonId, name: z.string(), email: WorkEmail, at: Instant })),
});
export const ChangesAnswer = z.object({ items: z.array(ChangeLine) });
