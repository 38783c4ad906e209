import { type StreamRef, streamKey } from '../../../shared/kernel/event-record.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { makeStalledRows } from './relay-stalled.ts';

export type ChangeHandler = { name: string; handle: (change: Change) => Promise<void> };
/**
 * What the operator must learn. `failed`: a handler gave up on a change and its stream waits; `poison`: a record of the table's stream cannot be
 * read; `tampering`: somebody changed or removed a stored event in the table.
 */
export type RelayFailure = {
  kind: 'failed' | 'poison' | 'tampering';
  handler: string;
  stream: string;
  seq: number;
  cause: string;
  error: unknown;
};

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
};

/** Events of a stalled stream read at once. */
const READ_ON = 25;

/**
 * One handler's way through the changes, with its own stalled streams. `take` and `resume` of one stream must not run at once; whoever calls them
 * sees to that (the relay's lease, or a turn).
 */
export const makeLane = (o: LaneOptions, handler: ChangeHandler) => {
  const rows = makeStalledRows(o.views, handler.name);
  const attempt = makeTry(handler, o.attempts ?? 3);
  /** False when the change failed to the end: it is kept and reported, never swallowed. */
  const carry = async (change: Change): Promise<boolean> => {
    const error = await attempt(change);
    if (error === undefined) return true;
    const { ref, event } = change;
    const cause = textOf(error);
    await rows.park(ref, event.seq, cause);
    o.report({ kind: 'failed', handler: handler.name, stream: streamKey(ref), seq: event.seq, cause, error });
    return false;
  };
  /** A stalled stream keeps its order: what follows the change that failed waits for it. */
  const take = async (change: Change): Promise<void> => {
    const stalled = await rows.find(change.ref);
    if (stalled === undefined || change.event.seq < stalled.seq) await carry(change);
  };
  /** Puts a change aside that nobody can read now; an earlier stop of the stream stands. */
  const setAside = async (ref: StreamRef, seq: number, cause: string): Promise<void> => {
    const stalled = await rows.find(ref);
    if (stalled === undefined || seq < stalled.seq) await rows.park(ref, seq, cause);
  };
  /**
   * Goes on where a stream stopped, in order, as far as its history goes; it may stop again. The number of changes handled. After the release it
   * looks once more: a change that came in between still found the stream stalled, and nobody else would carry it.
   */
  const resume = async (ref: StreamRef, from: number): Promise<number> => {
    let seq = from;
    let isReleased = false;
    for (;;) {
      const events = await o.store.history(ref, seq, READ_ON);
      if (events.length === 0 && isReleased) return seq - from;
      if (events.length === 0) await rows.release(ref);
      isReleased = events.length === 0;
      for (const event of events) {
        if (!(await carry({ cursor: '', ref, event }))) return seq - from;
        seq += 1;
      }
    }
  };
  return { name: handler.name, all: rows.all, find: rows.find, among: rows.among, carry, take, setAside, resume };
};
export type Lane = ReturnType<typeof makeLane>;
