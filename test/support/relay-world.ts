import { onTestFinished } from 'vitest';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { sqliteStore } from '../../functions/adapters/sqlite/store.ts';
import { sqliteViews } from '../../functions/adapters/sqlite/views.ts';
import type { ChangeHandler, RelayFailure } from '../../functions/app/project/relay-lane.ts';
import { type Delivered, makePush } from '../../functions/app/project/relay-push.ts';
import { makeTurns, type Turns } from '../../functions/app/project/relay-turn.ts';
import type { Change, Store } from '../../functions/ports/store.ts';
import type { Views } from '../../functions/ports/views.ts';
import { type StreamRef, streamKey } from '../../shared/kernel/event-record.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { aDocument, perform } from '../contracts/store-acts.ts';

const now = () => Instant.parse('2026-03-02T03:00:00.000Z');
export const [first, second] = [aDocument('first'), aDocument('second')];

/** Store, views and index with nothing in them, closed after the test. */
export const aRelayWorld = () => {
  const store = sqliteStore({ file: ':memory:', now });
  const views = sqliteViews({ file: ':memory:', now });
  const search = ftsSearch({ file: ':memory:' });
  onTestFinished(async () => {
    await search.close();
    await views.close();
    await store.close();
  });
  const failures: RelayFailure[] = [];
  const turns = (patience = 20) => makeTurns({ views, holder: 'test', seconds: 60, patience });
  let acts = 0;
  /** One more event of each of these streams; as the table's stream would bring it. */
  const append = async (...refs: StreamRef[]): Promise<Delivered[]> => {
    const added: Delivered[] = [];
    for (const ref of refs) {
      acts += 1;
      await perform(store, { id: `http:p01:${acts}`, writes: [{ ref }] });
      const [stream] = (await store.load([ref])).streams;
      const [event] = await store.history(ref, stream?.version ?? 0, 1);
      if (event === undefined) throw new Error('what was stored can be read');
      added.push({ kind: 'change', sequenceNumber: String(acts), change: { cursor: '', ref, event } });
    }
    return added;
  };
  const push = (handlers: ChangeHandler[], instead: { store?: Store; views?: Views; turns?: Turns } = {}) =>
    makePush({
      store,
      views,
      attempts: 1,
      turns: turns(),
      ...instead,
      handlers,
      report: (failure) => failures.push(failure),
    });
  return { store, views, search, failures, turns, append, push };
};

/** A handler that keeps what it was handed, as `{stream}@{seq}`, and fails while told to. */
export const aHandler = (name = 'react') => {
  const seen: string[] = [];
  const failing = new Set<string>();
  const handle = async ({ ref, event }: Change): Promise<void> => {
    const at = `${streamKey(ref)}@${event.seq}`;
    if (failing.has(at)) throw new Error('khóa bị khóa');
    seen.push(at);
  };
  return { name, handle, seen, failing };
};
