import type { SearchIndex } from '../../ports/search.ts';
import type { Store } from '../../ports/store.ts';
import type { Views, ViewWrite } from '../../ports/views.ts';
import type { Projector } from './projector.ts';
import { Stalled, stalledList } from './relay-lane.ts';

/** Where another handler stands in the feed, and the streams it has given up on: reactions must not begin again because views do. */
const rememberHandler = async (views: Views, name: string): Promise<() => Promise<void>> => {
  const cursor = await views.checkpoint(name);
  const { rows } = await views.query({ pk: stalledList(name), limit: 200 });
  return async () => {
    const writes = rows.map((row): ViewWrite => ({ op: 'put', row, version: Stalled.parse(row.data).mark }));
    if (writes.length > 0) await views.apply(writes);
    if (cursor !== undefined) await views.saveCheckpoint(name, cursor);
  };
};

/**
 * Forgets every view and index record and makes them anew from the whole history. Run it while the relay stands still; `keep` names the other
 * handlers of the relay, whose places in the feed are kept. The number of changes read.
 */
export const rebuild = async (o: {
  store: Store;
  views: Views;
  search: SearchIndex;
  projector: Projector;
  keep?: readonly string[];
}): Promise<number> => {
  const handlers = await Promise.all((o.keep ?? []).map((name) => rememberHandler(o.views, name)));
  await o.views.clear();
  for (const restore of handlers) await restore();
  await o.search.clear();
  let count = 0;
  let cursor: string | undefined;
  for (;;) {
    const changes = await o.store.changes(cursor, 500);
    for (const change of changes) await o.projector.handle(change);
    count += changes.length;
    const last = changes.at(-1);
    if (last === undefined) break;
    cursor = last.cursor;
  }
  if (cursor !== undefined) await o.views.saveCheckpoint(o.projector.name, cursor);
  await o.search.refresh();
  return count;
};
