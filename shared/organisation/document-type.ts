import * as z from 'zod';

/** The 29 types of administrative document (Điều 7) with their abbreviations (Phụ lục III.I). Case is kept: QyĐ ≠ QĐ, CTr ≠ CT. */
type TypeRow = {
  code: string;
  name: string;
  abbreviation?: string;
  template: '1.1' | '1.2' | '1.4' | '1.5' | '1.6' | '1.7' | '1.8' | '1.9' | '1.10';
};
const rows = [
  { code: 'resolution', name: 'Nghị quyết', abbreviation: 'NQ', template: '1.1' },
  { code: 'decision', name: 'Quyết định', abbreviation: 'QĐ', template: '1.2' },
  { code: 'directive', name: 'Chỉ thị', abbreviation: 'CT', template: '1.4' },
  { code: 'regulation', name: 'Quy chế', abbreviation: 'QC', template: '1.4' },
  { code: 'provision', name: 'Quy định', abbreviation: 'QyĐ', template: '1.4' },
  { code: 'communique', name: 'Thông cáo', abbreviation: 'TC', template: '1.4' },
  { code: 'notice', name: 'Thông báo', abbreviation: 'TB', template: '1.4' },
  { code: 'guidance', name: 'Hướng dẫn', abbreviation: 'HD', template: '1.4' },
  { code: 'programme', name: 'Chương trình', abbreviation: 'CTr', template: '1.4' },
  { code: 'plan', name: 'Kế hoạch', abbreviation: 'KH', template: '1.4' },
  { code: 'option', name: 'Phương án', abbreviation: 'PA', template: '1.4' },
  { code: 'scheme', name: 'Đề án', abbreviation: 'ĐA', template: '1.4' },
  { code: 'project', name: 'Dự án', abbreviation: 'DA', template: '1.4' },
  { code: 'report', name: 'Báo cáo', abbreviation: 'BC', template: '1.4' },
  { code: 'minutes', name: 'Biên bản', abbreviation: 'BB', template: '1.9' },
  { code: 'proposal', name: 'Tờ trình', abbreviation: 'TTr', template: '1.4' },
  { code: 'contract', name: 'Hợp đồng', abbreviation: 'HĐ', template: '1.4' },
  { code: 'official-letter', name: 'Công văn', template: '1.5' },
  { code: 'telegram', name: 'Công điện', abbreviation: 'CĐ', template: '1.6' },
  { code: 'memorandum', name: 'Bản ghi nhớ', abbreviation: 'BGN', template: '1.4' },
  { code: 'agreement', name: 'Bản thỏa thuận', abbreviation: 'BTT', template: '1.4' },
  { code: 'power-of-attorney', name: 'Giấy ủy quyền', abbreviation: 'GUQ', template: '1.4' },
  { code: 'invitation', name: 'Giấy mời', abbreviation: 'GM', template: '1.7' },
  { code: 'introduction', name: 'Giấy giới thiệu', abbreviation: 'GGT', template: '1.8' },
  { code: 'leave-permit', name: 'Giấy nghỉ phép', abbreviation: 'GNP', template: '1.10' },
  { code: 'sending-slip', name: 'Phiếu gửi', abbreviation: 'PG', template: '1.4' },
  { code: 'transfer-slip', name: 'Phiếu chuyển', abbreviation: 'PC', template: '1.4' },
  { code: 'notification-slip', name: 'Phiếu báo', abbreviation: 'PB', template: '1.4' },
  { code: 'public-letter', name: 'Thư công', template: '1.4' },
] as const satisfies readonly TypeRow[];

export const DocumentType = z.enum(rows.map((row) => row.code));
export type DocumentType = z.infer<typeof DocumentType>;
const table: ReadonlyMap<string, TypeRow> = new Map(rows.map((row) => [row.code, row]));
/** Name, abbreviation (absent for công văn and thư công) and template of a type. */
export const documentType = (code: DocumentType): TypeRow => {
  const row = table.get(code);
  if (row === undefined) throw new Error(`unknown document type ${code}`);
  return row;
};
export const documentTypes: readonly TypeRow[] = rows;

/** Mức độ khẩn (Phụ lục I.II.10.b): the decree knows these three and none. Secrecy does not exist here (domain §2.6). */
export const Urgency = z.enum(['normal', 'urgent', 'very-urgent', 'express']);
export type Urgency = z.infer<typeof Urgency>;
export const urgencyStamp: Record<Urgency, string | undefined> = {
  normal: undefined,
  urgent: 'KHẨN',
  'very-urgent': 'THƯỢNG KHẨN',
  express: 'HỎA TỐC',
};
