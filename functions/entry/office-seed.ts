import { SYSTEM } from '../../shared/kernel/actor.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import { officeYear } from '../../shared/kernel/time.ts';
import type { ImportedOrganisation } from '../app/import-organisation.ts';
import type { OrganisationSheet } from '../app/organisation-rows.ts';
import { type RawRow, workbookSheets } from '../app/organisation-workbook.ts';
import type { OfficeSeed } from '../app/seed-office.ts';
import type { SetUpArguments } from './set-up-arguments.ts';

/** Whoever runs the set-up acts as the system: nobody holds a position yet. */
export const SETUP = { ...SYSTEM, name: 'Thiết lập ban đầu' };

const titleOf = (sheet: OrganisationSheet): string => workbookSheets.find((one) => one.sheet === sheet)?.title ?? sheet;
/** Row 0: said on the command line, not in a file. */
const row = (sheet: OrganisationSheet, cells: Record<string, unknown>): RawRow => ({
  sheet,
  title: titleOf(sheet),
  row: 0,
  cells,
});

const COMMITTEE = /^(UBND|Ủy ban nhân dân)\s+/iu;
/** `UBND xã Yên Bài`: the full name, and cell 2 on two lines (Phụ lục I.II.2). */
const namesOf = (a: SetUpArguments, authority: string): { name: string; printed: string[] } => {
  const place = authority.replace(COMMITTEE, '');
  const committee = place !== authority;
  const printed = committee ? ['ỦY BAN NHÂN DÂN', place.toUpperCase()] : [authority.toUpperCase()];
  return {
    name: committee ? `Ủy ban nhân dân ${place}` : authority,
    printed: a.printed === undefined ? printed : a.printed.split(';').map((line) => line.trim()),
  };
};

const idOf = (a: SetUpArguments): string => {
  const plain = (a.abbreviation ?? '').normalize('NFD').replaceAll(/[^A-Za-z0-9._-]/g, '');
  return a['authority-id'] ?? (plain === '' ? 'CO-QUAN' : plain);
};

const positionRows = (a: SetUpArguments, unit: string, validFrom: string): RawRow[] => {
  const head = a['head-title'] ?? (a.regime === 'collective' ? 'Chủ tịch' : 'Giám đốc');
  const post = (id: string, title: string, more: Record<string, unknown>) =>
    row('positions', { id: `${unit}.${id}`, unit, title, printed: title.toUpperCase(), validFrom, ...more });
  return [
    post('nguoi-dung-dau', head, { rank: 'head' }),
    post('van-thu', 'Văn thư', { rank: 'clerk', checksFormat: true }),
    post('quan-tri', 'Quản trị hệ thống', { rank: 'administrator' }),
  ];
};

/** The least with which a real office can begin: the authority, its head's and clerk's positions, its administrators, its series. */
export const firstRows = (a: SetUpArguments, at: Instant): RawRow[] => {
  const unit = idOf(a);
  const year = officeYear(at);
  const validFrom = `${year}-01-01`;
  const { authority = '', abbreviation, place, regime } = a;
  const kind = a.kind ?? (regime === 'collective' ? 'commune-committee' : 'department');
  const parent = a['printed-parent'];
  const administrators = [...a.admin, ...a['second-admin']];
  return [
    row('units', {
      id: unit,
      kind,
      ...namesOf(a, authority.normalize('NFC')),
      ...(parent === undefined ? {} : { printedParent: parent }),
      abbreviation,
      agency: true,
      regime,
      place,
      validFrom,
    }),
    ...positionRows(a, unit, validFrom),
    ...administrators.map(({ id, name }) => row('people', { id, name })),
    ...administrators.map(({ id }) =>
      row('holdings', {
        id: `quan-tri.${id}`,
        person: id,
        position: `${unit}.quan-tri`,
        basis: 'Thiết lập ban đầu',
        validFrom,
      }),
    ),
    ...a.series.map(({ id, types, opening, basis }) =>
      row('series', {
        id,
        issuer: unit,
        types,
        name: `Dãy số ${id}`,
        year,
        opening,
        openingBasis: basis,
        validFrom,
      }),
    ),
  ];
};

/** A unit has one head's position: the file's own stands instead of the one made from the command line. */
export const withoutSecondHead = (rows: readonly RawRow[], imported: ImportedOrganisation): RawRow[] => {
  const heads = imported.organisation.positions.filter((one) => one.rank === 'head');
  return rows.filter(
    ({ sheet, cells }) =>
      sheet !== 'positions' ||
      cells.rank !== 'head' ||
      !heads.some((one) => one.unit === cells.unit && one.id !== cells.id),
  );
};

export const seedOf = (a: SetUpArguments, imported: ImportedOrganisation): OfficeSeed => ({
  organisation: imported.organisation,
  standings: imported.standings,
  portfolios: imported.portfolios,
  seriesOpenings: imported.seriesOpenings.map((opening) => {
    const approver = a.series.find((one) => one.id === opening.series)?.approver;
    return approver === undefined ? opening : { ...opening, approver };
  }),
  dossiers: [],
  source: a.organisation === undefined ? 'npm start -- --empty' : 'npm start -- --empty --organisation',
});

/** What was read, and each row left out with its place and reason. */
export const importReport = ({ organisation, standings, seriesOpenings, refused }: ImportedOrganisation): string[] => [
  `Đọc được: ${organisation.units.length} đơn vị, ${organisation.positions.length} chức vụ, ${standings.length} người, ` +
    `${standings.reduce((sum, one) => sum + one.holdings.length, 0)} lượt giữ chức vụ, ${organisation.fields.length} lĩnh vực, ` +
    `${organisation.series.length} dãy số (${seriesOpenings.length} sổ mở với số đã cấp).`,
  ...(refused.length === 0 ? ['Không có dòng nào bị loại.'] : [`${refused.length} dòng bị loại:`]),
  ...refused.map(({ sheet, row: at, column, reason }) => {
    const place = at === 0 ? `tham số (${sheet})` : `${sheet}, dòng ${at}`;
    return `  ${place}${column === '' ? '' : `, cột "${column}"`}: ${reason}`;
  }),
];
