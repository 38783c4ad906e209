import type { Standing } from '../../shared/organisation/standing.ts';
import { type DocumentPlan, STAGES, type Stage } from './reading-document.ts';
import { readingOrganisation, TODAY } from './reading-organisation.ts';

/**
 * Who may read, written a second time from the text of the rule and from the plan of a document, not from its state: used to check the real one.
 * Units and desks are spelled out for the organisation of these tests.
 */
type World = { standings: readonly Standing[]; leader?: string; ranks: Readonly<Record<string, string>> };

const inForce = (period: { from: string; to?: string | undefined }) =>
  period.from <= TODAY && (period.to === undefined || TODAY <= period.to);

/** Whose clerks and archivists keep the papers of a unit: the committee's are those of its office and the office's rooms. */
const DESKS: Record<string, readonly string[]> = {
  UBND: ['UBND', 'VP', 'NC', 'TH'],
  VP: ['VP', 'NC', 'TH'],
  NC: ['NC'],
  TH: ['TH'],
  SNV: ['SNV'],
  STC: ['STC'],
};

export const heldBy = (world: World, person: string) =>
  world.standings
    .filter((one) => one.person === person)
    .flatMap((one) => one.holdings.filter((holding) => inForce(holding.period)).map((holding) => holding.position))
    .map((id) => {
      const position = readingOrganisation.positions.find((one) => one.id === id);
      return { id: String(id), unit: String(position?.unit), rank: world.ranks[id] ?? String(position?.rank) };
    });

/** Positions of those who are away today and named this person to receive their work. */
const standsInFor = (world: World, person: string): string[] =>
  world.standings
    .filter((one) => one.absences.some((away) => inForce(away.period) && away.substitute === person))
    .flatMap((one) => heldBy(world, one.person).map((position) => position.id));

export const ruleLetsRead = (world: World, person: string, plan: DocumentPlan): boolean => {
  const { unit = 'NC', drafter = 'cv-nc', signer = 'ct', consulted = [], recipients = [], granted = [] } = plan;
  const reached = (stage: Stage) => STAGES.indexOf(plan.stage) >= STAGES.indexOf(stage);
  const held = heldBy(world, person);
  const works = held.filter((position) => position.rank !== 'administrator');
  const desk = (rank: string, of: string) =>
    works.some((position) => position.rank === rank && (DESKS[of] ?? []).includes(position.unit));
  const worksIn = (units: readonly string[]) => works.some((position) => units.includes(position.unit));

  // Whoever took part.
  const acted = [
    drafter,
    ...(reached('approved') ? [signer] : []),
    ...(reached('signed') && granted.length > 0 ? ['cvp'] : []),
    ...(reached('numbered') ? ['vt'] : []),
  ];
  if (acted.some((position) => person === `p-${position}`)) return true;
  const turn = {
    draft: [],
    submitted: [signer],
    approved: [signer],
    signed: ['vt'],
    numbered: [],
    sealed: [],
    issued: [],
  }[plan.stage];
  const acts = [...held.map((position) => position.id), ...standsInFor(world, person)];
  if (turn.some((position) => acts.includes(position))) return true;

  // The drafting, consulted and signing units.
  const signs = readingOrganisation.positions.find((one) => one.id === signer)?.unit;
  if (worksIn([unit, 'UBND', ...consulted, ...(reached('submitted') && signs !== undefined ? [signs] : [])]))
    return true;
  if (!reached('signed')) return false;

  // Registry, the leader of the field, explicit grants.
  if (desk('clerk', 'UBND')) return true;
  if (plan.field === true && person === `p-${world.leader}`) return true;
  if (granted.some((key) => key === `person:${person}` || (key.startsWith('unit:') && worksIn([key.slice(5)]))))
    return true;
  if (!reached('issued')) return false;

  // Archive, recipients, everyone.
  if (desk('archivist', 'UBND')) return true;
  if (recipients.some((one) => worksIn([one]) || desk('clerk', one))) return true;
  return plan.wholeAuthority === true && works.length > 0;
};
