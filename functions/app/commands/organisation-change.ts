import { fold } from '../../../shared/kernel/aggregate.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { DeclineChange, organisationVerbs } from '../../../shared/organisation/contract.ts';
import {
  applyChange,
  confirmChange,
  declineChange,
  type OrganisationChange,
  organisationChangeAggregate,
} from '../../../shared/organisation/organisation-change.ts';
import type { PreparedVerb } from '../../../shared/organisation/verb.ts';
import type { LoadedStream } from '../../ports/store.ts';
import type { CommandHandler } from '../call.ts';
import { type Decision, guard, stateOf, write } from '../execute.ts';
import { type GatheredOrganisation, gatherOrganisation } from '../facts/organisation-facts.ts';
import { inSomePosition } from './in-some-position.ts';
import { changeIdOf, changeRef, type OrganisationDependencies } from './organisation-dependencies.ts';
import { writesOf } from './organisation-writes.ts';

type At = { loaded: LoadedStream; state: OrganisationChange };

/** Confirmed and carried out in one transaction: nothing is ever confirmed and left undone. */
const carriedOut = (at: At, gathered: GatheredOrganisation, prepared: PreparedVerb): Result<Decision, Refusal> => {
  const { facts, now, actors, streams } = gathered;
  const { actor, asked } = inSomePosition(actors, (by) => confirmChange(facts, at.state, { now, by }));
  if (!asked.ok) return asked;
  const confirmed = fold(organisationChangeAggregate, at.state, asked.value) ?? at.state;
  const carried = applyChange(confirmed, { now, by: actor });
  if (!carried.ok) return carried;
  const decided = prepared.rule(facts, carried.value.act);
  if (!decided.ok) return decided;
  return ok({
    writes: [
      write(organisationChangeAggregate, at, [...asked.value, ...carried.value.events]),
      ...writesOf(decided.value, streams),
    ],
    guards: [...streams.values()].map(guard),
    answer: { applied: true },
  });
};

/** Xác nhận thay đổi: the second person's yes, and the change with it. */
export const confirmChangeCommand =
  (d: OrganisationDependencies): CommandHandler =>
  async (call) => {
    const known = changeIdOf(call.params);
    if (!known.ok) return known;
    const id = known.value;
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [changeRef(id)],
      decide: async (loaded) => {
        const at = stateOf(organisationChangeAggregate, loaded, id);
        const verb = at.state === null ? undefined : organisationVerbs.get(at.state.verb);
        if (at.state === null || verb === undefined) return refuse('absent', 'kernel.absent');
        const prepared = verb.prepare(at.state.command);
        const also = [at.state.proposedBy.person];
        const gathered = await gatherOrganisation(d, { caller: call.caller, prepared, also });
        return gathered.ok ? carriedOut({ loaded: at.loaded, state: at.state }, gathered.value, prepared) : gathered;
      },
    });
  };

/** Không đồng ý, hoặc rút đề nghị. */
export const declineChangeCommand =
  (d: OrganisationDependencies): CommandHandler =>
  async (call) => {
    const known = changeIdOf(call.params);
    if (!known.ok) return known;
    const id = known.value;
    const { reason } = DeclineChange.parse(call.body);
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [changeRef(id)],
      decide: async (loaded) => {
        const at = stateOf(organisationChangeAggregate, loaded, id);
        const { state } = at;
        if (state === null) return refuse('absent', 'kernel.absent');
        const gathered = await gatherOrganisation(d, { caller: call.caller });
        if (!gathered.ok) return gathered;
        const { facts, now, actors, streams } = gathered.value;
        const { asked } = inSomePosition(actors, (by) => declineChange(facts, state, { now, by, reason }));
        if (!asked.ok) return asked;
        return ok({
          writes: [write(organisationChangeAggregate, at, asked.value)],
          guards: [...streams.values()].map(guard),
          answer: { declined: true },
        });
      },
    });
  };
