import type { Instant } from '../../shared/kernel/time.ts';

/** Read once per command, into `facts.now`. The demo world runs on an offset clock. */
export interface Clock {
  now(): Instant;
}
