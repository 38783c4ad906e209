import type * as z from 'zod';
import { overlaps } from '../../kernel/time.ts';
import { unitOf } from '../directory.ts';
import { type OrganisationFacts, Series } from '../organisation.ts';
import {
  administratorOnly,
  type Decided,
  decide,
  no,
  type OrganisationAct,
  reversed,
  stamp,
} from '../organisation-act.ts';
import { ORGANISATION } from '../organisation-events.ts';

export const DefineSeries = Series;
export type DefineSeries = z.infer<typeof DefineSeries>;

/** Quy định dãy số: each type of an issuer has exactly one series on a day; a council keeps its own (Điều 15.1, Phụ lục I.II.3.a). */
export const defineSeries = (facts: OrganisationFacts, series: DefineSeries, act: OrganisationAct): Decided => {
  const { organisation } = facts;
  const unit = unitOf(organisation, series.issuer);
  const clash = organisation.series.find(
    (one) =>
      one.id !== series.id &&
      one.issuer === series.issuer &&
      one.types.some((type) => series.types.includes(type)) &&
      overlaps(one.period, series.period),
  );
  const moved = organisation.series.some((one) => one.id === series.id && one.issuer !== series.issuer);
  const issues = unit !== undefined && (unit.agency || unit.kind === 'council') && !unit.external;
  return decide(
    [
      administratorOnly(facts, act),
      unit === undefined ? no('absent', 'organisation.unknown-unit', { facts: { unit: series.issuer } }) : undefined,
      issues ? undefined : no('unmet', 'organisation.issuer-not-an-agency', { facts: { unit: series.issuer } }),
      reversed(series.period),
      clash === undefined
        ? undefined
        : no('conflict', 'organisation.series-overlaps', {
            basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
            facts: { series: clash.name },
          }),
      moved ? no('conflict', 'organisation.already-exists', { facts: { id: series.id } }) : undefined,
    ],
    () => [{ ref: ORGANISATION, events: [{ type: 'SeriesDefined' as const, ...stamp(act), series }] }],
  );
};
