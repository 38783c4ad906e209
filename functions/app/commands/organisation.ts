import * as z from 'zod';
import { SYSTEM_PERSON } from '../../../shared/kernel/actor.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import { err, ok, type Result } from '../../../shared/kernel/result.ts';
import { organisationVerbs } from '../../../shared/organisation/contract.ts';
import type { Changed, No, OrganisationAct } from '../../../shared/organisation/organisation-act.ts';
import { organisationChangeAggregate, proposeChange } from '../../../shared/organisation/organisation-change.ts';
import { ORGANISATION } from '../../../shared/organisation/organisation-events.ts';
import type { OrganisationVerb, PreparedVerb } from '../../../shared/organisation/verb.ts';
import type { CommandHandler } from '../call.ts';
import { type Decision, guard, stateOf, write } from '../execute.ts';
import { type GatheredOrganisation, gatherOrganisation } from '../facts/organisation-facts.ts';
import { inSomePosition } from './in-some-position.ts';
import { confirmChangeCommand, declineChangeCommand } from './organisation-change.ts';
import { changeRef, type OrganisationDependencies } from './organisation-dependencies.ts';
import { writesOf } from './organisation-writes.ts';

const NEEDS_SECOND = 'organisation.needs-second-person';

type Decided = Result<Decision, Refusal>;
const applied = (gathered: GatheredOrganisation, changes: readonly Changed[], id: string | undefined): Decided =>
  ok({
    writes: writesOf(changes, gathered.streams),
    guards: [...gathered.streams.values()].map(guard),
    answer: { applied: true, ...(id === undefined ? {} : { id }) },
  });

/** Put forward only what would stand with a second person's word: the other reasons against it are said at once. */
const proposed = (
  gathered: GatheredOrganisation,
  o: { verb: string; prepared: PreparedVerb; act: OrganisationAct },
): Result<Parameters<typeof proposeChange>[1], No> => {
  const confirmed = o.prepared.rule(gathered.facts, { ...o.act, confirmedBy: SYSTEM_PERSON });
  if (!confirmed.ok) return confirmed;
  const touches = [...new Set([...o.prepared.touches, o.act.by.person])];
  return ok({ verb: o.verb, command: z.json().parse(o.prepared.command), touches });
};

const verbCommand =
  (d: OrganisationDependencies, verb: OrganisationVerb): CommandHandler =>
  async (call) => {
    // Made once for the call, so that a decision taken again after a collision names the same record.
    const id = verb.makesId ? d.ids.ulid() : undefined;
    const change = d.ids.ulid();
    const body = z.record(z.string(), z.unknown()).parse(call.body);
    const prepared = verb.prepare(id === undefined ? body : { ...body, id });
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [ORGANISATION, changeRef(change)],
      decide: async (streams) => {
        const gathered = await gatherOrganisation(d, { caller: call.caller, prepared });
        if (!gathered.ok) return gathered;
        const { facts, now, actors } = gathered.value;
        const { actor, asked } = inSomePosition(actors, (by) => prepared.rule(facts, { now, by }));
        if (asked.ok) return applied(gathered.value, asked.value, id);
        if (asked.error.code !== NEEDS_SECOND) return asked;
        const act = { now, by: actor };
        const wanted = proposed(gathered.value, { verb: verb.name, prepared, act });
        if (!wanted.ok) return wanted;
        const events = proposeChange(facts, wanted.value, act);
        if (!events.ok) return err(events.error);
        const at = stateOf(organisationChangeAggregate, streams, change);
        return ok({
          writes: [write(organisationChangeAggregate, at, events.value)],
          guards: [...gathered.value.streams.values()].map(guard),
          answer: { proposed: change, touches: wanted.value.touches },
        });
      },
    });
  };

/** Every verb of the organisation by contract name, with the second person's yes or no. */
export const organisationCommands = (d: OrganisationDependencies): [string, CommandHandler][] => [
  ...[...organisationVerbs.values()].map((verb): [string, CommandHandler] => [
    `organisation.${verb.name}`,
    verbCommand(d, verb),
  ]),
  ['organisation.confirm-change', confirmChangeCommand(d)],
  ['organisation.decline-change', declineChangeCommand(d)],
];
