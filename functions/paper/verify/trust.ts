import type { Instant } from '../../../shared/kernel/time.ts';

/** What a verifier believes: roots of signatures and of time stamps, and the time of the check. */
export type Trust = { roots: readonly Uint8Array[]; timestampRoots: readonly Uint8Array[]; at: Instant };
