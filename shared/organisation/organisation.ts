import * as z from 'zod';
import { FieldCode, MatterCode, type PersonId, PositionId, SeriesId, UnitId } from '../kernel/ids.ts';
import { Period } from '../kernel/time.ts';
import { DocumentType } from './document-type.ts';
import { Position } from './position.ts';
import type { Portfolio, Standing } from './standing.ts';
import { Unit, UnitKind } from './unit.ts';

/** Lĩnh vực: of the whole authority, or of one agency whose deputies share its work (`agency`). */
export const Field = z.object({
  code: FieldCode,
  name: z.string().max(200),
  agency: UnitId.optional(),
  period: Period,
});
export type Field = z.infer<typeof Field>;

/** Nội dung phải bàn và quyết định tập thể: editable catalogue (domain §8.2). */
export const CollectiveMatter = z.object({
  code: MatterCode,
  title: z.string().max(300),
  basis: z.string().max(300).optional(),
  period: Period,
});
export type CollectiveMatter = z.infer<typeof CollectiveMatter>;

/** Thừa lệnh (TL, Điều 13.4): which types the head of `issuer` lets the holder of `position` sign by order, by the working regulation. */
export const StandingRule = z.object({
  id: z.string(),
  issuer: UnitId,
  position: PositionId,
  types: z.array(DocumentType).min(1),
  fields: z.array(FieldCode).default([]),
  /** The holder may let a deputy sign (KT.): one level, no further. */
  deputiesMay: z.boolean(),
  basis: z.string().max(300),
  period: Period,
});
export type StandingRule = z.infer<typeof StandingRule>;

/** A recipient group is a rule, resolved on the day of issue. */
export const RecipientGroup = z.object({
  id: z.string().regex(/^@[A-Z0-9_]{2,60}$/),
  name: z.string().max(200),
  rule: z.object({ parent: UnitId.optional(), kinds: z.array(UnitKind).min(1) }),
  period: Period,
});
export type RecipientGroup = z.infer<typeof RecipientGroup>;

/** Dãy số: one per issuer and type group, as its head decides (Điều 15.1.c). */
export const Series = z.object({
  id: SeriesId,
  issuer: UnitId,
  types: z.array(DocumentType).min(1),
  name: z.string().max(200),
  period: Period,
});
export type Series = z.infer<typeof Series>;

/** Structure and rules of the whole deployment: the stream `organisation/main`. Small: people's holdings live in their own streams. */
export const Organisation = z.object({
  units: z.array(Unit),
  positions: z.array(Position),
  fields: z.array(Field),
  matters: z.array(CollectiveMatter),
  standingRules: z.array(StandingRule),
  groups: z.array(RecipientGroup),
  series: z.array(Series),
});
export type Organisation = z.infer<typeof Organisation>;

/** What a rule of authority is given: the structure, and the streams of the people it concerns. */
export type OrganisationFacts = {
  organisation: Organisation;
  standings: ReadonlyMap<PersonId, Standing>;
  portfolios: ReadonlyMap<FieldCode, Portfolio>;
};
