import * as z from 'zod';
import { PersonId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { requiredStandings, signingCapacities } from '../../../shared/organisation/authority.ts';
import { holdingsOn, positionOf } from '../../../shared/organisation/directory.ts';
import type { OrganisationFacts } from '../../../shared/organisation/organisation.ts';
import { CapacitiesQuery, type PersonAnswer } from '../../../shared/organisation/organisation-answers.ts';
import { maySuspend } from '../../../shared/organisation/people/suspend.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import { authorityRef, fieldRef } from '../../../shared/organisation/standing-events.ts';
import { whyNoCapacity } from '../../../shared/organisation/why-no-capacity.ts';
import type { QueryHandler } from '../call.ts';
import { loadState } from '../project/load-state.ts';
import type { Asker, ReadPorts } from './caller.ts';
import { instantOf, organisationLists } from './organisation-lists.ts';
import { data, query } from './query.ts';
import { refusedAddresses } from './refused-addresses.ts';

/** The reasons of an absence or a suspension: for the person, the heads above them and administrators. */
const seesReasons = (asker: Asker, of: Standing): boolean => {
  if (of.person === asker.caller.person) return true;
  const standings = [asker.standing, of].map((one) => [one.person, one] as const);
  const facts = { organisation: asker.organisation, standings: new Map(standings), portfolios: new Map() };
  return holdingsOn(asker.standing, asker.today).some((held) => {
    const position = positionOf(asker.organisation, held.position);
    if (position === undefined) return false;
    const { person, name } = asker.standing;
    const by = { person, name, position: position.id, title: position.title, unit: position.unit };
    return maySuspend(facts, of.person, { now: asker.now, by });
  });
};

const answerOf = (asker: Asker, of: Standing): PersonAnswer => {
  const all = seesReasons(asker, of);
  const { person, name, email, delegationsGiven, delegationsReceived, entrusted = [] } = of;
  const holdings = of.holdings.map((held) => {
    const position = positionOf(asker.organisation, held.position);
    if (position === undefined) return { ...held, title: held.position, unitName: '' };
    const { title, unit } = position;
    return { ...held, title, unit, unitName: unitLabel(asker.organisation, unit, asker.today) };
  });
  const absences = of.absences.map(({ reason, ...rest }) => (all ? { ...rest, reason } : rest));
  const suspensions = of.suspensions.map(({ reason, basis, ...rest }) => (all ? { ...rest, basis, reason } : rest));
  const known = { person, name, ...(email === undefined ? {} : { email }) };
  return { ...known, holdings, delegationsGiven, delegationsReceived, entrusted, absences, suspensions };
};

const person = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const id = PersonId.safeParse(params.id);
    const found = id.success ? await loadState(ports.store, authorityRef(id.data), Standing) : undefined;
    if (found === undefined) return refuse('absent', 'organisation.unknown-person', { facts: { person: params.id } });
    return data(answerOf(asker, found.state));
  });

/** The streams that speak about one person's authority in one matter, read now; the rule then looks at the date asked. */
const factsFor = async (ports: ReadPorts, asker: Asker, asked: CapacitiesQuery): Promise<OrganisationFacts> => {
  const { field, on = asker.today } = asked;
  const portfolio = field === undefined ? undefined : await loadState(ports.store, fieldRef(field), Portfolio);
  const portfolios = new Map(portfolio === undefined ? [] : [[portfolio.state.field, portfolio.state]]);
  const lenders = requiredStandings(asker.standing, asked, { portfolios, on });
  const others = await Promise.all(lenders.map((one) => loadState(ports.store, authorityRef(one), Standing)));
  const standings = [asker.standing, ...others.flatMap((one) => (one === undefined ? [] : [one.state]))];
  return {
    organisation: asker.organisation,
    standings: new Map(standings.map((one) => [one.person, one])),
    portfolios,
  };
};

/** Tôi được ký với tư cách nào: the capacities with their printed lines and proof, or the reason why there is none; today or on a past date. */
const capacities = (ports: ReadPorts): QueryHandler =>
  query(ports, CapacitiesQuery, async ({ asker, query: asked }) => {
    const { on = asker.today, position, ...matter } = asked;
    const facts = await factsFor(ports, asker, asked);
    const who = { person: asker.caller.person, ...(position === undefined ? {} : { position }) };
    const day = { date: on, at: instantOf(asker, on) };
    const found = signingCapacities(facts, matter, who, day);
    return data({
      on,
      capacities: found,
      ...(found.length > 0 ? {} : { refusal: whyNoCapacity(facts, matter, who, day) }),
    });
  });

/** Everything that may be asked of the organisation, by contract name. */
export const organisationQueriesOf = (ports: ReadPorts): [string, QueryHandler][] => [
  ...organisationLists(ports),
  ['organisation.person', person(ports)],
  ['organisation.capacities', capacities(ports)],
  ['organisation.refused-addresses', refusedAddresses(ports)],
];
