import { type Instant, instant, milliseconds } from '../../../shared/kernel/time.ts';
import type { Clock } from '../../ports/clock.ts';

export const systemClock: Clock = { now: () => instant(Date.now()) };

/** The demo office's clock: starts at `at` when `since` (real time) began, and runs on at the same pace. */
export const offsetClock = (o: { at: Instant; since: Instant }): Clock => {
  const offset = milliseconds(o.at) - milliseconds(o.since);
  return { now: () => instant(Date.now() + offset) };
};

/** A clock that stands where it is put: the printed journey of 3073 runs by it. */
export const settableClock = (start: Instant): Clock & { set: (at: Instant) => void } => {
  let current = start;
  return {
    now: () => current,
    set: (at) => {
      current = at;
    },
  };
};

/** The demo office's clock while its story is being told: held at an instant, then released to run on. */
export const storyClock = (running: Clock): Clock & { hold: (at: Instant) => void; release: () => void } => {
  let held: Instant | undefined;
  return {
    now: () => held ?? running.now(),
    hold: (at) => {
      held = at;
    },
    release: () => {
      held = undefined;
    },
  };
};
