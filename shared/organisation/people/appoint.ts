import * as z from 'zod';
import { covers, overlaps } from '../../kernel/time.ts';
import { positionOf, unitOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  administratorOnly,
  byStream,
  type Decided,
  decide,
  inStream,
  type No,
  no,
  type OrganisationAct,
  reversed,
  stamp,
  standingOf,
} from '../organisation-act.ts';
import { Holding } from '../standing.ts';
import { authorityRef } from '../standing-events.ts';
import { flagDelegations } from './flag-delegations.ts';

export const AppointPerson = Holding.extend({ basis: z.string().min(3).max(300) });
export type AppointPerson = z.infer<typeof AppointPerson>;

const HEADS: readonly string[] = ['head', 'division-head'];
const LEADERS: readonly string[] = [...HEADS, 'deputy', 'division-deputy'];

const positionFault = (facts: OrganisationFacts, command: AppointPerson): No | undefined => {
  const position = positionOf(facts.organisation, command.position);
  if (position === undefined)
    return no('absent', 'organisation.unknown-position', { facts: { position: command.position } });
  const unit = unitOf(facts.organisation, position.unit);
  const named = { facts: { title: position.title, from: command.period.from } };
  if (!covers(position.period, command.period.from)) return no('unmet', 'organisation.position-closed', named);
  if (unit === undefined || !covers(unit.period, command.period.from))
    return no('unmet', 'organisation.unit-closed', named);
  const possible = {
    substantive: true,
    acting: HEADS.includes(position.rank),
    'in-charge': LEADERS.includes(position.rank),
  };
  if (!possible[command.manner])
    return no('invalid', 'organisation.manner-not-possible', {
      basis: 'Phụ lục I.II.7.b Nghị định 30/2020/NĐ-CP',
      ...named,
    });
  return;
};

const overlapFault = (facts: OrganisationFacts, command: AppointPerson): No | undefined => {
  const position = positionOf(facts.organisation, command.position);
  const others = [...facts.standings.values()].flatMap((one) =>
    one.holdings.map((held) => ({ ...held, name: one.name })),
  );
  if (others.some((held) => held.id === command.id))
    return no('conflict', 'organisation.already-exists', { facts: { id: command.id } });
  const clash = others.filter((held) => held.position === command.position && overlaps(held.period, command.period));
  const named = (name: string | undefined) => ({ facts: { title: position?.title, name } });
  const own = clash.find((held) => held.person === command.person);
  if (own !== undefined) return no('conflict', 'organisation.holding-overlaps', named(own.name));
  // An agency has one head (Điều 13): also nobody acts as head beside one in office.
  if (position === undefined || !HEADS.includes(position.rank) || clash.length === 0) return;
  return no('conflict', 'organisation.position-taken', named(clash[0]?.name));
};

/** Bổ nhiệm, giao quyền, giao phụ trách: a person holds a position from a date (Điều 13.1; written decision required). */
export const appoint = (facts: OrganisationFacts, command: AppointPerson, act: OrganisationAct): Decided =>
  decide(
    [
      administratorOnly(facts, act, [command.person]),
      standingOf(facts, command.person),
      reversed(command.period),
      positionFault(facts, command),
      overlapFault(facts, command),
    ],
    () => {
      const standing = facts.standings.get(command.person);
      const flagged = standing === undefined ? [] : flagDelegations(standing, act, { reason: command.basis });
      const event = { type: 'Appointed' as const, ...stamp(act), holding: command };
      return byStream([inStream(authorityRef(command.person), [event]), ...flagged]);
    },
  );
