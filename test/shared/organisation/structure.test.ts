import { describe, expect, it } from 'vitest';
import { fold } from '../../../shared/kernel/aggregate.ts';
import type { Changed, Decided } from '../../../shared/organisation/organisation-act.ts';
import { organisationAggregate } from '../../../shared/organisation/organisation-events.ts';
import { AddPosition, addPosition } from '../../../shared/organisation/structure/add-position.ts';
import { AddUnit, addUnit } from '../../../shared/organisation/structure/add-unit.ts';
import { CloseUnit, closeUnit } from '../../../shared/organisation/structure/close-unit.ts';
import { DefineSeries, defineSeries } from '../../../shared/organisation/structure/define-series.ts';
import { RenameUnit, renameUnit } from '../../../shared/organisation/structure/rename-unit.ts';
import { SetField, setField } from '../../../shared/organisation/structure/set-field.ts';
import { SetGroup, setGroup } from '../../../shared/organisation/structure/set-group.ts';
import { SetMatter, setMatter } from '../../../shared/organisation/structure/set-matter.ts';
import { SetStandingRule, setStandingRule } from '../../../shared/organisation/structure/set-standing-rule.ts';
import { nameOn } from '../../../shared/organisation/unit.ts';
import { act, byAdmin, city, codeOf, day, factsOf } from './city.ts';

const from = { from: '2024-01-01' };
/** The organisation after an allowed act. */
const resulting = (made: Decided) => {
  expect(made.ok).toBe(true);
  const changes: Changed[] = made.ok ? made.value : [];
  const events = changes.flatMap(({ events }) => events.map((event) => organisationAggregate.event.parse(event)));
  const state = fold(organisationAggregate, city(), events) ?? city();
  return organisationAggregate.state.parse(state);
};
const snv = () => city().units.filter((one) => one.id === 'SNV')[0];

describe('units', () => {
  const add = (more: object = {}) => AddUnit.parse({ ...snv(), id: 'SMOI', period: from, ...more });
  it('are added under a unit in being, once', () => {
    expect(resulting(addUnit(factsOf(), add(), byAdmin)).units.at(-1)?.id).toBe('SMOI');
    expect(codeOf(addUnit(factsOf(), add({ id: 'SNV' }), byAdmin))).toBe('organisation.already-exists');
    expect(codeOf(addUnit(factsOf(), add({ parent: 'XX' }), byAdmin))).toBe('organisation.unknown-unit');
    expect(codeOf(addUnit(factsOf(), add({ period: { from: '2000-01-01' } }), byAdmin))).toBe(
      'organisation.unit-closed',
    );
    expect(codeOf(addUnit(factsOf(), add({ period: { from: '2024-01-02', to: '2024-01-01' } }), byAdmin))).toBe(
      'organisation.period-reversed',
    );
    expect(codeOf(addUnit(factsOf(), add(), act('chair', 'ct')))).toBe('organisation.not-permitted');
  });
  it('keep the old name for documents before the change', () => {
    const name = { ...snv()?.names[0], name: 'Sở Nội vụ và Lao động', period: from };
    const renamed = resulting(renameUnit(factsOf(), RenameUnit.parse({ unit: 'SNV', name }), byAdmin)).units.find(
      (one) => one.id === 'SNV',
    );
    const names = ['2023-12-31', '2024-01-01'].map((date) => renamed && nameOn(renamed, day(date))?.name);
    expect(names).toEqual(['Sở Nội vụ', 'Sở Nội vụ và Lao động']);
    const early = RenameUnit.parse({ unit: 'SNV', name: { ...name, period: { from: '2016-01-01' } } });
    expect(codeOf(renameUnit(factsOf(), early, byAdmin))).toBe('organisation.period-reversed');
    expect(codeOf(renameUnit(factsOf(), RenameUnit.parse({ unit: 'XX', name }), byAdmin))).toBe(
      'organisation.unknown-unit',
    );
  });
  it('close with successors, when nobody holds a position in them any more', () => {
    const close = (more: object = {}) =>
      CloseUnit.parse({ unit: 'HD', on: '2024-06-30', successors: ['SNV'], basis: 'QĐ 20', ...more });
    const closed = resulting(closeUnit(factsOf(), close(), byAdmin)).units.find((one) => one.id === 'HD');
    expect(closed).toMatchObject({ period: { to: '2024-06-30' }, successors: ['SNV'] });
    expect(codeOf(closeUnit(factsOf(), close({ unit: 'SNV', successors: [] }), byAdmin))).toBe(
      'organisation.unit-still-has-holders',
    );
    expect(codeOf(closeUnit(factsOf(), close({ successors: ['HD'] }), byAdmin))).toBe('organisation.successor-unknown');
    expect(codeOf(closeUnit(factsOf(), close({ on: '2000-01-01' }), byAdmin))).toBe('organisation.unit-closed');
  });
});

