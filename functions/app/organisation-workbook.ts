import ExcelJS from 'exceljs';
import type { OrganisationSheet } from './organisation-rows.ts';

/** Sheets and columns of the workbook, as a records office fills them in: Vietnamese header → column of the JSON form. */
export const workbookSheets: readonly {
  sheet: OrganisationSheet;
  title: string;
  columns: Readonly<Record<string, string>>;
}[] = [
  {
    sheet: 'units',
    title: 'Đơn vị',
    columns: {
      'Mã đơn vị': 'id',
      'Loại đơn vị': 'kind',
      'Quận/huyện/thị xã': 'districtKind',
      'Đơn vị cấp trên': 'parent',
      'Tên đầy đủ': 'name',
      'Tên in trên văn bản': 'printed',
      'Cơ quan chủ quản in trên văn bản': 'printedParent',
      'Tên sau TM.': 'printedCollective',
      'Chữ viết tắt': 'abbreviation',
      'Có con dấu': 'agency',
      'Chế độ': 'regime',
      'Địa danh': 'place',
      'Mã định danh': 'exchangeId',
      'Ngoài hệ thống': 'external',
      'Dùng con dấu của': 'sealOf',
    },
  },
  {
    sheet: 'positions',
    title: 'Chức vụ',
    columns: {
      'Mã chức vụ': 'id',
      'Mã đơn vị': 'unit',
      'Chức danh': 'title',
      'Chức danh in': 'printed',
      'Vai trò': 'rank',
      'Kiểm tra thể thức': 'checksFormat',
    },
  },
  {
    sheet: 'people',
    title: 'Người',
    columns: { 'Mã người': 'id', 'Họ và tên': 'name', 'Thư điện tử công vụ': 'email' },
  },
  {
    sheet: 'holdings',
    title: 'Giữ chức vụ',
    columns: { Mã: 'id', 'Mã người': 'person', 'Mã chức vụ': 'position', 'Cách giữ': 'manner', 'Căn cứ': 'basis' },
  },
  {
    sheet: 'fields',
    title: 'Lĩnh vực',
    columns: { 'Mã lĩnh vực': 'code', 'Tên lĩnh vực': 'name', 'Của cơ quan': 'agency' },
  },
  {
    sheet: 'fieldAssignments',
    title: 'Phân công lĩnh vực',
    columns: { 'Mã lĩnh vực': 'field', 'Mã người': 'person', 'Căn cứ': 'basis' },
  },
  {
    sheet: 'matters',
    title: 'Nội dung tập thể',
    columns: { 'Mã nội dung': 'code', 'Nội dung': 'title', 'Căn cứ': 'basis' },
  },
  {
    sheet: 'standingRules',
    title: 'Thừa lệnh',
    columns: {
      Mã: 'id',
      'Cơ quan ban hành': 'issuer',
      'Mã chức vụ': 'position',
      'Loại văn bản': 'types',
      'Lĩnh vực': 'fields',
      'Cấp phó được ký': 'deputiesMay',
      'Căn cứ': 'basis',
    },
  },
  {
    sheet: 'groups',
    title: 'Nhóm nơi nhận',
    columns: { 'Mã nhóm': 'id', 'Tên nhóm': 'name', 'Thuộc đơn vị': 'parent', 'Các loại đơn vị': 'kinds' },
  },
  {
    sheet: 'series',
    title: 'Dãy số',
    columns: {
      'Mã dãy số': 'id',
      'Cơ quan ban hành': 'issuer',
      'Loại văn bản': 'types',
      'Tên dãy số': 'name',
      'Năm mở sổ': 'year',
      'Số cuối đã cấp': 'opening',
      'Căn cứ mở sổ': 'openingBasis',
    },
  },
  {
    sheet: 'delegations',
    title: 'Ủy quyền',
    columns: {
      Mã: 'id',
      'Cơ quan ban hành': 'issuer',
      'Người ủy quyền': 'delegator',
      'Chức vụ người ủy quyền': 'delegatorPosition',
      'Người được ủy quyền': 'delegatee',
      'Chức vụ người được ủy quyền': 'delegateePosition',
      'Loại văn bản': 'types',
      'Lĩnh vực': 'fields',
      'Nội dung': 'scope',
      'Lý do': 'reason',
      'Số văn bản ủy quyền': 'basisSymbol',
      'Ngày văn bản ủy quyền': 'basisDate',
    },
  },
  {
    sheet: 'entrustments',
    title: 'Giao việc cấp phó',
    columns: {
      Mã: 'id',
      'Cơ quan ban hành': 'issuer',
      'Người giao': 'delegator',
      'Người được giao': 'delegatee',
      'Mã nội dung': 'matter',
      'Loại văn bản': 'types',
      'Phạm vi': 'scope',
      'Căn cứ': 'basis',
    },
  },
];
const DATES: Readonly<Record<string, string>> = { 'Từ ngày': 'validFrom', 'Đến ngày': 'validTo' };

export type RawRow = { sheet: OrganisationSheet; title: string; row: number; cells: Record<string, unknown> };
const MAX_ROWS = 20_000;

/** Rows of a workbook as raw cells; undefined when a sheet is larger than any authority. Sheets with other titles are notes. */
export const readWorkbook = async (bytes: Uint8Array): Promise<RawRow[] | undefined> => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  const rows: RawRow[] = [];
  for (const { sheet, title, columns } of workbookSheets) {
    const page = workbook.worksheets.find((one) => one.name.normalize('NFC').trim() === title);
    if (page === undefined) continue;
    if (page.rowCount > MAX_ROWS || page.columnCount > 100) return;
    const heads = new Map<number, string>();
    page.getRow(1).eachCell((cell, at) => {
      const field = { ...columns, ...DATES }[cell.text.normalize('NFC').trim()];
      if (field !== undefined) heads.set(at, field);
    });
    page.eachRow((row, number) => {
      if (number === 1) return;
      const cells: Record<string, unknown> = {};
      for (const [at, field] of heads) {
        const value = cellText(row.getCell(at));
        if (value !== '') cells[field] = value;
      }
      if (Object.keys(cells).length > 0) rows.push({ sheet, title, row: number, cells });
    });
  }
  return rows;
};

/** Dates may be typed as text (2023-09-18, 18/9/2023) or be date cells, which a workbook keeps without a time zone. */
const cellText = (cell: ExcelJS.Cell): string => {
  if (cell.value instanceof Date) return cell.value.toISOString().slice(0, 10);
  const text = cell.text.normalize('NFC').trim();
  const date = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (date === null) return text;
  const [, day = '', month = '', year = ''] = date;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
