/**
 * Token buckets in memory, one per key (address or person): `capacity` at once, refilled at `perSecond`. Each instance counts for itself;
 * that bounds a flood on one instance, and the gateway in front bounds the whole.
 */
export const makeRateLimit = (o: {
  capacity: number;
  perSecond: number;
  milliseconds: () => number;
  keys?: number;
}) => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const most = o.keys ?? 10_000;
  /** undefined when admitted, else the seconds to wait. */
  return (key: string): number | undefined => {
    const now = o.milliseconds();
    const before = buckets.get(key) ?? { tokens: o.capacity, at: now };
    const tokens = Math.min(o.capacity, before.tokens + (Math.max(0, now - before.at) / 1000) * o.perSecond);
    buckets.delete(key);
    // The oldest key goes first: memory stays bounded however many addresses knock.
    if (buckets.size >= most) for (const oldest of buckets.keys()) if (buckets.delete(oldest)) break;
    buckets.set(key, { tokens: tokens < 1 ? tokens : tokens - 1, at: now });
    return tokens < 1 ? Math.ceil((1 - tokens) / o.perSecond) : undefined;
  };
};
export type RateLimit = ReturnType<typeof makeRateLimit>;