describe('positions, fields, matters, groups, series and rules of thừa lệnh', () => {
  const position = (more: object = {}) =>
    AddPosition.parse({ ...city().positions[1], id: 'pct2', period: from, ...more });
  it('a unit has one head', () => {
    expect(resulting(addPosition(factsOf(), position(), byAdmin)).positions.at(-1)?.id).toBe('pct2');
    expect(codeOf(addPosition(factsOf(), position({ rank: 'head' }), byAdmin))).toBe('organisation.already-exists');
    expect(codeOf(addPosition(factsOf(), position({ unit: 'XX' }), byAdmin))).toBe('organisation.unknown-unit');
    expect(codeOf(addPosition(factsOf(), position({ period: { from: '2000-01-01' } }), byAdmin))).toBe(
      'organisation.unit-closed',
    );
  });
  it('a field set anew ends the row before it', () => {
    const made = resulting(
      setField(factsOf(), SetField.parse({ code: 'YT', name: 'Y tế, dân số', period: from }), byAdmin),
    );
    expect(made.fields.filter((one) => one.code === 'YT').map((one) => [one.name, one.period])).toEqual([
      ['Y tế', { from: '2016-01-01', to: '2023-12-31' }],
      ['Y tế, dân số', { from: '2024-01-01' }],
    ]);
    const lost = SetField.parse({ code: 'KT', name: 'Kinh tế', agency: 'XX', period: from });
    expect(codeOf(setField(factsOf(), lost, byAdmin))).toBe('organisation.unknown-unit');
  });
  it('the catalogue of collective matters and the groups are set by an administrator', () => {
    const matter = SetMatter.parse({ code: 'C02', title: 'Kế hoạch năm', period: from });
    expect(resulting(setMatter(factsOf(), matter, byAdmin)).matters.map((one) => one.code)).toEqual(['C01', 'C02']);
    expect(codeOf(setMatter(factsOf(), matter, act('clerk', 'vt')))).toBe('organisation.not-permitted');
    const group = SetGroup.parse({ id: '@SO', name: 'Các sở', rule: { kinds: ['department'] }, period: from });
    expect(resulting(setGroup(factsOf(), group, byAdmin)).groups).toHaveLength(1);
    const lost = SetGroup.parse({ ...group, rule: { parent: 'XX', kinds: ['department'] } });
    expect(codeOf(setGroup(factsOf(), lost, byAdmin))).toBe('organisation.unknown-unit');
  });
  it('each type of an issuer has one series on a day', () => {
    const series = (more: object = {}) =>
      DefineSeries.parse({
        id: 'CV',
        issuer: 'UB',
        types: ['official-letter'],
        name: 'Công văn',
        period: from,
        ...more,
      });
    expect(resulting(defineSeries(factsOf(), series(), byAdmin)).series).toHaveLength(1);
    const existing = factsOf({}, city({ series: [series()] }));
    expect(codeOf(defineSeries(existing, series({ id: 'CV2' }), byAdmin))).toBe('organisation.series-overlaps');
    expect(codeOf(defineSeries(existing, series({ issuer: 'SNV' }), byAdmin))).toBe('organisation.already-exists');
    expect(codeOf(defineSeries(factsOf(), series({ issuer: 'NC' }), byAdmin))).toBe(
      'organisation.issuer-not-an-agency',
    );
  });
  it('an order goes to the head of a unit of the agency, never to a deputy or to another authority', () => {
    const rule = (more: object = {}) =>
      SetStandingRule.parse({ ...city().standingRules[0], id: 'tl2', position: 'gd', ...more });
    expect(resulting(setStandingRule(factsOf(), rule(), byAdmin)).standingRules.map((one) => one.id)).toEqual([
      'tl',
      'tl2',
    ]);
    expect(codeOf(setStandingRule(factsOf(), rule({ position: 'pgd' }), byAdmin))).toBe(
      'organisation.order-not-to-unit-head',
    );
    expect(codeOf(setStandingRule(factsOf(), rule({ issuer: 'SNV', position: 'cvp' }), byAdmin))).toBe(
      'organisation.order-not-to-unit-head',
    );
    expect(codeOf(setStandingRule(factsOf(), rule({ position: 'xx' }), byAdmin))).toBe('organisation.unknown-position');
  });
});
