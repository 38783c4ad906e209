import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import type { Aggregate } from '../kernel/aggregate.ts';
import type { StreamRef } from '../kernel/event-record.ts';
import { UnitId } from '../kernel/ids.ts';
import { addDays, Instant, LocalDate, type Period } from '../kernel/time.ts';
import { CollectiveMatter, Field, Organisation, RecipientGroup, Series, StandingRule } from './organisation.ts';
import { Position } from './position.ts';
import { Unit, UnitName } from './unit.ts';

const e = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), at: Instant, by: Actor, ...shape });

/** Events of the stream `organisation/main`. */
export const OrganisationEvent = z.discriminatedUnion('type', [
  /** The structure as it was imported; later events change it. */
  e('OrganisationImported', { organisation: Organisation, source: z.string().max(300) }),
  e('UnitAdded', { unit: Unit }),
  e('UnitRenamed', { unit: UnitId, name: UnitName }),
  e('UnitClosed', { unit: UnitId, on: LocalDate, successors: z.array(UnitId), basis: z.string() }),
  e('PositionAdded', { position: Position }),
  e('FieldSet', { field: Field }),
  e('MatterSet', { matter: CollectiveMatter }),
  e('StandingRuleSet', { rule: StandingRule }),
  e('GroupSet', { group: RecipientGroup }),
  e('SeriesDefined', { series: Series }),
]);
export type OrganisationEvent = z.infer<typeof OrganisationEvent>;

export const ORGANISATION: StreamRef = { aggregate: 'organisation', id: 'main' };

const EMPTY: Organisation = {
  units: [],
  positions: [],
  fields: [],
  matters: [],
  standingRules: [],
  groups: [],
  series: [],
};

/** Ends what is in force before `from`, so that two versions never hold on one day. */
const endBefore = <Row extends { period: Period }>(row: Row, from: LocalDate): Row =>
  row.period.to === undefined || row.period.to >= from
    ? { ...row, period: { ...row.period, to: addDays(from, -1) } }
    : row;

/** A new version of a catalogue row: later than the old one it follows it, from the same day or earlier it replaces it. */
const setRow = <Row extends { period: Period }>(
  rows: readonly Row[],
  row: Row,
  same: (other: Row) => boolean,
): Row[] => [
  ...rows.flatMap((other) => {
    if (!same(other)) return [other];
    return other.period.from < row.period.from ? [endBefore(other, row.period.from)] : [];
  }),
  row,
];

const evolveUnits = (units: readonly Unit[], event: OrganisationEvent): Unit[] =>
  units.map((unit) => {
    if (event.type === 'UnitRenamed' && event.unit === unit.id)
      return { ...unit, names: setRow(unit.names, event.name, () => true) };
    if (event.type === 'UnitClosed' && event.unit === unit.id)
      return { ...unit, period: { ...unit.period, to: event.on }, successors: event.successors };
    return unit;
  });

const evolve = (before: Organisation | null, event: OrganisationEvent): Organisation => {
  const state = before ?? EMPTY;
  switch (event.type) {
    case 'OrganisationImported':
      return event.organisation;
    case 'UnitAdded':
      return { ...state, units: [...state.units, event.unit] };
    case 'UnitRenamed':
    case 'UnitClosed':
      return { ...state, units: evolveUnits(state.units, event) };
    case 'PositionAdded':
      return { ...state, positions: [...state.positions, event.position] };
    case 'FieldSet':
      return { ...state, fields: setRow(state.fields, event.field, (one) => one.code === event.field.code) };
    case 'MatterSet':
      return { ...state, matters: setRow(state.matters, event.matter, (one) => one.code === event.matter.code) };
    case 'StandingRuleSet':
      return { ...state, standingRules: setRow(state.standingRules, event.rule, (one) => one.id === event.rule.id) };
    case 'GroupSet':
      return { ...state, groups: setRow(state.groups, event.group, (one) => one.id === event.group.id) };
    case 'SeriesDefined':
      return { ...state, series: setRow(state.series, event.series, (one) => one.id === event.series.id) };
  }
};

/** Cơ cấu tổ chức: the one stream `organisation/main`. */
export const organisationAggregate: Aggregate<Organisation, OrganisationEvent> = {
  name: 'organisation',
  schemaVersion: 1,
  state: Organisation,
  event: OrganisationEvent,
  evolve,
};
