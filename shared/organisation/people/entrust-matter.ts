import type * as z from 'zod';
import { PersonId } from '../../kernel/ids.ts';
import { covers } from '../../kernel/time.ts';
import { headPositionOf, holdingsOn, positionOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  actsAs,
  byStream,
  type Decided,
  decide,
  inStream,
  type No,
  no,
  type OrganisationAct,
  reversed,
  secondPerson,
  stamp,
  standingOf,
} from '../organisation-act.ts';
import { Entrustment } from '../standing.ts';
import { authorityRef } from '../standing-events.ts';

export const EntrustMatter = Entrustment.extend({ to: PersonId });
export type EntrustMatter = z.infer<typeof EntrustMatter>;

const BASIS = 'Điều 13.1 Nghị định 30/2020/NĐ-CP';

const partiesFault = ({ organisation, standings }: OrganisationFacts, command: EntrustMatter): No | undefined => {
  const on = command.period.from;
  const headPosition = headPositionOf(organisation, command.issuer, on);
  const from = standings.get(command.from);
  const to = standings.get(command.to);
  if (from === undefined || to === undefined) return;
  if (!holdingsOn(from, on).some((held) => held.position === headPosition?.id && held.manner !== 'in-charge'))
    return no('unmet', 'organisation.delegator-not-head', { basis: BASIS, facts: { name: from.name } });
  const deputy = holdingsOn(to, on).some((held) => {
    const position = positionOf(organisation, held.position);
    return position?.unit === command.issuer && position.rank === 'deputy';
  });
  if (!deputy) return no('unmet', 'organisation.entrusted-not-deputy', { basis: BASIS, facts: { name: to.name } });
  const matter = organisation.matters.find((one) => one.code === command.matter && covers(one.period, on));
  if (command.matter !== undefined && matter === undefined)
    return no('absent', 'organisation.matter-unknown', { facts: { matter: command.matter } });
  return;
};

/** Giao cấp phó ký thay việc của người đứng đầu, outside the fields in their charge (Điều 13.1). */
export const entrustMatter = (facts: OrganisationFacts, command: EntrustMatter, act: OrganisationAct): Decided => {
  const himself = act.by.person === command.from && actsAs(facts, act, ['head', 'division-head']);
  const exists = facts.standings.get(command.to)?.entrusted?.some((one) => one.id === command.id) === true;
  return decide(
    [
      himself || actsAs(facts, act, ['administrator']) ? undefined : no('forbidden', 'organisation.not-permitted'),
      secondPerson(act, himself ? [] : [command.from, command.to]),
      standingOf(facts, command.from),
      standingOf(facts, command.to),
      reversed(command.period),
      exists ? no('conflict', 'organisation.already-exists', { facts: { id: command.id } }) : undefined,
      partiesFault(facts, command),
    ],
    () => {
      const { to, ...entrustment } = command;
      return byStream([inStream(authorityRef(to), [{ type: 'MatterEntrusted', ...stamp(act), entrustment }])]);
    },
  );
};
