import * as z from 'zod';
import { SeriesId } from '../../shared/kernel/ids.ts';
import type { Organisation } from '../../shared/organisation/organisation.ts';
import type { Portfolio, Standing } from '../../shared/organisation/standing.ts';
import { fieldErrorVi } from '../../shared/words/zod-errors.ts';
import { organisationFrom, portfoliosFrom, standingsFrom } from './organisation-build.ts';
import { checkReferences } from './organisation-references.ts';
import {
  type OrganisationFile,
  type OrganisationRow,
  type OrganisationSheet,
  organisationRows,
  type Placed,
  type RefusedRow,
} from './organisation-rows.ts';
import { type RawRow, readWorkbook, workbookSheets } from './organisation-workbook.ts';
import { unpacksWithin } from './workbook-size.ts';

/** Số đầu của sổ năm: a series opens after the last number given out on paper or in another system (Điều 15.1). */
export const SeriesOpening = z.object({
  series: SeriesId,
  year: z.number().int(),
  opening: z.number().int().nonnegative(),
  basis: z.string(),
  /** Who approved the number; whoever runs the set-up when it is not said. */
  approver: z.string().optional(),
});
export type SeriesOpening = z.infer<typeof SeriesOpening>;

export type ImportedOrganisation = {
  organisation: Organisation;
  standings: Standing[];
  portfolios: Portfolio[];
  seriesOpenings: SeriesOpening[];
  refused: RefusedRow[];
};

const MAX_BYTES = 8_000_000;
const MAX_ROWS = 50_000;
const MAX_UNPACKED = 64_000_000;

/**
 * Nhập cơ cấu tổ chức from JSON (lists named as in organisation-rows.ts) or a workbook (sheets of organisation-workbook.ts). A dry run and the
 * real import are the same reading: bad rows are left out, each with its place and reason, and the rest stands.
 */
export const importOrganisation = async (
  bytes: Uint8Array,
  kind: 'json' | 'xlsx',
  /** Rows known from elsewhere; one of the file with the same id stands instead. */
  known: readonly RawRow[] = [],
): Promise<ImportedOrganisation> => {
  if (bytes.length > MAX_BYTES) return nothing(`tệp lớn hơn ${MAX_BYTES / 1_000_000} MB`);
  if (kind === 'xlsx' && !unpacksWithin(bytes, MAX_UNPACKED))
    return nothing(`tệp không phải sổ tính hợp lệ, hoặc lớn hơn ${MAX_UNPACKED / 1_000_000} MB khi giải nén`);
  const raw = kind === 'json' ? readJson(bytes) : await readSheets(bytes);
  if (raw === undefined)
    return nothing(kind === 'json' ? 'tệp không phải JSON hợp lệ' : 'tệp không phải sổ tính hợp lệ');
  if (raw.length > MAX_ROWS) return nothing(`tệp có nhiều hơn ${MAX_ROWS} dòng`);
  const said = new Set(raw.map(nameOfRow));
  return importRows([...known.filter((row) => !said.has(nameOfRow(row))), ...raw]);
};
const nameOfRow = ({ sheet, cells }: RawRow): string => `${sheet} ${String(cells.id)}`;

/** The same for rows already read, e.g. a part of a larger file. */
export const importRows = (raw: readonly RawRow[]): ImportedOrganisation => {
  const refused: RefusedRow[] = [];
  const checked = checkReferences(parseRows(raw, refused));
  const titles = new Map(raw.map((one) => [String(one.sheet), one.title]));
  const columns = new Map(workbookSheets.map((one) => [String(one.sheet), one.columns]));
  const shown = (one: RefusedRow): RefusedRow => {
    const title = titles.get(one.sheet) ?? one.sheet;
    if (title === one.sheet) return one;
    const column = Object.entries(columns.get(one.sheet) ?? {}).find(([, field]) => field === one.column)?.[0];
    return { ...one, sheet: title, column: column ?? DATE_COLUMNS[one.column] ?? one.column };
  };
  return {
    organisation: organisationFrom(checked.file),
    standings: standingsFrom(checked.file),
    portfolios: portfoliosFrom(checked.file),
    seriesOpenings: openingsFrom(checked.file),
    refused: [...refused, ...checked.refused].map(shown),
  };
};

const DATE_COLUMNS: Readonly<Record<string, string>> = { validFrom: 'Từ ngày', validTo: 'Đến ngày' };

const nothing = (reason: string): ImportedOrganisation => ({
  ...importRows([]),
  refused: [{ sheet: 'tệp', row: 0, column: '', reason }],
});

const readSheets = async (bytes: Uint8Array): Promise<RawRow[] | undefined> => {
  try {
    return await readWorkbook(bytes);
  } catch {
    return; // not a workbook: the library throws whatever its unzipping met
  }
};

const JsonFile = z.record(z.string(), z.unknown());
const JsonRows = z.array(z.unknown());
const JsonCells = z.record(z.string(), z.unknown());

const readJson = (bytes: Uint8Array): RawRow[] | undefined => {
  try {
    return rowsOfJson(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return;
  }
};

/** Lists of an object, by name; anything else in it is a note. */
export const rowsOfJson = (value: unknown): RawRow[] => {
  const file = JsonFile.parse(value);
  return sheets.flatMap((sheet) => {
    const list = JsonRows.safeParse(file[sheet] ?? []);
    return (list.success ? list.data : [null]).map((row, at) => {
      const cells = JsonCells.safeParse(row);
      return { sheet, title: sheet, row: at + 1, cells: cells.success ? cells.data : {} };
    });
  });
};
const sheets = workbookSheets.map((one) => one.sheet);

const parseRows = (raw: readonly RawRow[], refused: RefusedRow[]): OrganisationFile => {
  const read = <Sheet extends OrganisationSheet>(
    sheet: Sheet,
    schema: z.ZodType<OrganisationRow<Sheet>>,
  ): Placed<OrganisationRow<Sheet>>[] =>
    raw
      .filter((one) => one.sheet === sheet)
      .flatMap(({ row, cells }) => {
        const parsed = schema.safeParse(cells);
        if (parsed.success) return [{ row, value: parsed.data }];
        const [issue] = parsed.error.issues;
        refused.push({
          sheet,
          row,
          column: String(issue?.path[0] ?? ''),
          reason: issue === undefined ? 'không hợp lệ' : fieldErrorVi(issue),
        });
        return [];
      });
  return {
    units: read('units', organisationRows.units),
    positions: read('positions', organisationRows.positions),
    people: read('people', organisationRows.people),
    holdings: read('holdings', organisationRows.holdings),
    fields: read('fields', organisationRows.fields),
    fieldAssignments: read('fieldAssignments', organisationRows.fieldAssignments),
    matters: read('matters', organisationRows.matters),
    standingRules: read('standingRules', organisationRows.standingRules),
    groups: read('groups', organisationRows.groups),
    series: read('series', organisationRows.series),
    delegations: read('delegations', organisationRows.delegations),
    entrustments: read('entrustments', organisationRows.entrustments),
  };
};

const openingsFrom = (file: OrganisationFile): SeriesOpening[] =>
  file.series.flatMap(({ value: { id, year, opening, openingBasis } }) =>
    year === undefined || opening === undefined || openingBasis === undefined
      ? []
      : [{ series: id, year, opening, basis: openingBasis }],
  );
