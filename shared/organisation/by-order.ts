import { covers } from '../kernel/time.ts';
import { actingAs, byOrderOf, insteadOf, withUnitName } from './block-lines.ts';
import { positionOf, unitOf } from './directory.ts';
import type { StandingRule } from './organisation.ts';
import { deputyTitle } from './own-agency.ts';
import type { SigningCapacity } from './signing-capacity.ts';
import { BASIS, basisWith, capacityOf, type Held, type Scene } from './signing-scene.ts';

/** Rules of thừa lệnh of this issuer in force on that date, whatever their types and fields. */
export const standingRulesOn = ({ facts, matter, on }: Pick<Scene, 'facts' | 'matter' | 'on'>): StandingRule[] =>
  facts.organisation.standingRules.filter((rule) => rule.issuer === matter.issuer && covers(rule.period, on.date));

export const ruleCovers = (rule: StandingRule, matter: Scene['matter']): boolean =>
  rule.types.includes(matter.type) &&
  (rule.fields.length === 0 || (matter.field !== undefined && rule.fields.includes(matter.field)));

/**
 * Thừa lệnh (Điều 13.4): the head of a unit signs the types that the working regulation lists, and may leave it to a deputy, one level down:
 * `TL. CHỦ TỊCH / KT. CHÁNH VĂN PHÒNG / PHÓ CHÁNH VĂN PHÒNG`. Never on behalf of a collective body.
 */
export const byOrder = (scene: Scene, held: Held): SigningCapacity[] => {
  if (scene.collective) return [];
  return standingRulesOn(scene)
    .filter((rule) => ruleCovers(rule, scene.matter))
    .flatMap((rule) => {
      const lines = linesByOrder(scene, held, rule);
      if (lines === undefined) return [];
      const proof = { standingRule: rule.id, basis: basisWith(BASIS.byOrder, rule.basis) };
      const kind = lines.length === 1 ? 'by-order' : 'by-order-deputy';
      return [capacityOf(scene, held, { kind, lines: [byOrderOf(scene.head.printed), ...lines], proof })];
    });
};

const linesByOrder = (scene: Scene, held: Held, rule: StandingRule): string[] | undefined => {
  const ordered = positionOf(scene.facts.organisation, rule.position);
  const unit = ordered === undefined ? undefined : unitOf(scene.facts.organisation, ordered.unit);
  if (ordered === undefined || unit === undefined || held.position.unit !== ordered.unit) return;
  if (!covers(ordered.period, scene.on.date) || !covers(unit.period, scene.on.date)) return;
  const title = withUnitName(ordered.printed, unit, scene.on.date);
  const { manner } = held.holding;
  if (held.position.id === ordered.id && manner === 'substantive') return [title];
  if (held.position.id === ordered.id && manner === 'acting') return [actingAs(title)];
  const deputy = deputyTitle(scene, held);
  if (deputy === undefined || (!rule.deputiesMay && manner !== 'in-charge')) return;
  return [insteadOf(title), withUnitName(deputy, unit, scene.on.date)];
};
