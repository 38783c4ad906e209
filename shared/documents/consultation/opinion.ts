import * as z from 'zod';
import { Actor } from '../../kernel/actor.ts';
import type { Aggregate } from '../../kernel/aggregate.ts';
import { DocumentId, Hash, UnitId } from '../../kernel/ids.ts';
import { Instant, LocalDate } from '../../kernel/time.ts';
import { OpinionEvent, OpinionPosition } from '../events.ts';

const Asked = z.object({
  document: DocumentId,
  round: z.number().int().positive(),
  unit: UnitId,
  contentHash: Hash,
  question: z.string(),
  deadline: LocalDate,
  askedAt: Instant,
});
const Given = Asked.extend({
  position: OpinionPosition,
  text: z.string(),
  /** The text that was read when it was given. */
  readHash: Hash,
  late: z.boolean(),
  givenBy: Actor,
  givenAt: Instant,
});
const Answer = z.object({
  accepted: z.enum(['accepted', 'partly', 'not-accepted']),
  reason: z.string(),
  by: Actor,
  at: Instant,
});

/** Ý kiến góp ý of one unit in one round: a stream of its own, so that thirty parallel answers do not collide. */
export const Opinion = z.discriminatedUnion('status', [
  Asked.extend({ status: z.literal('asked') }),
  Given.extend({ status: z.literal('given') }),
  Given.extend({ status: z.literal('answered'), answer: Answer }),
]);
export type Opinion = z.infer<typeof Opinion>;
export type GivenOpinion = Exclude<Opinion, { status: 'asked' }>;

export const opinionId = (of: { document: DocumentId; round: number; unit: UnitId }): string =>
  `${of.document}.${of.round}.${of.unit}`;

/** Whatever says more than "đồng ý" or "không thuộc phạm vi" must be answered by the drafter. */
export const needsAnswer = (opinion: Opinion): boolean =>
  opinion.status === 'given' && (opinion.position === 'agree-with-comments' || opinion.position === 'disagree');

const asked = (event: Extract<OpinionEvent, { type: 'OpinionAsked' }>): Opinion => {
  const { document, round, unit, contentHash, question, deadline, at } = event;
  return { status: 'asked', document, round, unit, contentHash, question, deadline, askedAt: at };
};

export const opinionAggregate: Aggregate<Opinion, OpinionEvent> = {
  name: 'opinion',
  schemaVersion: 1,
  state: Opinion,
  event: OpinionEvent,
  evolve: (state, event) => {
    if (state === null && event.type === 'OpinionAsked') return asked(event);
    if (state?.status === 'asked' && event.type === 'OpinionGiven') {
      const { position, text, contentHash, late, by, at } = event;
      return { ...state, status: 'given', position, text, readHash: contentHash, late, givenBy: by, givenAt: at };
    }
    if (state?.status === 'given' && event.type === 'OpinionAnswered') {
      const { accepted, reason, by, at } = event;
      return { ...state, status: 'answered', answer: { accepted, reason, by, at } };
    }
    throw new Error(`${event.type} cannot follow ${state?.status ?? 'nothing'}`);
  },
};
