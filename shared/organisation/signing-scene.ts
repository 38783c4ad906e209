import type { PersonId, PositionId } from '../kernel/ids.ts';
import { covers, type Instant, type LocalDate } from '../kernel/time.ts';
import { otherPositionsOf } from './block-lines.ts';
import { headPositionOf, unitOf } from './directory.ts';
import type { OrganisationFacts } from './organisation.ts';
import type { Position } from './position.ts';
import type { CapacityKind, SigningCapacity, SigningMatter } from './signing-capacity.ts';
import type { Holding, Standing } from './standing.ts';
import type { Unit } from './unit.ts';

export type Signatory = { person: PersonId; position?: PositionId | undefined };
/** `date`: the effective date of the document; `at`: the instant of the act (suspensions and revocations work at once). */
export type SigningDay = { date: LocalDate; at: Instant };

/** What is the same for every holding of one person: who issues, the head's position on that day, whether the body decides. */
export type Scene = {
  facts: OrganisationFacts;
  matter: SigningMatter;
  on: SigningDay;
  standing: Standing;
  issuer: Unit;
  head: Position;
  collective: boolean;
};
export type Held = { holding: Holding; position: Position };

/** Undefined when nobody may sign for that issuer on that day: unknown, closed, outside, a room, or without a head's position. */
export const sceneOf = (
  facts: OrganisationFacts,
  matter: SigningMatter,
  who: { standing: Standing; on: SigningDay },
): Scene | undefined => {
  const issuer = unitOf(facts.organisation, matter.issuer);
  const head = headPositionOf(facts.organisation, matter.issuer, who.on.date);
  if (issuer === undefined || head === undefined || issuer.external || !covers(issuer.period, who.on.date)) return;
  if (!issuer.agency && issuer.kind !== 'council') return;
  return { facts, matter, issuer, head, ...who, collective: decidesAsBody(facts, matter, who.on.date) };
};

/**
 * Thay mặt tập thể: one-man agencies never; a council always; a matter of the catalogue whatever the drafter states (Điều 13.2 NĐ 30/2020).
 */
export const decidesAsBody = (facts: OrganisationFacts, matter: SigningMatter, on: LocalDate): boolean => {
  const issuer = unitOf(facts.organisation, matter.issuer);
  if (issuer?.kind === 'council') return true;
  if (issuer?.regime !== 'collective') return false;
  const catalogue = facts.organisation.matters.filter((one) => covers(one.period, on));
  return matter.competence === 'collective' || catalogue.some((one) => one.code === matter.matter);
};

/** The capacity with its proof, as it stays on the document. */
export const capacityOf = (
  scene: Scene,
  held: Held,
  made: { kind: CapacityKind; lines: string[]; proof: Omit<SigningCapacity['evidence'], 'holding'> },
): SigningCapacity => {
  const others = otherPositionsOf(scene.facts.organisation, scene.issuer, { ...scene, on: scene.on.date });
  return {
    kind: made.kind,
    person: scene.standing.person,
    name: scene.standing.name,
    position: held.position.id,
    holding: held.holding.id,
    lines: made.lines,
    ...(others.length === 0 ? {} : { otherPositions: others }),
    evidence: { holding: held.holding.id, ...made.proof },
  };
};

const DECREE = 'Nghị định 30/2020/NĐ-CP';
export const BASIS = {
  head: `Điều 13.1 ${DECREE}`,
  collective: `Điều 13.2 ${DECREE}`,
  acting: `Phụ lục I.II.7.b ${DECREE}`,
  delegated: `Điều 13.3 ${DECREE}`,
  byOrder: `Điều 13.4 ${DECREE}`,
} as const;
export const basisWith = (law: string, own: string | undefined): string => (own === undefined ? law : `${law}; ${own}`);
