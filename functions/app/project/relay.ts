import * as z from 'zod';
import { streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { row } from './document-line.ts';

export type ChangeHandler = { name: string; handle: (change: Change) => Promise<void> };
export type RelayFailure = { handler: string; stream: string; seq: number; cause: string; error: unknown };

export type RelayOptions = {
  store: Store;
  views: Views;
  handlers: readonly ChangeHandler[];
  /** Name of this process in the lease: two relays on one store must not both react. */
  holder: string;
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

export const stalledList = (handler: string): string => `stalled#${handler}`;
export const Stalled = z.object({
  aggregate: z.string(),
  id: z.string(),
  seq: z.number().int().positive(),
  cause: z.string(),
  /** Grows with every mark, so that a later one always replaces it. */
  mark: z.number().int(),
});
export type Stalled = z.infer<typeof Stalled>;

/** Stalled streams are tried again once in so many polls, so that a broken one neither floods the log nor starves the others. */
const RETRY_EVERY = 60;

const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 1_000);

/** One handler's way through the feed: its own checkpoint, its own stalled streams. */
const makeLane = (o: RelayOptions, handler: ChangeHandler) => {
  const { store, views } = o;
  const pk = stalledList(handler.name);
  const all = async (): Promise<Stalled[]> =>
    (await views.query({ pk, limit: 200 })).rows.map((one) => Stalled.parse(one.data));
  const tryOne = async (change: Change): Promise<unknown> => {
    let last: unknown;
    for (let attempt = 1; attempt <= (o.attempts ?? 3); attempt += 1) {
      try {
        await handler.handle(change);
        return undefined;
      } catch (error) {
        last = error ?? new Error('failed without a reason');
        if (attempt < (o.attempts ?? 3)) await pause(10 * 2 ** attempt);
      }
    }
    return last;
  };
  const park = async (change: Change, error: unknown, mark: number): Promise<void> => {
    const stream = streamKey(change.ref);
    const data: Stalled = { ...change.ref, seq: change.event.seq, cause: textOf(error), mark };
    await views.apply([{ op: 'put', row: row(pk, stream, data), version: mark }]);
    o.report({ handler: handler.name, stream, seq: change.event.seq, cause: data.cause, error });
  };
  /** Goes on where a stalled stream stopped, in order; it may fail again. */
  const resume = async (stalled: Stalled): Promise<number> => {
    const ref = { aggregate: stalled.aggregate, id: stalled.id };
    let seq = stalled.seq;
    for (;;) {
      const [event] = await store.history(ref, seq, 1);
      if (event === undefined) break;
      const change = { cursor: '', ref, event };
      const error = await tryOne(change);
      if (error !== undefined) {
        await park(change, error, stalled.mark + 1);
        return seq - stalled.seq;
      }
      seq += 1;
    }
    await views.apply([{ op: 'delete', pk, sk: streamKey(ref), version: stalled.mark + 1 }]);
    return seq - stalled.seq;
  };
  const isParked = async (change: Change): Promise<{ parked: boolean; mark: number }> => {
    const found = Stalled.safeParse(await views.get(pk, streamKey(change.ref)));
    return found.success ? { parked: true, mark: found.data.mark } : { parked: false, mark: 0 };
  };
  const step = async (): Promise<number> => {
    const changes = await store.changes(await views.checkpoint(handler.name), o.batch ?? 100);
    for (const change of changes) {
      // A parked stream keeps its order: its later changes wait for the one that failed.
      if ((await isParked(change)).parked) continue;
      const error = await tryOne(change);
      // Marks grow with the place in the stream and leave room for the tries between, so a second failure is never older than the first.
      if (error !== undefined) await park(change, error, change.event.seq * 1_000_000);
    }
    const last = changes.at(-1);
    if (last !== undefined) await views.saveCheckpoint(handler.name, last.cursor);
    return changes.length;
  };
  return { all, resume, step, handler };
};

/**
 * Trung chuyển: carries committed events to projections and reactions, at least once and in order per stream. A change that keeps failing stops
 * its own stream for that handler only; it is reported, kept as a row, and tried again at each drain. Holds a lease, so that two processes on one
 * store do not both react.
 */
export const makeRelay = (o: RelayOptions): Relay => {
  const lanes = o.handlers.map((handler) => makeLane(o, handler));
  let wake: () => void = () => undefined;
  const hold = () => o.views.lease('relay', o.holder, o.leaseSeconds ?? 30);
  const pass = async (retries: boolean): Promise<number> => {
    if (!(await hold())) return 0;
    let count = 0;
    if (retries) for (const lane of lanes) for (const stalled of await lane.all()) count += await lane.resume(stalled);
    for (let moved = 1; moved > 0; count += moved) {
      moved = 0;
      for (const lane of lanes) moved += await lane.step();
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
        o.report({ handler: 'relay', stream: '*', seq: 0, cause: textOf(error), error });
      }
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, pause(o.pollMilliseconds ?? 250, signal)]);
    }
  };
  const stalled = async (name: string): Promise<Stalled[]> =>
    (await lanes.find((lane) => lane.handler.name === name)?.all()) ?? [];
  return { drain: () => pass(true), run, stalled, notify: () => wake() };
};
