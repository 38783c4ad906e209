import { covers } from '../kernel/time.ts';
import { actingAs, insteadOf, onBehalfOf } from './block-lines.ts';
import { fieldLeader, holdingsOn, positionOf } from './directory.ts';
import type { CapacityKind, SigningCapacity } from './signing-capacity.ts';
import { BASIS, basisWith, capacityOf, type Held, type Scene } from './signing-scene.ts';
import type { Entrustment } from './standing.ts';

type Proof = Partial<Omit<SigningCapacity['evidence'], 'holding'>>;

/**
 * Người đứng đầu, quyền, cấp phó ký thay of the issuing agency (Điều 13.1–13.2). A deputy signs KT. only for a field in their charge on that
 * date, for a matter of the head's own that was given to them, or when put in charge of the whole agency.
 */
export const inOwnAgency = (scene: Scene, held: Held): SigningCapacity[] => {
  if (held.position.unit !== scene.issuer.id) return [];
  const { manner, basis } = held.holding;
  const law = scene.collective ? BASIS.collective : BASIS.head;
  const body = scene.collective ? [onBehalfOf(scene.issuer, scene.on.date)] : [];
  const make = (kind: CapacityKind, lines: string[], proof: Proof) => [
    capacityOf(scene, held, { kind, lines: [...body, ...lines], proof: { basis: law, ...proof } }),
  ];
  if (held.position.id === scene.head.id && manner === 'substantive') return make('head', [scene.head.printed], {});
  if (held.position.id === scene.head.id && manner === 'acting')
    return make('acting', [actingAs(scene.head.printed)], { basis: basisWith(`${law}; ${BASIS.acting}`, basis) });
  const title = deputyTitle(scene, held);
  const ground = title === undefined ? undefined : groundOfDeputy(scene, held, law);
  if (title === undefined || ground === undefined) return [];
  return make('deputy', [insteadOf(scene.head.printed), title], ground);
};

/** The deputy's own printed title; one put in charge may hold the head's position `in-charge` beside the deputy's. */
export const deputyTitle = (scene: Scene, held: Held): string | undefined => {
  if (held.position.rank === 'deputy' || held.position.rank === 'division-deputy') return held.position.printed;
  if (held.holding.manner !== 'in-charge') return;
  const positions = holdingsOn(scene.standing, scene.on.date).map((one) =>
    positionOf(scene.facts.organisation, one.position),
  );
  return positions.find(
    (one) => one?.unit === held.position.unit && (one.rank === 'deputy' || one.rank === 'division-deputy'),
  )?.printed;
};

const groundOfDeputy = (scene: Scene, held: Held, law: string): Proof | undefined => {
  if (held.holding.manner === 'in-charge') return { basis: basisWith(law, held.holding.basis) };
  const field = scene.matter.field;
  const leader = field === undefined ? undefined : fieldLeader(scene.facts.portfolios.get(field), scene.on.date);
  if (field !== undefined && leader === scene.standing.person) return { field, fieldLeader: leader };
  const given = entrustmentFor(scene);
  return given && { entrustment: given.id, delegator: given.from, basis: basisWith(law, given.basis) };
};

const entrustmentFor = ({ standing, matter, on }: Scene): Entrustment | undefined =>
  (standing.entrusted ?? []).find(
    (one) =>
      one.issuer === matter.issuer &&
      one.types.includes(matter.type) &&
      covers(one.period, on.date) &&
      (one.id === matter.entrustment || (one.matter !== undefined && one.matter === matter.matter)),
  );
