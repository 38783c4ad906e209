import * as z from 'zod';
import { PositionId, UnitId } from '../kernel/ids.ts';
import { Period } from '../kernel/time.ts';

/** What a position may do by its nature. Signing comes from `leader` ranks only; the rest are roles of the process (domain §4.5). */
export const Rank = z.enum([
  'head', // người đứng đầu: Chủ tịch, Giám đốc, Chánh Văn phòng
  'deputy', // cấp phó của người đứng đầu
  'division-head', // trưởng phòng
  'division-deputy', // phó trưởng phòng
  'officer', // chuyên viên
  'jurist', // pháp chế
  'clerk', // văn thư cơ quan
  'archivist', // lưu trữ cơ quan
  'administrator', // quản trị hệ thống: no content access by default
]);
export type Rank = z.infer<typeof Rank>;

/** A position from the master list of official positions; free text is refused in print (Phụ lục I.II.7.c). */
export const Position = z.object({
  id: PositionId,
  unit: UnitId,
  /** `Phó Chủ tịch Thường trực`, `Trưởng phòng Nội chính`. */
  title: z.string().min(1).max(100),
  /** Upper case for cell 7a: `PHÓ CHỦ TỊCH`; a standing deputy prints the plain title. */
  printed: z.string().min(1).max(100),
  rank: Rank,
  /** Checks thể thức before signature for the whole agency (Điều 12.2). */
  checksFormat: z.boolean().default(false),
  period: Period,
});
export type Position = z.infer<typeof Position>;
