import { makeTurns, type Turns } from '../../app/project/relay-turn.ts';
import { platform } from '../../platform.ts';
import type { Views } from '../../ports/views.ts';

/** A turn outlives whoever held it by no more than the longest that a function which carries changes may run. */
export const awsTurns = (views: Views, holder: string): Turns =>
  makeTurns({
    views,
    holder,
    seconds: Math.max(platform.relay.timeout, platform.sweep.timeout) + 5,
    patience: 20_000,
  });
