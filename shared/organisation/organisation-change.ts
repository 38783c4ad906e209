import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import type { Aggregate } from '../kernel/aggregate.ts';
import { PersonId } from '../kernel/ids.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import { ok } from '../kernel/result.ts';
import { Instant } from '../kernel/time.ts';
import type { OrganisationFacts } from './organisation.ts';
import { actsAs, type No, needsSecondPerson, type OrganisationAct, stamp } from './organisation-act.ts';

const proposed = {
  /** Name of the verb: `appoint`, `delegate`, … and its command, parsed again when it is applied. */
  verb: z.string().max(60),
  command: z.json(),
  /** Whose authority it touches; the proposer is among them. */
  touches: z.array(PersonId).min(1),
  proposedBy: Actor,
  proposedAt: Instant,
};
const confirmed = { ...proposed, confirmedBy: Actor, confirmedAt: Instant };

/** Đề nghị thay đổi liên quan chính người đề nghị: proposed → confirmed by another → applied. Stream `organisation-change/{id}`. */
export const OrganisationChange = z.discriminatedUnion('status', [
  z.object({ status: z.literal('proposed'), ...proposed }),
  z.object({ status: z.literal('confirmed'), ...confirmed }),
  z.object({ status: z.literal('declined'), ...proposed, declinedBy: Actor, reason: z.string() }),
  z.object({ status: z.literal('applied'), ...confirmed, appliedAt: Instant }),
]);
export type OrganisationChange = z.infer<typeof OrganisationChange>;

const e = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: Instant, by: Actor, ...shape });
export const OrganisationChangeEvent = z.discriminatedUnion('type', [
  e('ChangeProposed', { verb: z.string().max(60), command: z.json(), touches: z.array(PersonId).min(1) }),
  e('ChangeConfirmed', {}),
  e('ChangeDeclined', { reason: z.string().min(3).max(500) }),
  e('ChangeApplied', {}),
]);
export type OrganisationChangeEvent = z.infer<typeof OrganisationChangeEvent>;

const evolve = (before: OrganisationChange | null, event: OrganisationChangeEvent): OrganisationChange => {
  if (event.type === 'ChangeProposed') {
    const { verb, command, touches } = event;
    return { status: 'proposed', verb, command, touches, proposedBy: event.by, proposedAt: event.at };
  }
  if (event.type === 'ChangeConfirmed' && before?.status === 'proposed')
    return { ...before, status: 'confirmed', confirmedBy: event.by, confirmedAt: event.at };
  if (event.type === 'ChangeDeclined' && before?.status === 'proposed')
    return { ...before, status: 'declined', declinedBy: event.by, reason: event.reason };
  if (event.type === 'ChangeApplied' && before?.status === 'confirmed')
    return { ...before, status: 'applied', appliedAt: event.at };
  throw new Error(`${event.type} on a change that is ${before?.status ?? 'absent'}`);
};

export const organisationChangeAggregate: Aggregate<OrganisationChange, OrganisationChangeEvent> = {
  name: 'organisation-change',
  schemaVersion: 1,
  state: OrganisationChange,
  event: OrganisationChangeEvent,
  evolve,
};

type Outcome = Result<OrganisationChangeEvent[], No>;

/** Đề nghị: an administrator (or a head) puts forward what touches themselves. */
export const proposeChange = (
  facts: OrganisationFacts,
  command: Pick<OrganisationChange, 'verb' | 'command' | 'touches'>,
  act: OrganisationAct,
): Outcome => {
  if (!actsAs(facts, act, ['administrator', 'head'])) return refuse('forbidden', 'organisation.not-permitted');
  return ok([{ type: 'ChangeProposed', ...stamp(act), ...command }]);
};

/**
 * Xác nhận của người thứ hai: another administrator or the head of an agency, who is neither the proposer nor touched by it (Phụ lục VI.III.3.c).
 */
export const confirmChange = (facts: OrganisationFacts, change: OrganisationChange, act: OrganisationAct): Outcome => {
  if (!actsAs(facts, act, ['administrator', 'head'])) return refuse('forbidden', 'organisation.not-permitted');
  if (change.status !== 'proposed') return refuse('conflict', 'organisation.change-already-decided');
  if (needsSecondPerson([...change.touches, change.proposedBy.person], act))
    return refuse('forbidden', 'organisation.same-person-confirms', {
      basis: 'Phụ lục VI.III.3.c Nghị định 30/2020/NĐ-CP',
    });
  return ok([{ type: 'ChangeConfirmed', ...stamp(act) }]);
};

/** Không đồng ý, with a reason; the proposer may also take it back. */
export const declineChange = (
  facts: OrganisationFacts,
  change: OrganisationChange,
  act: OrganisationAct & { reason: string },
): Outcome => {
  const proposer = change.proposedBy.person === act.by.person;
  if (!proposer && !actsAs(facts, act, ['administrator', 'head']))
    return refuse('forbidden', 'organisation.not-permitted');
  if (change.status !== 'proposed') return refuse('conflict', 'organisation.change-already-decided');
  return ok([{ type: 'ChangeDeclined', ...stamp(act), reason: act.reason }]);
};

/**
 * Thực hiện: the act with which the verb named in a confirmed change runs, and the event that goes into the same commit. The verb checks
 * everything again on the day it is applied.
 */
export const applyChange = (
  change: OrganisationChange,
  act: OrganisationAct,
): Result<{ act: OrganisationAct; events: OrganisationChangeEvent[] }, No> =>
  change.status === 'confirmed'
    ? ok({
        act: { now: act.now, by: change.proposedBy, confirmedBy: change.confirmedBy.person },
        events: [{ type: 'ChangeApplied', ...stamp(act) }],
      })
    : refuse('conflict', 'organisation.change-already-decided');
