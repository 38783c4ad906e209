import type { Views } from '../ports/views.ts';

/** Does the works of one key one after the other. Correctness rests on the store's version check, not on this. */
export type Serial = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/**
 * One queue per key in this process: numbering goes through one per register, because optimistic retries starve when many clients want one
 * counter (architecture §4).
 */
export const makeSerial = (): Serial => {
  const tails = new Map<string, Promise<unknown>>();
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    tails.set(key, tail);
    void tail.then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    return result;
  };
};

const HOLD_SECONDS = 5;
const PATIENCE_MS = 12_000;

/**
 * The same across processes that share only the store: a lease per key, asked for with jitter. Who waits in vain goes on all the same, and so
 * does everybody when a holder died: the lease runs out after five seconds.
 */
export const leaseSerial = (o: { views: Views; unique: () => string }): Serial => {
  const waitFor = async (name: string, holder: string): Promise<boolean> => {
    const started = performance.now();
    for (let attempt = 0; performance.now() - started < PATIENCE_MS; attempt += 1) {
      if (await o.views.lease(name, holder, HOLD_SECONDS)) return true;
      await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * Math.min(20 * 2 ** attempt, 250)));
    }
    return false;
  };
  return async (key, work) => {
    const name = `serial#${key}`;
    const holder = o.unique();
    const held = await waitFor(name, holder);
    try {
      return await work();
    } finally {
      if (held) await o.views.lease(name, holder, 0);
    }
  };
};
