import * as z from 'zod';
import {
  IntentAct,
  IntentDocument,
  intentAggregate,
  openIntent,
  type PresenceProof,
  proveIntent,
  type UseIntent,
  useIntent,
} from '../../shared/documents/issuing/intent.ts';
import type { Actor } from '../../shared/kernel/actor.ts';
import { canonicalHash, type StreamRef } from '../../shared/kernel/event-record.ts';
import { CommandId, type Hash } from '../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { LoadedStream, Store } from '../ports/store.ts';
import type { Caller, CommandAnswer, CommandCall } from './call.ts';
import { type Execute, type StreamWrite, stateOf, write } from './execute.ts';

export const OpenStepUp = z.object({ act: IntentAct, documents: z.array(IntentDocument).min(1).max(50) });
export type OpenStepUp = z.infer<typeof OpenStepUp>;
export const StepUpOpened = z.object({ id: z.string(), challenge: z.string(), expiresAt: z.string() });
export type StepUpOpened = z.infer<typeof StepUpOpened>;

/** Acts in which capacity on these documents, after a check that the caller may act and that the bytes are the prepared ones. */
export type DescribeIntent = (
  caller: Caller,
  asked: OpenStepUp,
) => Promise<Result<{ actor: Actor; capacity: string }, Refusal>>;

export type StepUpDependencies = {
  store: Store;
  execute: Execute;
  ids: Ids;
  clock: Clock;
  realNow: () => Instant;
  describe: DescribeIntent;
};

export const intentRef = (id: string): StreamRef => ({ aggregate: intentAggregate.name, id });

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

const open =
  (o: StepUpDependencies) =>
  async (call: CommandCall): Promise<Result<CommandAnswer, Refusal>> => {
    const asked = OpenStepUp.parse(call.body);
    const id = o.ids.ulid();
    return o.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [intentRef(id)],
      decide: async (streams) => {
        const described = await o.describe(call.caller, asked);
        if (!described.ok) return described;
        const facts = { now: o.clock.now(), realNow: o.realNow(), nonce: o.ids.code(), ...described.value };
        const events = openIntent(asked, facts);
        if (!events.ok) return events;
        const written = write(intentAggregate, stateOf(intentAggregate, streams, id), events.value);
        const { challenge, expiresAt } = intentAggregate.state.parse(written.state);
        return ok({ writes: [written], guards: [], answer: { id, challenge, expiresAt } });
      },
    });
  };

/** The intent, to its own person only: to anyone else it does not exist. */
const find =
  (o: StepUpDependencies) =>
  async (id: string, person: Actor['person']): Promise<Result<StepUpOpened & { status: string }, Refusal>> => {
    if (!ULID.test(id)) return refuse('absent', 'kernel.absent');
    const { streams } = await o.store.load([intentRef(id)]);
    const { state } = stateOf(intentAggregate, streams, id);
    if (state === null || state.actor.person !== person) return refuse('absent', 'kernel.absent');
    return ok({ id, challenge: state.challenge, expiresAt: state.expiresAt, status: state.status });
  };

const prove =
  (o: StepUpDependencies) =>
  async (id: string, presence: PresenceProof): Promise<Result<CommandAnswer, Refusal>> => {
    if (!ULID.test(id)) return refuse('absent', 'kernel.absent');
    return o.execute({
      // One proof per sign-in: the same answer of the provider, sent twice, is one event.
      commandId: CommandId.parse(`prove:${id}:${presence.authTime}`),
      actor: presence.person,
      bodyHash: canonicalHash({ id, ...presence }),
      refs: [intentRef(id)],
      decide: async (streams) => {
        const at = stateOf(intentAggregate, streams, id);
        if (at.state === null) return refuse('absent', 'kernel.absent');
        const events = proveIntent(at.state, presence, { now: o.clock.now(), realNow: o.realNow() });
        if (!events.ok) return events;
        return ok({ writes: [write(intentAggregate, at, events.value)], guards: [], answer: { id, status: 'proven' } });
      },
    });
  };

/** The proof as the signature record keeps it (`SignatureRecord.stepUp`). */
export type SpentIntent = { write: StreamWrite; stepUp: { method: 'oidc'; at: Instant; challenge: Hash } };
/**
 * Spends the intent inside the transaction of the act itself: name `intentRef(id)` among the refs of that execution and add the returned write.
 * Then either both are stored or neither, and a second act finds it used.
 */
export const spendIntent = (
  streams: readonly LoadedStream[],
  id: string,
  o: { command: UseIntent; now: Instant; realNow: Instant; actor: Actor },
): Result<SpentIntent, Refusal> => {
  const at = stateOf(intentAggregate, streams, id);
  if (at.state === null) return refuse('unmet', 'step-up.required');
  const events = useIntent(at.state, o.command, { now: o.now, realNow: o.realNow, actor: o.actor });
  if (!events.ok) return events;
  if (at.state.status === 'open') return refuse('unmet', 'step-up.not-proven');
  const { challenge, proof } = at.state;
  const stepUp = { method: proof.method, at: proof.authTime, challenge };
  return ok({ write: write(intentAggregate, at, events.value), stepUp });
};

/** Xác nhận lại trước khi ký và phát hành (step-up): open, prove by a fresh sign-in, spend once. */
export const makeStepUp = (o: StepUpDependencies) => ({ open: open(o), find: find(o), prove: prove(o) });
export type StepUp = ReturnType<typeof makeStepUp>;
