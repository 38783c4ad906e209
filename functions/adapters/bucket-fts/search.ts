import type { SearchIndex } from '../../ports/search.ts';
import { type Compaction, compact } from './compact.ts';
import { catchUp } from './follow.ts';
import { type LocalCopy, openLocalCopy } from './local-copy.ts';
import type { Objects } from './objects.ts';
import { bucketFtsWriter } from './writer.ts';

export type BucketFts = SearchIndex & {
  /** Makes one snapshot of what has been applied. For one process, at a quiet hour; it costs time in others, never an answer. */
  compact(): Promise<Compaction>;
};

/**
 * The archive's search (tra cứu) without a server: a log and snapshots of an FTS5 index in a bucket, and in each process that asks a copy of its
 * own, which looks for newer entries before it answers. Nothing runs, and nothing but the bytes is paid, while nobody asks (ADR 0008).
 *
 * `directory` belongs to this process; it may be lost at any time. `maxStaleness` is for how many milliseconds an answer may miss what others
 * have applied: 0 asks the bucket before each answer. `worker` names the code of the index's thread in a bundle.
 */
export const bucketFts = (o: {
  objects: Objects;
  directory: string;
  maxStaleness?: number;
  worker?: URL;
}): BucketFts => {
  const opening = onceDone(() => openLocalCopy({ directory: o.directory, worker: o.worker }));
  let asOf = Number.NEGATIVE_INFINITY;
  const refresh = inTurn(async () => {
    const from = performance.now();
    await catchUp(o.objects, await opening.get());
    asOf = from;
  });
  const current = async (): Promise<LocalCopy> => {
    if (performance.now() - asOf >= (o.maxStaleness ?? 0)) await refresh();
    return opening.get();
  };
  return {
    ...bucketFtsWriter({ objects: o.objects }),
    search: async (query) => (await current()).index().search(query),
    suggest: async (prefix, readers, limit) => (await current()).index().suggest(prefix, readers, limit),
    refresh,
    compact: async () => {
      await refresh();
      return compact(o.objects, await opening.get(), o.directory);
    },
    close: async () => {
      if (opening.begun()) await (await opening.get()).close();
    },
  };
};

/** Does the work at the first call; after a failure the next call tries again. */
const onceDone = <T>(work: () => Promise<T>) => {
  let done: Promise<T> | undefined;
  return {
    begun: () => done !== undefined,
    get: (): Promise<T> => {
      done ??= work().catch((error: unknown) => {
        done = undefined;
        throw error;
      });
      return done;
    },
  };
};

/** One run at a time. Who comes while one runs waits for the next, which has begun after they came, and shares it. */
const inTurn = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;
  return () => {
    if (waiting !== undefined) return waiting;
    const next = running
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        return work();
      });
    running = next;
    waiting = next;
    return next;
  };
};
