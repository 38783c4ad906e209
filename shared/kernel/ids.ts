import * as z from 'zod';

/** Branded identifiers. People, positions and units keep the readable ids of master data; records get a ULID. */
const ulid = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'ULID');
const slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'id');

export const DocumentId = ulid.brand<'DocumentId'>();
export type DocumentId = z.infer<typeof DocumentId>;
export const EventId = z.string().min(1).max(200).brand<'EventId'>();
export type EventId = z.infer<typeof EventId>;
/** Namespaced so that nobody can pre-empt or read another's: `http:{person}:{key}`, `react:{event}:{name}`. */
export const CommandId = z.string().min(3).max(300).brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;
export const PersonId = slug.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
export const UnitId = slug.brand<'UnitId'>();
export type UnitId = z.infer<typeof UnitId>;
/** A position (chức vụ) in a unit, whoever holds it. */
export const PositionId = slug.brand<'PositionId'>();
export type PositionId = z.infer<typeof PositionId>;
export const HoldingId = slug.brand<'HoldingId'>();
export type HoldingId = z.infer<typeof HoldingId>;
export const DelegationId = slug.brand<'DelegationId'>();
export type DelegationId = z.infer<typeof DelegationId>;
export const SeriesId = slug.brand<'SeriesId'>();
export type SeriesId = z.infer<typeof SeriesId>;
export const FieldCode = slug.brand<'FieldCode'>();
export type FieldCode = z.infer<typeof FieldCode>;
export const MatterCode = slug.brand<'MatterCode'>();
export type MatterCode = z.infer<typeof MatterCode>;
/** Lower-case hex SHA-256. */
export const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'SHA-256')
  .brand<'Hash'>();
export type Hash = z.infer<typeof Hash>;
/** 128 bits, base32 (26 characters, lower case): printed in the QR, says nothing about the document. */
export const VerificationCode = z
  .string()
  .regex(/^[a-z2-7]{26}$/, 'code')
  .brand<'VerificationCode'>();
export type VerificationCode = z.infer<typeof VerificationCode>;
