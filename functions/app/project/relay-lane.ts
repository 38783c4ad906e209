import * as z from 'zod';
import { type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { row } from './document-line.ts';

export type ChangeHandler = { name: string; handle: (change: Change) => Promise<void> };
export type RelayFailure = { handler: string; stream: string; seq: number; cause: string; error: unknown };

export const stalledList = (handler: string): string => `stalled#${handler}`;
/** A stream that a handler has given up on, at that change. */
export const Stalled = z.object({
  aggregate: z.string(),
  id: z.string(),
  seq: z.number().int().positive(),
  cause: z.string(),
  /** Grows with every change of the row, so that a later one always replaces it. */
  mark: z.number().int(),
});
export type Stalled = z.infer<typeof Stalled>;
const Mark = z.object({ mark: z.number().int() });

export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
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
export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 1_000);

/** The streams that one handler has given up on; they outlive the process. */
const makeStalledRows = (views: Views, handler: string) => {
  const pk = stalledList(handler);
  const marks = `stalled-marks#${handler}`;
  const find = async (ref: StreamRef): Promise<Stalled | undefined> =>
    Stalled.safeParse(await views.get(pk, streamKey(ref))).data;
  const nextMark = async (ref: StreamRef): Promise<number> => {
    const last = Mark.safeParse(await views.get(marks, streamKey(ref))).data?.mark ?? 0;
    const mark = Math.max(last, (await find(ref))?.mark ?? 0) + 1;
    await views.apply([{ op: 'put', row: row(marks, streamKey(ref), { mark }), version: mark }]);
    return mark;
  };
  return {
    /** Which of these streams are stalled: one bounded list, and only when it is full each stream by itself. */
    among: async (refs: readonly StreamRef[]): Promise<Set<string>> => {
      const { rows: listed, next } = await views.query({ pk, limit: 200 });
      const keys = new Set(listed.map((one) => one.sk));
      if (next !== undefined) for (const ref of refs) if ((await find(ref)) !== undefined) keys.add(streamKey(ref));
      return keys;
    },
    all: async (): Promise<Stalled[]> =>
      (await views.query({ pk, limit: 200 })).rows.map((one) => Stalled.parse(one.data)),
    park: async (change: Change, cause: string): Promise<void> => {
      const mark = await nextMark(change.ref);
      const data: Stalled = { ...change.ref, seq: change.event.seq, cause, mark };
      await views.apply([{ op: 'put', row: row(pk, streamKey(change.ref), data), version: mark }]);
    },
    release: async (ref: StreamRef): Promise<void> =>
      views.apply([{ op: 'delete', pk, sk: streamKey(ref), version: await nextMark(ref) }]),
  };
};

/** Hands one change over, again after a short pause when that fails; the last error, or undefined. */
const makeTry =
  (handler: ChangeHandler, attempts: number) =>
  async (change: Change): Promise<unknown> => {
    let last: unknown;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      try {
        await handler.handle(change);
        return undefined;
      } catch (error) {
        last = error ?? new Error('failed without a reason');
        if (attempt < attempts) await pause(10 * 2 ** attempt);
      }
    }
    return last;
  };

export type LaneOptions = {
  store: Store;
  views: Views;
  report: (failure: RelayFailure) => void;
  attempts?: number;
  batch?: number;
  /** Renews the lease when it is due: a hundred seals take longer than it lasts. */
  keepLease: () => Promise<unknown>;
};

/** One handler's way through the feed: its own checkpoint, its own stalled streams. */
export const makeLane = (o: LaneOptions, handler: ChangeHandler) => {
  const { store, views } = o;
  const rows = makeStalledRows(views, handler.name);
  const attempt = makeTry(handler, o.attempts ?? 3);
  /** False when the change failed to the end: it is kept and reported, never swallowed. */
  const carry = async (change: Change): Promise<boolean> => {
    const error = await attempt(change);
    if (error === undefined) return true;
    const cause = textOf(error);
    await rows.park(change, cause);
    o.report({ handler: handler.name, stream: streamKey(change.ref), seq: change.event.seq, cause, error });
    return false;
  };
  /** Goes on where a stalled stream stopped, in order; it may fail again. */
  const resume = async ({ aggregate, id, seq: from }: Stalled): Promise<number> => {
    const ref = { aggregate, id };
    for (let seq = from; ; seq += 1) {
      const [event] = await store.history(ref, seq, 1);
      if (event === undefined) {
        await rows.release(ref);
        return seq - from;
      }
      if (!(await carry({ cursor: '', ref, event }))) return seq - from;
    }
  };
  const step = async (): Promise<number> => {
    const changes = await store.changes(await views.checkpoint(handler.name), o.batch ?? 100);
    if (changes.length === 0) return 0;
    // A stalled stream keeps its order: its later changes wait for the one that failed. Asked once a batch: only this lane adds to the list.
    const waiting = await rows.among(changes.map((change) => change.ref));
    for (const change of changes) {
      await o.keepLease();
      const key = streamKey(change.ref);
      if (!waiting.has(key) && !(await carry(change))) waiting.add(key);
    }
    const last = changes.at(-1);
    if (last !== undefined) await views.saveCheckpoint(handler.name, last.cursor);
    return changes.length;
  };
  return { name: handler.name, all: rows.all, resume, step };
};
