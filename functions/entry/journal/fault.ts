/** Something in the journal, its anchors or its files that is not as it was written. */
export type Fault = {
  about: 'store' | 'stream' | 'feed' | 'anchor' | 'file';
  /** Vietnamese, for whoever runs the check. */
  message: string;
  stream?: string;
  seq?: number;
  type?: string;
  /** Place in the feed, when known: the lowest is the first broken event. */
  position?: number;
  /** Number of the anchor that shows it. */
  anchor?: number;
  file?: string;
};

/** `bị sửa` and so on of one event, with everything that names it. */
export const eventFault = (
  found: { stream: string; seq: number; type?: string | undefined; position?: number | undefined },
  message: string,
): Fault => ({
  about: 'stream',
  stream: found.stream,
  seq: found.seq,
  message,
  ...(found.type === undefined ? {} : { type: found.type }),
  ...(found.position === undefined ? {} : { position: found.position }),
});

const rank = (fault: Fault): number =>
  fault.about === 'store' ? -1 : (fault.position ?? (fault.about === 'stream' ? 1e15 : 2e15));

/** Earliest place in the feed first; then what has no place: tails that are gone, anchors, files. */
export const inOrder = (faults: readonly Fault[]): Fault[] => [...faults].sort((a, b) => rank(a) - rank(b));

/** A broken journal may be broken a hundred thousand times: everything is counted, the first are kept. */
export const faultList = (most = 1_000) => {
  const kept: Fault[] = [];
  let count = 0;
  return {
    kept,
    add(fault: Fault): void {
      count += 1;
      if (kept.length < most) kept.push(fault);
    },
    count: () => count,
  };
};
export type FaultList = ReturnType<typeof faultList>;
