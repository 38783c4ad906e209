/** Random numbers that a printed seed brings back (mulberry32): a campaign that failed can be run again. */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** The value below which that share of the samples lies (nearest rank); 0 of none. */
export const percentile = (samples: readonly number[], share: number): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
};
export type Spread = { n: number; p50: number; p95: number; max: number };
export const spread = (samples: readonly number[], digits = 1): Spread => ({
  n: samples.length,
  p50: rounded(percentile(samples, 0.5), digits),
  p95: rounded(percentile(samples, 0.95), digits),
  max: rounded(percentile(samples, 1), digits),
});

export const timed = async <T>(work: () => Promise<T>): Promise<{ value: T; milliseconds: number }> => {
  const from = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - from };
};

/** What the figures were measured on. */
export const machine = (o: { cpus: number; node: string; platform: string }): string =>
  `${o.cpus} cores, Node ${o.node}, ${o.platform}`;
