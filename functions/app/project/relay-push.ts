import { type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change } from '../../ports/store.ts';
import { type ChangeHandler, type LaneOptions, makeLane, type RelayFailure, textOf } from './relay-lane.ts';
import type { Stalled } from './relay-stalled.ts';
import { Busy, type Turns } from './relay-turn.ts';

/** One record that the table's stream brings, under the number by which Lambda retries. */
export type Delivered = { sequenceNumber: string } & (
  | { kind: 'change'; change: Change }
  /** Cannot be read; `at` when its key still tells which change it was. */
  | { kind: 'poison'; cause: string; at?: { ref: StreamRef; seq: number } }
  /** A stored event was changed or removed: events are only ever appended. */
  | { kind: 'tampering'; cause: string; at: { ref: StreamRef; seq: number } }
);
/** Lambda's partial batch response: it retries from the first of these on. */
export type BatchAnswer = { batchItemFailures: { itemIdentifier: string }[] };

export type Push = {
  /** One batch of a shard, in its order. What stands before the item answered is done. */
  push: (items: readonly Delivered[]) => Promise<BatchAnswer>;
  /** Records that Lambda gave up on, at any later time: each stream goes on from the first of them. The number of changes handled. */
  redrive: (items: readonly Delivered[]) => Promise<number>;
  /** Tries all stalled streams again (the sweep calls it). The number of changes handled. */
  resumeStalled: () => Promise<number>;
  /** Streams that a handler has given up on, with the change it stopped at. */
  stalled: (handler: string) => Promise<Stalled[]>;
};

const firstOfEachStream = (items: readonly Delivered[]): { ref: StreamRef; seq: number }[] => {
  const first = new Map<string, { ref: StreamRef; seq: number }>();
  for (const item of items) {
    if (item.kind === 'tampering') continue;
    const at = item.kind === 'change' ? { ref: item.change.ref, seq: item.change.event.seq } : item.at;
    if (at === undefined) continue;
    const known = first.get(streamKey(at.ref));
    if (known === undefined || at.seq < known.seq) first.set(streamKey(at.ref), at);
  }
  return [...first.values()];
};

/**
 * Trung chuyển trên AWS: the shards of the table's stream bring changes, each in order per stream, at least once, several shards at once. A change
 * that keeps failing stops its own stream for that handler only. Handlers must bear repetition; what is written carries versions.
 */
export const makePush = (o: LaneOptions & { handlers: readonly ChangeHandler[]; turns: Turns }): Push => {
  const { turn } = o.turns;
  const lanes = o.handlers.map((handler) => makeLane(o, handler));
  const tell = (kind: RelayFailure['kind'], at: { ref: StreamRef; seq: number } | undefined, error: unknown): void =>
    o.report({
      kind,
      handler: 'relay',
      stream: at === undefined ? '*' : streamKey(at.ref),
      seq: at?.seq ?? 0,
      cause: textOf(error),
      error,
    });
  const take = async (item: Delivered): Promise<void> => {
    if (item.kind === 'change') {
      const { change } = item;
      return turn(change.ref, async () => {
        for (const lane of lanes) await lane.take(change);
      });
    }
    const { at, kind, cause } = item;
    // The store still has the event: its stream waits here, and goes on from there.
    if (kind === 'poison' && at !== undefined)
      await turn(at.ref, async () => {
        for (const lane of lanes) await lane.setAside(at.ref, at.seq, cause);
      });
    tell(kind, at, `${cause} (${item.sequenceNumber})`);
  };
  const push: Push['push'] = async (items) => {
    for (const item of items) {
      try {
        await take(item);
      } catch (error) {
        // Not even setting aside was possible, or the turn was taken: nothing is lost, Lambda brings this item and the following ones again.
        if (!(error instanceof Busy)) tell('failed', undefined, error);
        return { batchItemFailures: [{ itemIdentifier: item.sequenceNumber }] };
      }
    }
    return { batchItemFailures: [] };
  };
  const redrive: Push['redrive'] = async (items) => {
    let count = 0;
    for (const item of items) if (item.kind !== 'change') tell(item.kind, item.at, item.cause);
    // Later changes may have been carried long ago, and rows made from single events want their order: so the whole rest of the stream again.
    for (const { ref, seq } of firstOfEachStream(items))
      await turn(ref, async () => {
        for (const lane of lanes) {
          const stalled = await lane.find(ref);
          count += await lane.resume(ref, Math.min(seq, stalled?.seq ?? seq));
        }
      });
    return count;
  };
  const resumeStalled: Push['resumeStalled'] = async () => {
    let count = 0;
    for (const lane of lanes)
      for (const { aggregate, id, seq } of await lane.all()) {
        const ref = { aggregate, id };
        try {
          count += await turn(ref, async () => {
            const now = await lane.find(ref);
            return now === undefined ? 0 : lane.resume(ref, now.seq);
          });
        } catch (error) {
          // One stream that cannot be read, or is being carried, must not keep the others waiting.
          if (!(error instanceof Busy)) tell('failed', { ref, seq }, error);
        }
      }
    return count;
  };
  const stalled: Push['stalled'] = async (name) => (await lanes.find((lane) => lane.name === name)?.all()) ?? [];
  return { push, redrive, resumeStalled, stalled };
};

/** A reaction that works elsewhere: the address of each change it wants goes to a queue. */
export const enqueueing = (o: {
  name: string;
  wants: (change: Change) => boolean;
  send: (refs: readonly { aggregate: string; id: string; seq: number }[]) => Promise<void>;
}): ChangeHandler => ({
  name: o.name,
  handle: async (change) => {
    if (o.wants(change)) await o.send([{ ...change.ref, seq: change.event.seq }]);
  },
});
