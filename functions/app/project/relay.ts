import { streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { type ChangeHandler, type Lane, makeLane, pause, type RelayFailure, textOf } from './relay-lane.ts';
import type { Stalled } from './relay-stalled.ts';

export type RelayOptions = {
  store: Store;
  views: Views;
  handlers: readonly ChangeHandler[];
  /** Name of this process in the lease: two relays on one store must not both react. */
  holder: string;
  /** Name of the lease, `relay` when absent: a relay of other handlers has its own. */
  lease?: string;
  /** A handler of another relay that these never run ahead of: they read what it writes. */
  behind?: string;
  /** Called when a change has failed `attempts` times: log it and raise the alarm. */
  report: (failure: RelayFailure) => void;
  attempts?: number;
  leaseSeconds?: number;
  pollMilliseconds?: number;
  batch?: number;
};
export type Relay = {
  /** Handles everything stored so far, including what the handlers themselves add; the number of changes handled. */
  drain: () => Promise<number>;
  /** Polls until aborted; `notify` wakes it. */
  run: (signal: AbortSignal) => Promise<void>;
  notify: () => void;
  /** Streams that a handler has given up on, with the change it stopped at. */
  stalled: (handler: string) => Promise<Stalled[]>;
};

/** Stalled streams are tried again once in so many polls, so that a broken one neither floods the log nor starves the others. */
const RETRY_EVERY = 60;

/**
 * Trung chuyển: carries committed events to projections and reactions, at least once and in order per stream. A change that keeps failing stops
 * its own stream for that handler only; it is reported, kept as a row, and tried again at each drain. Holds a lease, so that two processes on one
 * store do not both react.
 */
export const makeRelay = (o: RelayOptions): Relay => {
  let wake: () => void = () => undefined;
  const seconds = o.leaseSeconds ?? 30;
  const lease = o.lease ?? 'relay';
  const batch = o.batch ?? 100;
  let heldAt = 0;
  const hold = async (): Promise<boolean> => {
    const held = await o.views.lease(lease, o.holder, seconds);
    heldAt = performance.now();
    return held;
  };
  /** Renewed at a third of its life, also in the middle of a long batch. */
  const keepLease = async (): Promise<void> => {
    if (performance.now() - heldAt > seconds * 333) await hold();
  };
  const lanes = o.handlers.map((handler) => makeLane(o, handler));
  /** Cursors cannot be compared, only met: the one that stands ahead lies among these, behind all of a full batch, or nothing is new to it. */
  const within = async (changes: readonly Change[], from: string | undefined): Promise<readonly Change[]> => {
    if (o.behind === undefined) return changes;
    const ahead = await o.views.checkpoint(o.behind);
    if (ahead === undefined || ahead === from) return [];
    const met = changes.findIndex((change) => change.cursor === ahead);
    return met < 0 && changes.length >= batch ? changes : changes.slice(0, met + 1);
  };
  const step = async (lane: Lane): Promise<number> => {
    const from = await o.views.checkpoint(lane.name);
    const changes = await within(await o.store.changes(from, batch), from);
    if (changes.length === 0) return 0;
    // Asked once a batch: under the lease only this lane adds to the list.
    const stalled = await lane.among(changes.map((change) => change.ref));
    for (const change of changes) {
      await keepLease();
      const [key, { seq }] = [streamKey(change.ref), change.event];
      if (seq < (stalled.get(key) ?? Number.POSITIVE_INFINITY) && !(await lane.carry(change))) stalled.set(key, seq);
    }
    const last = changes.at(-1);
    if (last !== undefined) await o.views.saveCheckpoint(lane.name, last.cursor);
    return changes.length;
  };
  const pass = async (retries: boolean): Promise<number> => {
    if (!(await hold())) return 0;
    let count = 0;
    if (retries)
      for (const lane of lanes)
        for (const { aggregate, id, seq } of await lane.all()) count += await lane.resume({ aggregate, id }, seq);
    for (let moved = 1; moved > 0; count += moved) {
      moved = 0;
      for (const lane of lanes) moved += await step(lane);
      if (!(await hold())) break;
    }
    return count;
  };
  const run = async (signal: AbortSignal): Promise<void> => {
    for (let round = 0; !signal.aborted; round += 1) {
      try {
        await pass(round % RETRY_EVERY === 0);
      } catch (error) {
        // The store or the views cannot be reached: nothing was checkpointed, so nothing is lost; say so and try again.
        o.report({ kind: 'failed', handler: 'relay', stream: '*', seq: 0, cause: textOf(error), error });
      }
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, pause(o.pollMilliseconds ?? 250, signal)]);
    }
    // Hands the lease back, so that the next process need not wait for it to run out.
    await o.views.lease(lease, o.holder, 0);
  };
  const stalled = async (name: string): Promise<Stalled[]> =>
    (await lanes.find((lane) => lane.name === name)?.all()) ?? [];
  return { drain: () => pass(true), run, stalled, notify: () => wake() };
};
