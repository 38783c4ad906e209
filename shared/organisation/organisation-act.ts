import type { Actor } from '../kernel/actor.ts';
import type { StreamEvents } from '../kernel/aggregate.ts';
import { type StreamRef, streamKey } from '../kernel/event-record.ts';
import type { PersonId } from '../kernel/ids.ts';
import type { Refusal, RefusalKind } from '../kernel/refusal.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { type Instant, type LocalDate, officeDate, type Period } from '../kernel/time.ts';
import type { CalendarEvent } from './calendar.ts';
import { holdingsOn, isSuspended, positionOf } from './directory.ts';
import type { OrganisationFacts } from './organisation.ts';
import type { OrganisationCode } from './organisation-code.ts';
import type { OrganisationEvent } from './organisation-events.ts';
import type { Rank } from './position.ts';
import type { PositionHoldersEvent } from './position-holders.ts';
import type { PortfolioEvent, StandingEvent } from './standing-events.ts';

/** Who changes the organisation, when; `confirmedBy` is set when a second person agreed to a change that touches the actor. */
export type OrganisationAct = { now: Instant; by: Actor; confirmedBy?: PersonId | undefined };
export type Changed =
  | StreamEvents<OrganisationEvent>
  | StreamEvents<StandingEvent>
  | StreamEvents<PortfolioEvent>
  | StreamEvents<CalendarEvent>
  | StreamEvents<PositionHoldersEvent>;
export type Decided = Result<Changed[], Refusal<OrganisationCode>>;
export type No = Refusal<OrganisationCode>;

export const todayOf = (act: OrganisationAct): LocalDate => officeDate(act.now);
/** `at` and `by` of the events of an act. */
export const stamp = (act: OrganisationAct) => ({ at: act.now, by: act.by });

export const no = (kind: RefusalKind, code: OrganisationCode, more: Omit<No, 'kind' | 'code'> = {}): No => ({
  kind,
  code,
  ...more,
});
/** The first reason against it, or the events. */
export const decide = (reasons: readonly (No | undefined)[], events: () => Changed[]): Decided => {
  const reason = reasons.find((one) => one !== undefined);
  return reason === undefined ? ok(events()) : err(reason);
};

/** Does the actor hold, today and unsuspended, the position in which they act, with one of these ranks? */
export const actsAs = (facts: OrganisationFacts, act: OrganisationAct, ranks: readonly Rank[]): boolean => {
  const standing = facts.standings.get(act.by.person);
  const position = positionOf(facts.organisation, act.by.position);
  if (standing === undefined || position === undefined || !ranks.includes(position.rank)) return false;
  if (isSuspended(standing, act.now)) return false;
  return holdingsOn(standing, todayOf(act)).some((holding) => holding.position === position.id);
};

/** Thay đổi liên quan chính mình cần người thứ hai xác nhận (Phụ lục VI.III.3.c: changes of rights stay in doubt until confirmed). */
export const needsSecondPerson = (touched: readonly PersonId[], act: Pick<OrganisationAct, 'by'>): boolean =>
  touched.includes(act.by.person);

/** Quản trị hệ thống may change master data; what touches themselves only with a second person. */
export const administratorOnly = (
  facts: OrganisationFacts,
  act: OrganisationAct,
  touched: readonly PersonId[] = [],
): No | undefined => {
  if (!actsAs(facts, act, ['administrator'])) return no('forbidden', 'organisation.not-permitted');
  return secondPerson(act, touched);
};
export const secondPerson = (act: OrganisationAct, touched: readonly PersonId[]): No | undefined => {
  const second = act.confirmedBy;
  const confirmed = second !== undefined && !touched.includes(second);
  if (confirmed || !needsSecondPerson(touched, act)) return;
  return no('unmet', 'organisation.needs-second-person', {
    basis: 'Phụ lục VI.III.3.c Nghị định 30/2020/NĐ-CP',
    facts: { name: act.by.name },
  });
};

export const reversed = (period: Period): No | undefined =>
  period.to !== undefined && period.to < period.from
    ? no('invalid', 'organisation.period-reversed', { facts: { from: period.from, to: period.to } })
    : undefined;

export const standingOf = (facts: OrganisationFacts, person: PersonId): No | undefined =>
  facts.standings.has(person) ? undefined : no('absent', 'organisation.unknown-person', { facts: { person } });

/** Events for the same stream in one entry, so that a commit names each stream once. */
export const inStream = (ref: StreamRef, events: readonly StandingEvent[]): StreamEvents<StandingEvent> => ({
  ref,
  events,
});
export const byStream = (changes: readonly StreamEvents<StandingEvent>[]): StreamEvents<StandingEvent>[] => {
  const streams = new Map<string, StreamEvents<StandingEvent>>();
  for (const { ref, events } of changes) {
    const before = streams.get(streamKey(ref))?.events ?? [];
    streams.set(streamKey(ref), { ref, events: [...before, ...events] });
  }
  return [...streams.values()].filter((stream) => stream.events.length > 0);
};
