import type { Actor } from '../../../shared/kernel/actor.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import type { No } from '../../../shared/organisation/organisation-act.ts';

const NOT_PERMITTED = 'organisation.not-permitted';

/**
 * Asks the rule in each position the caller may act in and takes the one that fits; when none does, the most telling no: what a position that may
 * change it would still lack, rather than that another one may not.
 */
export const inSomePosition = <T>(
  actors: readonly Actor[],
  ask: (actor: Actor) => Result<T, No>,
): { actor: Actor; asked: Result<T, No> } => {
  const all = actors.map((actor) => ({ actor, asked: ask(actor) }));
  const found =
    all.find(({ asked }) => asked.ok) ??
    all.find(({ asked }) => !asked.ok && asked.error.code !== NOT_PERMITTED) ??
    all[0];
  if (found === undefined) throw new Error('nobody acts');
  return found;
};
