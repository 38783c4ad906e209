import { overlaps, type Period } from '../../shared/kernel/time.ts';
import type { OrganisationFile, OrganisationSheet, Placed, RefusedRow } from './organisation-rows.ts';

/** What a column of each list must find in another list. */
const REFERENCES: readonly { sheet: OrganisationSheet; column: string; to: OrganisationSheet }[] = [
  { sheet: 'units', column: 'parent', to: 'units' },
  { sheet: 'units', column: 'sealOf', to: 'units' },
  { sheet: 'positions', column: 'unit', to: 'units' },
  { sheet: 'holdings', column: 'person', to: 'people' },
  { sheet: 'holdings', column: 'position', to: 'positions' },
  { sheet: 'fields', column: 'agency', to: 'units' },
  { sheet: 'fieldAssignments', column: 'field', to: 'fields' },
  { sheet: 'fieldAssignments', column: 'person', to: 'people' },
  { sheet: 'standingRules', column: 'issuer', to: 'units' },
  { sheet: 'standingRules', column: 'position', to: 'positions' },
  { sheet: 'standingRules', column: 'fields', to: 'fields' },
  { sheet: 'groups', column: 'parent', to: 'units' },
  { sheet: 'series', column: 'issuer', to: 'units' },
  { sheet: 'delegations', column: 'issuer', to: 'units' },
  { sheet: 'delegations', column: 'delegator', to: 'people' },
  { sheet: 'delegations', column: 'delegatorPosition', to: 'positions' },
  { sheet: 'delegations', column: 'delegatee', to: 'people' },
  { sheet: 'delegations', column: 'delegateePosition', to: 'positions' },
  { sheet: 'delegations', column: 'fields', to: 'fields' },
  { sheet: 'entrustments', column: 'issuer', to: 'units' },
  { sheet: 'entrustments', column: 'delegator', to: 'people' },
  { sheet: 'entrustments', column: 'delegatee', to: 'people' },
  { sheet: 'entrustments', column: 'matter', to: 'matters' },
];
const KEYS: Partial<Record<OrganisationSheet, string>> = { fields: 'code', matters: 'code' };

type AnyRow = Placed<Record<string, unknown>>;
const keyOf = (sheet: OrganisationSheet, row: AnyRow) => String(row.value[KEYS[sheet] ?? 'id']);
const named = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];
const periodOf = (value: object): { from: string; to?: string | undefined } | undefined =>
  'validFrom' in value
    ? {
        from: String(value.validFrom),
        to: 'validTo' in value && value.validTo !== undefined ? String(value.validTo) : undefined,
      }
    : undefined;

/** Leaves out one kind of bad row everywhere and says why; repeated until nothing more falls out. */
const sweep = (file: OrganisationFile, refused: RefusedRow[]): { file: OrganisationFile; dropped: boolean } => {
  const bad = new Map<unknown, RefusedRow>();
  const known = new Map<OrganisationSheet, Set<string>>();
  for (const [sheet, rows] of lists(file)) {
    const seen = new Set<string>();
    for (const row of rows) {
      const fault = sheet === 'fieldAssignments' ? undefined : seen.has(keyOf(sheet, row));
      const period = periodOf(row.value);
      if (fault === true)
        bad.set(row, {
          sheet,
          row: row.row,
          column: KEYS[sheet] ?? 'id',
          reason: `mã ${keyOf(sheet, row)} đã có ở dòng trên`,
        });
      else if (period?.to !== undefined && period.to < period.from)
        bad.set(row, { sheet, row: row.row, column: 'validTo', reason: 'ngày hết hiệu lực trước ngày bắt đầu' });
      else seen.add(keyOf(sheet, row));
    }
    known.set(sheet, seen);
  }
  for (const { sheet, column, to } of REFERENCES)
    for (const row of rowsOf(file, sheet))
      for (const name of named(row.value[column]))
        if (known.get(to)?.has(name) !== true && !bad.has(row))
          bad.set(row, { sheet, row: row.row, column, reason: `không có mã ${name} trong danh sách ${to}` });
  refused.push(...bad.values());
  const keep = <Row>(rows: Row[]): Row[] => rows.filter((row) => !bad.has(row));
  return { file: mapLists(file, keep), dropped: bad.size > 0 };
};

const rowsOf = (file: OrganisationFile, sheet: OrganisationSheet): AnyRow[] => file[sheet];
const lists = (file: OrganisationFile): [OrganisationSheet, AnyRow[]][] => [
  ['units', file.units],
  ['positions', file.positions],
  ['people', file.people],
  ['holdings', file.holdings],
  ['fields', file.fields],
  ['fieldAssignments', file.fieldAssignments],
  ['matters', file.matters],
  ['standingRules', file.standingRules],
  ['groups', file.groups],
  ['series', file.series],
  ['delegations', file.delegations],
  ['entrustments', file.entrustments],
];
const mapLists = (file: OrganisationFile, keep: <Row>(rows: Row[]) => Row[]): OrganisationFile => ({
  units: keep(file.units),
  positions: keep(file.positions),
  people: keep(file.people),
  holdings: keep(file.holdings),
  fields: keep(file.fields),
  fieldAssignments: keep(file.fieldAssignments),
  matters: keep(file.matters),
  standingRules: keep(file.standingRules),
  groups: keep(file.groups),
  series: keep(file.series),
  delegations: keep(file.delegations),
  entrustments: keep(file.entrustments),
});

/** Two leaders of one field on one day: the later row is left out. */
const oneLeader = (file: OrganisationFile, refused: RefusedRow[]): OrganisationFile => {
  const kept: OrganisationFile['fieldAssignments'] = [];
  const span = ({ validFrom, validTo }: (typeof kept)[number]['value']): Period => ({ from: validFrom, to: validTo });
  for (const row of file.fieldAssignments) {
    const clash = kept.some((one) => one.value.field === row.value.field && overlaps(span(one.value), span(row.value)));
    if (clash)
      refused.push({
        sheet: 'fieldAssignments',
        row: row.row,
        column: 'validFrom',
        reason: 'mỗi lĩnh vực chỉ có một người phụ trách trong một ngày',
      });
    else kept.push(row);
  }
  return { ...file, fieldAssignments: kept };
};

/** Rows that contradict others are left out, each with its reason; what named them falls out in the next round. */
export const checkReferences = (input: OrganisationFile): { file: OrganisationFile; refused: RefusedRow[] } => {
  const refused: RefusedRow[] = [];
  let round = sweep(input, refused);
  while (round.dropped) round = sweep(round.file, refused);
  return { file: oneLeader(round.file, refused), refused };
};
