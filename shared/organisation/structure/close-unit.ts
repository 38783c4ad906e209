import * as z from 'zod';
import { UnitId } from '../../kernel/ids.ts';
import { covers, LocalDate } from '../../kernel/time.ts';
import { positionOf, unitOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import { administratorOnly, type Decided, decide, no, type OrganisationAct, stamp } from '../organisation-act.ts';
import { ORGANISATION } from '../organisation-events.ts';

/** `on` is the unit's last day; the successors take over its dossiers and what is addressed to it. */
export const CloseUnit = z.object({
  unit: UnitId,
  on: LocalDate,
  successors: z.array(UnitId).max(50),
  basis: z.string().min(3).max(300),
});
export type CloseUnit = z.infer<typeof CloseUnit>;

/** Sáp nhập, giải thể đơn vị: its holdings must have ended; records and authority of its days stay as they were. */
export const closeUnit = (facts: OrganisationFacts, command: CloseUnit, act: OrganisationAct): Decided => {
  const unit = unitOf(facts.organisation, command.unit);
  const lost = command.successors.find((id) => id === command.unit || unitOf(facts.organisation, id) === undefined);
  const holders = [...facts.standings.values()].filter((standing) =>
    standing.holdings.some(
      (held) =>
        positionOf(facts.organisation, held.position)?.unit === command.unit &&
        (held.period.to === undefined || held.period.to > command.on),
    ),
  );
  const names = holders.map((one) => one.name);
  return decide(
    [
      administratorOnly(facts, act),
      unit === undefined ? no('absent', 'organisation.unknown-unit', { facts: { unit: command.unit } }) : undefined,
      unit !== undefined && (!covers(unit.period, command.on) || unit.period.to !== undefined)
        ? no('conflict', 'organisation.unit-closed', { facts: { title: unit.id, from: command.on } })
        : undefined,
      lost === undefined ? undefined : no('invalid', 'organisation.successor-unknown', { facts: { unit: lost } }),
      names.length === 0 ? undefined : no('unmet', 'organisation.unit-still-has-holders', { facts: { names } }),
    ],
    () => [{ ref: ORGANISATION, events: [{ type: 'UnitClosed' as const, ...stamp(act), ...command }] }],
  );
};
