/**
 * One queue per key in this process: numbering goes through one per register, because optimistic retries starve when many clients want one
 * counter (architecture §4; SQS FIFO by register does the same on AWS). Correctness rests on the store's version check, not on this.
 */
export const makeSerial = () => {
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
