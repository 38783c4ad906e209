import * as z from 'zod';
import { Actor } from '../../kernel/actor.ts';
import type { Aggregate } from '../../kernel/aggregate.ts';
import { canonicalHash } from '../../kernel/event-record.ts';
import { DocumentId, Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { Instant, later, milliseconds } from '../../kernel/time.ts';

/** The two acts that nobody may do on a forgotten open session: ký, and phát hành (which applies the agency's key). */
export const IntentAct = z.enum(['sign', 'issue']);
export type IntentAct = z.infer<typeof IntentAct>;
/** A document and the SHA-256 of the very bytes that were on the screen. */
export const IntentDocument = z.object({ id: DocumentId, hash: Hash });
export type IntentDocument = z.infer<typeof IntentDocument>;

const opened = z.object({
  act: IntentAct,
  /** In order of id. */
  documents: z.array(IntentDocument).min(1).max(50),
  actor: Actor,
  /** The printed capacity lines joined by " / ", or the position's title for issuing. */
  capacity: z.string().max(500),
  /** 128 random bits. */
  nonce: z.string().min(22).max(64),
  /** Real time, like `auth_time`: presence is proven in the real world also when the demo office plays 2023. */
  expiresAt: Instant,
  /** {@link challengeOf}. */
  challenge: Hash,
});
const base = { at: Instant, by: Actor };
export const IntentEvent = z.discriminatedUnion('type', [
  opened.extend({ type: z.literal('IntentOpened'), ...base }),
  z.object({
    type: z.literal('IntentProven'),
    ...base,
    method: z.literal('oidc'),
    issuer: z.string(),
    authTime: Instant,
  }),
  z.object({ type: z.literal('IntentUsed'), ...base }),
]);
export type IntentEvent = z.infer<typeof IntentEvent>;

const proof = z.object({ method: z.literal('oidc'), issuer: z.string(), authTime: Instant });
/** Ý chí thực hiện: one act on named bytes by one person in one capacity, proven present and spent once. */
export const Intent = z.discriminatedUnion('status', [
  opened.extend({ status: z.literal('open') }),
  opened.extend({ status: z.literal('proven'), proof }),
  opened.extend({ status: z.literal('used'), proof, usedAt: Instant }),
]);
export type Intent = z.infer<typeof Intent>;

const evolve = (state: Intent | null, event: IntentEvent): Intent => {
  if (event.type === 'IntentOpened') {
    const { type: _, at: __, by: ___, ...rest } = event;
    return { ...rest, status: 'open' };
  }
  if (state === null) throw new Error('an intent begins with IntentOpened');
  if (event.type === 'IntentProven') {
    const { method, issuer, authTime } = event;
    return { ...state, status: 'proven', proof: { method, issuer, authTime } };
  }
  if (state.status === 'open') throw new Error('an unproven intent cannot have been used');
  return { ...state, status: 'used', usedAt: event.at };
};
/** Streams `intent/{ULID}`. */
export const intentAggregate: Aggregate<Intent, IntentEvent> = {
  name: 'intent',
  schemaVersion: 1,
  state: Intent,
  event: IntentEvent,
  evolve,
};

export type Challenged = Pick<Intent, 'act' | 'documents' | 'actor' | 'capacity' | 'nonce' | 'expiresAt'>;
/** SHA-256 of what is about to be done; goes through the identity provider and comes back signed (as the `nonce` claim). */
export const challengeOf = ({ act, documents, actor, capacity, nonce, expiresAt }: Challenged): Hash =>
  canonicalHash({ act, documents, actor, capacity, nonce, expiresAt });

const LIFE = 10 * 60_000;
const FRESH = 5 * 60_000;
/** The provider's clock and ours may differ by so much. */
const SKEW = 60_000;

const inOrder = (documents: readonly IntentDocument[]): IntentDocument[] =>
  [...documents].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

export type OpenIntent = { act: IntentAct; documents: readonly IntentDocument[] };
export type OpenIntentFacts = { now: Instant; realNow: Instant; actor: Actor; capacity: string; nonce: string };
/** Mở lần xác nhận: fixes act, documents, bytes, person and capacity before the person is asked to prove presence. */
export const openIntent = (command: OpenIntent, facts: OpenIntentFacts): Result<IntentEvent[], Refusal> => {
  if (command.documents.length === 0) return refuse('invalid', 'step-up.no-documents');
  if (new Set(command.documents.map(({ id }) => id)).size !== command.documents.length)
    return refuse('invalid', 'step-up.repeated-document');
  const { actor, capacity, nonce } = facts;
  const intent = {
    act: command.act,
    documents: inOrder(command.documents),
    actor,
    capacity,
    nonce,
    expiresAt: later(facts.realNow, LIFE),
  };
  return ok([{ type: 'IntentOpened', at: facts.now, by: actor, ...intent, challenge: challengeOf(intent) }]);
};

const expired = (intent: Intent, realNow: Instant) => milliseconds(realNow) > milliseconds(intent.expiresAt);

/** What the identity provider signed: who, when present, and the nonce it was given. */
export type PresenceProof = { person: Actor['person']; issuer: string; authTime: Instant; nonce: string };
/** Xác nhận danh tính: a sign-in of this person, within five minutes, that carried this very challenge. */
export const proveIntent = (
  intent: Intent,
  presence: PresenceProof,
  facts: { now: Instant; realNow: Instant },
): Result<IntentEvent[], Refusal> => {
  if (intent.status !== 'open') return refuse('conflict', 'step-up.already-proven');
  if (presence.person !== intent.actor.person) return refuse('forbidden', 'step-up.other-person');
  if (presence.nonce !== intent.challenge || intent.challenge !== challengeOf(intent))
    return refuse('forbidden', 'step-up.not-bound');
  if (expired(intent, facts.realNow))
    return refuse('conflict', 'step-up.expired', { facts: { expiresAt: intent.expiresAt } });
  const age = milliseconds(facts.realNow) - milliseconds(presence.authTime);
  if (age > FRESH || age < -SKEW) return refuse('unmet', 'step-up.not-fresh');
  const { issuer, authTime } = presence;
  return ok([{ type: 'IntentProven', at: facts.now, by: intent.actor, method: 'oidc', issuer, authTime }]);
};

export type UseIntent = { act: IntentAct; documents: readonly IntentDocument[]; capacity?: string };
/** Dùng lần xác nhận: only by its person, for its act, on its documents and bytes, in its capacity, in time, and once. */
export const useIntent = (
  intent: Intent,
  command: UseIntent,
  facts: { now: Instant; realNow: Instant; actor: Actor },
): Result<IntentEvent[], Refusal> => {
  if (facts.actor.person !== intent.actor.person) return refuse('forbidden', 'step-up.other-person');
  if (command.act !== intent.act) return refuse('forbidden', 'step-up.other-act');
  if (canonicalHash(inOrder(command.documents)) !== canonicalHash(intent.documents))
    return refuse('conflict', 'step-up.other-documents');
  if (command.capacity !== undefined && command.capacity !== intent.capacity)
    return refuse('forbidden', 'step-up.other-capacity');
  if (intent.status === 'used') return refuse('conflict', 'step-up.already-used');
  if (intent.status === 'open') return refuse('unmet', 'step-up.not-proven');
  if (expired(intent, facts.realNow))
    return refuse('conflict', 'step-up.expired', { facts: { expiresAt: intent.expiresAt } });
  return ok([{ type: 'IntentUsed', at: facts.now, by: facts.actor }]);
};
