import * as z from 'zod';
import { UnitId } from '../kernel/ids.ts';
import { covers, type LocalDate, Period } from '../kernel/time.ts';

/** What a unit is; agencies have a seal and registers of their own, rooms do not. */
export const UnitKind = z.enum([
  'provincial-committee', // UBND tỉnh, thành phố
  'district-committee', // UBND quận, huyện, thị xã
  'commune-committee', // UBND xã, phường (from 1/7/2025)
  'office', // văn phòng
  'department', // sở
  'board', // ban
  'inspectorate', // thanh tra
  'public-service', // đơn vị sự nghiệp công lập
  'party', // cấp ủy, ban cán sự đảng
  'council', // hội đồng, tổ công tác printed as issuer
  'room', // phòng trong cơ quan
]);
export type UnitKind = z.infer<typeof UnitKind>;

/** Names change; a document keeps the name valid on its date. */
export const UnitName = z.object({
  name: z.string().min(1).max(200),
  /** Cell 2, one entry per printed line, upper case: `ỦY BAN NHÂN DÂN`, `THÀNH PHỐ HÀ NỘI`. */
  printed: z.array(z.string().max(120)).min(1).max(4),
  /** Printed above as cơ quan chủ quản trực tiếp, e.g. `UBND THÀNH PHỐ HÀ NỘI`. */
  printedParent: z.string().max(120).optional(),
  /** After `TM.`, when it is not the first printed line: `HỘI ĐỒNG` of a Hội đồng thẩm định giá đất. */
  printedCollective: z.string().max(120).optional(),
  /** In symbols, case kept: `UBND`, `SNV`, `KH&ĐT`. */
  abbreviation: z.string().min(1).max(20),
  period: Period,
});
export type UnitName = z.infer<typeof UnitName>;

export const Unit = z.object({
  id: UnitId,
  kind: UnitKind,
  /** Quận, huyện, thị xã, for the rule of recipient groups. */
  districtKind: z.enum(['quan', 'huyen', 'thi-xa']).optional(),
  parent: UnitId.optional(),
  names: z.array(UnitName).min(1),
  /** An agency issues in its own name: it has a seal and registers. */
  agency: z.boolean(),
  /** Collective bodies sign TM.; one-man agencies do not (Điều 13.1–13.2). */
  regime: z.enum(['collective', 'head']),
  /** Tổ chức tư vấn only: the agency whose seal it may use; its signatory then prints both titles (Phụ lục I.II.7.c). */
  sealOf: UnitId.optional(),
  /** Cell 4: official name of the place where it sits. */
  place: z.string().max(120).optional(),
  /** Identifier in document exchange, e.g. 000.00.00.H26. */
  exchangeId: z.string().max(35).optional(),
  /** Outside this deployment: referenced, never a registry here. */
  external: z.boolean().default(false),
  period: Period,
  successors: z.array(UnitId).default([]),
});
export type Unit = z.infer<typeof Unit>;

export const nameOn = (unit: Unit, on: LocalDate): UnitName | undefined =>
  unit.names.find((name) => covers(name.period, on)) ?? unit.names.at(-1);
