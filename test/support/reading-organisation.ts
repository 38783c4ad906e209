import type { Actor } from '../../shared/kernel/actor.ts';
import { FieldCode, HoldingId, PersonId, PositionId, SeriesId, UnitId } from '../../shared/kernel/ids.ts';
import { LocalDate } from '../../shared/kernel/time.ts';
import { Organisation } from '../../shared/organisation/organisation.ts';
import { Portfolio, Standing } from '../../shared/organisation/standing.ts';

const always = { from: '2020-01-01' };
const unit = (id: string, kind: string, more: Record<string, unknown> = {}) => ({
  id,
  kind,
  agency: kind !== 'room',
  regime: kind === 'provincial-committee' ? 'collective' : 'head',
  names: [{ name: `Tên ${id}`, printed: [id], abbreviation: id, period: always }],
  period: always,
  ...more,
});
const position = (id: string, at: string, rank: string) => ({
  id,
  unit: at,
  title: `Chức vụ ${id}`,
  printed: id.toUpperCase(),
  rank,
  period: always,
});

/** UBND with its office (registry, archive, two rooms) and two departments. */
export const readingOrganisation = Organisation.parse({
  units: [
    unit('UBND', 'provincial-committee', { place: 'Hà Nội', exchangeId: '000.00.00.H26' }),
    unit('VP', 'office', { parent: 'UBND' }),
    unit('NC', 'room', { parent: 'VP' }),
    unit('TH', 'room', { parent: 'VP' }),
    unit('SNV', 'department', { parent: 'UBND' }),
    unit('STC', 'department', { parent: 'UBND' }),
  ],
  positions: [
    position('ct', 'UBND', 'head'),
    position('pct', 'UBND', 'deputy'),
    position('cvp', 'VP', 'head'),
    position('vt', 'VP', 'clerk'),
    position('lt', 'VP', 'archivist'),
    position('qt', 'NC', 'administrator'),
    position('tp-nc', 'NC', 'division-head'),
    position('cv-nc', 'NC', 'officer'),
    position('cv-th', 'TH', 'officer'),
    position('gd-snv', 'SNV', 'head'),
    position('cv-snv', 'SNV', 'officer'),
    position('vt-snv', 'SNV', 'clerk'),
    position('gd-stc', 'STC', 'head'),
    position('vt-stc', 'STC', 'clerk'),
  ],
  fields: [{ code: 'noi-vu', name: 'Nội vụ', period: always }],
  matters: [],
  standingRules: [],
  groups: [],
  series: [{ id: 'CV', issuer: 'UBND', types: ['official-letter'], name: 'Sổ công văn', period: always }],
});

/** One holder per position: person `p-{position}`. */
export const standingOf = (position: string, more: Record<string, unknown> = {}): Standing =>
  Standing.parse({
    person: `p-${position}`,
    name: `Người ${position}`,
    holdings: [{ id: `h-${position}`, person: `p-${position}`, position, period: always }],
    absences: [],
    suspensions: [],
    delegationsGiven: [],
    delegationsReceived: [],
    ...more,
  });
export const readingStandings: Standing[] = readingOrganisation.positions.map((one) => standingOf(one.id));

export const portfolioOf = (leader: string): Portfolio =>
  Portfolio.parse({
    field: 'noi-vu',
    assignments: [{ person: `p-${leader}`, period: always, basis: 'Quyết định phân công' }],
  });

export const actor = (position: string): Actor => ({
  person: PersonId.parse(`p-${position}`),
  name: `Người ${position}`,
  position: PositionId.parse(position),
  title: `Chức vụ ${position}`,
  unit: readingOrganisation.positions.find((one) => one.id === position)?.unit ?? UnitId.parse('UBND'),
});

export const TODAY = LocalDate.parse('2023-10-20');
export const ids = {
  unit: (id: string) => UnitId.parse(id),
  person: (position: string) => PersonId.parse(`p-${position}`),
  position: (id: string) => PositionId.parse(id),
  field: FieldCode.parse('noi-vu'),
  series: SeriesId.parse('CV'),
  holding: (position: string) => HoldingId.parse(`h-${position}`),
};
