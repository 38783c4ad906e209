import type { Aggregate, DomainEvent } from '../../shared/kernel/aggregate.ts';
import { fold } from '../../shared/kernel/aggregate.ts';
import { type StreamRef, sealEvents, streamKey } from '../../shared/kernel/event-record.ts';
import type { CommandId, Hash, PersonId } from '../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import { type Instant, milliseconds } from '../../shared/kernel/time.ts';
import type { LoadedStream, Store, StreamCommit } from '../ports/store.ts';
import type { CommandAnswer } from './call.ts';

/** One stream of a commit: what happened to it. */
export type StreamWrite = { loaded: LoadedStream; schema: number; events: readonly DomainEvent[]; state: unknown };
export type Decision = { writes: StreamWrite[]; guards: { ref: StreamRef; version: number }[]; answer: unknown };
export type Execution = {
  commandId: CommandId;
  actor: PersonId;
  bodyHash: Hash;
  /** Loaded in one strongly consistent read; the first is the main stream, whose version becomes the ETag. */
  refs: readonly StreamRef[];
  /** Before a stored answer is repeated: may this caller see it at all? */
  authorise?: (streams: readonly LoadedStream[]) => Promise<Result<void, Refusal>>;
  decide: (streams: readonly LoadedStream[]) => Promise<Result<Decision, Refusal>>;
};
export type Execute = (execution: Execution) => Promise<Result<CommandAnswer, Refusal>>;

/** The stream's state, parsed: a snapshot is outside data. */
export const stateOf = <State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  streams: readonly LoadedStream[],
  id: string,
): { loaded: LoadedStream; state: State | null } => {
  const loaded = streams.find((stream) => stream.ref.aggregate === aggregate.name && stream.ref.id === id);
  if (loaded === undefined) throw new Error(`${aggregate.name}/${id} was not loaded`);
  return { loaded, state: loaded.version === 0 ? null : aggregate.state.parse(loaded.state) };
};

/** Events of one stream with the snapshot they lead to. An event that its own schema refuses is a defect, thrown before anything is stored. */
export const write = <State, Event extends DomainEvent>(
  aggregate: Aggregate<State, Event>,
  at: { loaded: LoadedStream; state: State | null },
  events: readonly Event[],
): StreamWrite => {
  const parsed = events.map((event) => aggregate.event.parse(event));
  return {
    loaded: at.loaded,
    schema: aggregate.schemaVersion,
    events: parsed,
    state: fold(aggregate, at.state, parsed),
  };
};

export const guard = (stream: LoadedStream) => ({ ref: stream.ref, version: stream.version });

const PATIENCE_MS = 5_000;
const ANSWER_KEPT_SECONDS = 30 * 86_400;
const pause = (attempt: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, Math.random() * Math.min(20 * 2 ** attempt, 400)));

const sealed = (stream: StreamWrite): StreamCommit => ({
  ref: stream.loaded.ref,
  expected: stream.loaded.version,
  state: stream.state,
  events: sealEvents(stream.loaded.ref, stream.loaded, stream.schema, stream.events),
});

/**
 * The one way in which anything changes: load, decide, commit state + events + answer in one transaction. A stream that moved meanwhile makes
 * the decision be taken again, for up to five seconds; a known command id is answered again and decides nothing (architecture §4).
 * Answers are kept by the wall clock: engines forget by it, whatever year the office plays.
 */
export const makeExecute =
  ({ store, realNow }: { store: Store; realNow: () => Instant }): Execute =>
  async (execution) => {
    const started = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      const loaded = await store.load(execution.refs, execution.commandId);
      if (execution.authorise !== undefined) {
        const allowed = await execution.authorise(loaded.streams);
        if (!allowed.ok) return allowed;
      }
      if (loaded.replay !== undefined) return replayed(loaded.replay, execution.bodyHash);
      const decided = await execution.decide(loaded.streams);
      if (!decided.ok) return decided;
      const outcome = await store.commit(commitOf(execution, decided.value, realNow));
      const main = decided.value.writes.find(
        (w) => streamKey(w.loaded.ref) === streamKey(execution.refs[0] ?? w.loaded.ref),
      );
      const version = main === undefined ? (loaded.streams[0]?.version ?? 0) : main.loaded.version + main.events.length;
      if (outcome.ok) return ok({ answer: decided.value.answer, version, replayed: false });
      if (outcome.error === 'too-large') return refuse('unmet', 'kernel.too-large');
      if (performance.now() - started > PATIENCE_MS) return refuse('conflict', 'kernel.busy');
      await pause(attempt);
    }
  };

const commitOf = (execution: Execution, decision: Decision, realNow: () => Instant) => {
  const written = new Set(decision.writes.map((stream) => streamKey(stream.loaded.ref)));
  const streams = decision.writes.filter((stream) => stream.events.length > 0).map(sealed);
  const main = decision.writes.find((w) => streamKey(w.loaded.ref) === streamKey(execution.refs[0] ?? w.loaded.ref));
  const version = main === undefined ? 0 : main.loaded.version + main.events.length;
  const expires = !execution.commandId.startsWith('react:');
  return {
    streams,
    guards: decision.guards.filter((g) => !written.has(streamKey(g.ref))),
    command: {
      id: execution.commandId,
      actor: execution.actor,
      bodyHash: execution.bodyHash,
      answer: { answer: decision.answer, version },
      ...(expires ? { expiresAt: Math.floor(milliseconds(realNow()) / 1000) + ANSWER_KEPT_SECONDS } : {}),
    },
  };
};

const replayed = (replay: { bodyHash: Hash; answer: unknown }, bodyHash: Hash): Result<CommandAnswer, Refusal> => {
  if (replay.bodyHash !== bodyHash) return refuse('unmet', 'kernel.idempotency-key-reused');
  const stored = replay.answer;
  if (typeof stored !== 'object' || stored === null || !('answer' in stored) || !('version' in stored))
    throw new Error('stored answer has another shape');
  return ok({ answer: stored.answer, version: Number(stored.version), replayed: true });
};
