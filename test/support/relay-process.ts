import { setImmediate } from 'node:timers/promises';
import { makeProjector } from '../../functions/app/project/projector.ts';
import { rebuild } from '../../functions/app/project/rebuild.ts';
import type { ChangeHandler, RelayFailure } from '../../functions/app/project/relay-lane.ts';
import { enqueueing, makePush } from '../../functions/app/project/relay-push.ts';
import { makeTurns } from '../../functions/app/project/relay-turn.ts';
import type { Files } from '../../functions/ports/files.ts';
import type { SearchIndex } from '../../functions/ports/search.ts';
import type { Change } from '../../functions/ports/store.ts';
import type { Views } from '../../functions/ports/views.ts';
import { streamKey } from '../../shared/kernel/event-record.ts';
import type { RelayEngine } from './relay-engines.ts';

/** Repeatable chance. */
export const chances = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    often: (share: number): boolean => next() < share,
    below: (end: number): number => Math.floor(next() * end),
  };
};
export type Chances = ReturnType<typeof chances>;

type Step = () => Promise<void>;

/** Views that take a step before each call, and between the rows of one: a process may stop there, or another one come in between. */
const steppingViews = (views: Views, step: Step, leases: Map<string, string>): Views => ({
  get: async (pk, sk) => {
    await step();
    return views.get(pk, sk);
  },
  query: async (asked) => {
    await step();
    return views.query(asked);
  },
  apply: async (writes) => {
    for (const write of writes) {
      await step();
      await views.apply([write]);
    }
  },
  checkpoint: async (name) => {
    await step();
    return views.checkpoint(name);
  },
  saveCheckpoint: async (name, cursor) => {
    await step();
    await views.saveCheckpoint(name, cursor);
  },
  lease: async (name, holder, seconds) => {
    await step();
    const held = await views.lease(name, holder, seconds);
    if (held) leases.set(name, holder);
    return held;
  },
  clear: async () => {
    await step();
    await views.clear();
  },
});
const steppingSearch = (search: SearchIndex, step: Step): SearchIndex => ({
  ...search,
  apply: async (operations) => {
    await step();
    await search.apply(operations);
  },
});

export type Office = {
  engine: RelayEngine;
  files: Files;
  /** Decides what goes wrong. */
  chance: Chances;
  /** What the queue of reactions was sent: `{stream}@{seq}`. */
  sent: Set<string>;
  failures: RelayFailure[];
  /** True while this change cannot be handled. */
  fails: (handler: string, change: Change) => boolean;
};

let processes = 0;
/** One process of the relay; after `life` calls of a port it is dead: whatever it still tries fails, and its leases stay. */
export const startProcess = (o: Office, life = Number.POSITIVE_INFINITY) => {
  processes += 1;
  let calls = 0;
  const leases = new Map<string, string>();
  const step = async (): Promise<void> => {
    for (let yields = o.chance.below(3); yields > 0; yields -= 1) await setImmediate();
    calls += 1;
    if (calls > life) throw new Error('killed');
  };
  const views = steppingViews(o.engine.views, step, leases);
  const search = steppingSearch(o.engine.search, step);
  const { store } = o.engine;
  const faulty = (handler: ChangeHandler): ChangeHandler => ({
    name: handler.name,
    handle: async (change) => {
      if (o.fails(handler.name, change)) throw new Error(`${handler.name} is out of order`);
      await handler.handle(change);
    },
  });
  const projector = faulty(makeProjector({ store, views, search, files: o.files }));
  const issuing = enqueueing({
    name: 'issuing',
    wants: ({ ref }) => ref.aggregate === 'document',
    send: async (refs) => {
      await step();
      for (const { seq, ...ref } of refs) o.sent.add(`${streamKey(ref)}@${seq}`);
    },
  });
  const report = (failure: RelayFailure): void => void o.failures.push(failure);
  const turnsWith = (patience: number) => makeTurns({ views, holder: `process-${processes}`, seconds: 600, patience });
  const handlers = [projector, faulty(issuing)];
  return {
    ...makePush({ store, views, handlers, report, attempts: 1 + o.chance.below(2), turns: turnsWith(40) }),
    rebuild: () => rebuild({ store, views, search, projector, keep: ['issuing'], report, turns: turnsWith(20_000) }),
    isDead: () => calls > life,
    /** As if the time of its leases had run out. */
    bury: async () => {
      for (const [name, holder] of leases) await o.engine.views.lease(name, holder, 0);
    },
  };
};
