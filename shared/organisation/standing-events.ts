import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import type { Aggregate } from '../kernel/aggregate.ts';
import type { StreamRef } from '../kernel/event-record.ts';
import { DelegationId, FieldCode, HoldingId, PersonId } from '../kernel/ids.ts';
import { addDays, Instant, LocalDate } from '../kernel/time.ts';
import { WorkEmail } from './people/work-email.ts';
import {
  Absence,
  Delegation,
  Entrustment,
  FieldAssignment,
  Holding,
  Portfolio,
  Standing,
  Suspension,
} from './standing.ts';

const e = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: Instant, by: Actor, ...shape });

/** Events of the streams `authority/{person}`. A delegation is written to both its parties. */
export const StandingEvent = z.discriminatedUnion('type', [
  /** Everything known of a person at an import. */
  e('StandingImported', { standing: Standing, source: z.string().max(300) }),
  e('PersonRegistered', { person: PersonId, name: z.string().min(1).max(100) }),
  /** Without an address: there is none any more. */
  e('EmailSet', { email: WorkEmail.optional() }),
  e('Appointed', { holding: Holding }),
  e('HoldingEnded', { holding: HoldingId, on: LocalDate, basis: z.string() }),
  e('MatterEntrusted', { entrustment: Entrustment }),
  e('DelegationGiven', { delegation: Delegation }),
  e('DelegationReceived', { delegation: Delegation }),
  e('DelegationRevoked', { delegation: DelegationId, on: LocalDate, reason: z.string() }),
  /** Either party changed position: no signing until confirmed. */
  e('DelegationFlagged', { delegation: DelegationId, reason: z.string() }),
  e('DelegationConfirmed', { delegation: DelegationId }),
  e('AbsenceRecorded', { absence: Absence }),
  e('Suspended', { suspension: Suspension }),
  e('SuspensionEnded', { suspension: z.string(), to: Instant, basis: z.string() }),
]);
export type StandingEvent = z.infer<typeof StandingEvent>;

export const authorityRef = (person: PersonId): StreamRef => ({ aggregate: 'authority', id: person });
export const fieldRef = (field: FieldCode): StreamRef => ({ aggregate: 'field', id: field });

const started = (before: Standing | null, event: StandingEvent): Standing => {
  if (before !== null) return before;
  throw new Error(`${event.type} before the person was registered`);
};

const patchDelegation = (state: Standing, id: DelegationId, patch: (one: Delegation) => Delegation): Standing => {
  const all = (list: readonly Delegation[]) => list.map((one) => (one.id === id ? patch(one) : one));
  return {
    ...state,
    delegationsGiven: all(state.delegationsGiven),
    delegationsReceived: all(state.delegationsReceived),
  };
};

const evolveDelegations = (state: Standing, event: StandingEvent): Standing => {
  switch (event.type) {
    case 'DelegationGiven':
      return { ...state, delegationsGiven: [...state.delegationsGiven, event.delegation] };
    case 'DelegationReceived':
      return { ...state, delegationsReceived: [...state.delegationsReceived, event.delegation] };
    case 'DelegationRevoked': {
      const revoked = { at: event.at, on: event.on, reason: event.reason };
      return patchDelegation(state, event.delegation, (one) => ({ ...one, revoked }));
    }
    case 'DelegationFlagged':
      return patchDelegation(state, event.delegation, (one) => ({ ...one, toConfirm: event.reason }));
    case 'DelegationConfirmed':
      return patchDelegation(state, event.delegation, ({ toConfirm: _, ...one }) => one);
    default:
      return state;
  }
};

const evolve = (before: Standing | null, event: StandingEvent): Standing => {
  if (event.type === 'StandingImported') return event.standing;
  if (event.type === 'PersonRegistered') {
    const { person, name } = event;
    const none = { holdings: [], absences: [], suspensions: [], delegationsGiven: [], delegationsReceived: [] };
    return before === null ? { person, name, ...none } : { ...before, name };
  }
  const state = started(before, event);
  switch (event.type) {
    case 'EmailSet': {
      const { email: _, ...rest } = state;
      return event.email === undefined ? rest : { ...rest, email: event.email };
    }
    case 'Appointed':
      return { ...state, holdings: [...state.holdings, event.holding] };
    case 'HoldingEnded': {
      const end = (one: Holding) =>
        one.id === event.holding ? { ...one, period: { ...one.period, to: event.on } } : one;
      return { ...state, holdings: state.holdings.map(end) };
    }
    case 'MatterEntrusted':
      return { ...state, entrusted: [...(state.entrusted ?? []), event.entrustment] };
    case 'AbsenceRecorded':
      return { ...state, absences: [...state.absences, event.absence] };
    case 'Suspended':
      return { ...state, suspensions: [...state.suspensions, event.suspension] };
    case 'SuspensionEnded': {
      const end = (one: Suspension) => (one.id === event.suspension ? { ...one, to: event.to } : one);
      return { ...state, suspensions: state.suspensions.map(end) };
    }
    default:
      return evolveDelegations(state, event);
  }
};

/** Thẩm quyền của một người: `authority/{person}`. */
export const standingAggregate: Aggregate<Standing, StandingEvent> = {
  name: 'authority',
  schemaVersion: 1,
  state: Standing,
  event: StandingEvent,
  evolve,
};

/** Events of the streams `field/{code}`. Assigning closes the assignment before it. */
export const PortfolioEvent = z.discriminatedUnion('type', [
  e('FieldAssigned', { field: FieldCode, assignment: FieldAssignment }),
]);
export type PortfolioEvent = z.infer<typeof PortfolioEvent>;

/** Lĩnh vực được phân công: `field/{code}`, exactly one leader on each day. */
export const portfolioAggregate: Aggregate<Portfolio, PortfolioEvent> = {
  name: 'field',
  schemaVersion: 1,
  state: Portfolio,
  event: PortfolioEvent,
  evolve: (before, { field, assignment }) => ({
    field,
    assignments: [
      ...(before?.assignments ?? []).map((one) =>
        one.period.to === undefined || one.period.to >= assignment.period.from
          ? { ...one, period: { ...one.period, to: addDays(assignment.period.from, -1) } }
          : one,
      ),
      assignment,
    ],
  }),
};
