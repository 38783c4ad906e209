import type { SearchIndex } from '../../ports/search.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views, ViewWrite } from '../../ports/views.ts';
import { row } from './document-line.ts';
import type { Projector } from './projector.ts';
import { makeLane, pause, type RelayFailure } from './relay-lane.ts';
import { allStalled, stalledList } from './relay-stalled.ts';
import { alone, Busy, type Turns } from './relay-turn.ts';

/** Where another handler stands in the feed, and the streams it has given up on: reactions must not begin again because views do. */
const rememberHandler = async (views: Views, name: string): Promise<() => Promise<void>> => {
  const cursor = await views.checkpoint(name);
  const stalled = await allStalled(views, name);
  return async () => {
    for (const one of stalled) {
      const kept = row(stalledList(name), `${one.aggregate}/${one.id}`, one);
      const write: ViewWrite = { op: 'put', row: kept, version: one.mark };
      await views.apply([write]);
    }
    if (cursor !== undefined) await views.saveCheckpoint(name, cursor);
  };
};

export type RebuildOptions = {
  store: Store;
  views: Views;
  search: SearchIndex;
  projector: Projector;
  /** The other handlers of the relay: their places in the feed and their stalled streams are kept. */
  keep?: readonly string[];
  /** Shared with the relay that goes on meanwhile; absent when the relay stands still. */
  turns?: Turns;
  /** Told of a change that cannot be projected, whose stream then waits; when absent, the first one ends the rebuild. */
  report?: (failure: RelayFailure) => void;
};

/** Nothing is carried while this runs: what was under way could otherwise write an old row after everything was forgotten. */
const forget = async (o: RebuildOptions): Promise<void> => {
  const handlers = await Promise.all((o.keep ?? []).map((name) => rememberHandler(o.views, name)));
  await o.views.clear();
  for (const restore of handlers) await restore();
  await o.search.clear();
};

const BUSY_MILLISECONDS = 1_000;
/** A rebuild gives way as long as it must: who holds a turn finishes, or its lease runs out. */
const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Busy)) throw error;
      await pause(BUSY_MILLISECONDS);
    }
  }
};

/**
 * Forgets every view and index record and makes them anew from the whole history; the number of changes read. With `turns` it runs beside a live
 * relay and live writes: the relay stands still while everything is forgotten, then both carry changes, never of one document at once. Whatever the
 * relay carries too early (before the changes ahead of it were replayed) the replay carries again in order, since it ends only at the end of the
 * feed. Until it ends, lists lack rows.
 */
export const rebuild = async (o: RebuildOptions): Promise<number> => {
  const turns = o.turns ?? alone;
  const report = (failure: RelayFailure): void => {
    if (o.report === undefined) throw failure.error;
    o.report(failure);
  };
  const lane = makeLane({ ...o, report }, o.projector);
  const replay = (change: Change) => patiently(() => turns.turn(change.ref, () => lane.take(change)));
  await patiently(() => turns.still(() => forget(o)));
  let count = 0;
  let cursor: string | undefined;
  for (;;) {
    const changes = await o.store.changes(cursor, 500);
    for (const change of changes) await replay(change);
    count += changes.length;
    const last = changes.at(-1);
    if (last === undefined) break;
    cursor = last.cursor;
  }
  if (cursor !== undefined) await o.views.saveCheckpoint(o.projector.name, cursor);
  await o.search.refresh();
  return count;
};
