import * as z from 'zod';
import {
  DelegationId,
  FieldCode,
  HoldingId,
  MatterCode,
  PersonId,
  PositionId,
  SeriesId,
  UnitId,
} from '../../shared/kernel/ids.ts';
import { LocalDate } from '../../shared/kernel/time.ts';
import { DocumentType } from '../../shared/organisation/document-type.ts';
import { WorkEmail } from '../../shared/organisation/people/work-email.ts';
import { Rank } from '../../shared/organisation/position.ts';
import { UnitKind } from '../../shared/organisation/unit.ts';

/** A cell of a sheet is text; a list in it is divided by `;`. The same rows come from JSON, where lists are lists. */
const list = <Item extends z.ZodType>(item: Item, min: number) =>
  z.preprocess(
    (value) =>
      typeof value === 'string'
        ? value
            .split(';')
            .map((part) => part.trim())
            .filter((part) => part !== '')
        : (value ?? []),
    z.array(item).min(min).max(60),
  );
const YES: readonly unknown[] = [true, 'có', 'x', 'true', '1'];
const flag = z.preprocess(
  (value) => YES.includes(typeof value === 'string' ? value.trim().toLowerCase() : value),
  z.boolean(),
);
const whole = z.preprocess(
  (value) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
  z.number().int().nonnegative().max(9_999_999),
);
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .transform((value) => value.normalize('NFC'));
const valid = { validFrom: LocalDate, validTo: LocalDate.optional() };

/** Rows of an organisation file, by the name of their list. `docs` of the columns stand in organisation-workbook.ts. */
export const organisationRows = {
  units: z.object({
    id: UnitId,
    kind: UnitKind,
    districtKind: z.enum(['quan', 'huyen', 'thi-xa']).optional(),
    parent: UnitId.optional(),
    name: text(200),
    printed: list(text(120), 1),
    printedParent: text(120).optional(),
    printedCollective: text(120).optional(),
    abbreviation: text(20),
    agency: flag,
    regime: z.enum(['collective', 'head']),
    place: text(120).optional(),
    exchangeId: text(35).optional(),
    external: flag,
    sealOf: UnitId.optional(),
    ...valid,
  }),
  positions: z.object({
    id: PositionId,
    unit: UnitId,
    title: text(100),
    printed: text(100),
    rank: Rank,
    checksFormat: flag,
    ...valid,
  }),
  people: z.object({ id: PersonId, name: text(100), email: WorkEmail.optional() }),
  holdings: z.object({
    id: HoldingId,
    person: PersonId,
    position: PositionId,
    manner: z.enum(['substantive', 'acting', 'in-charge']).default('substantive'),
    basis: text(300).optional(),
    ...valid,
  }),
  fields: z.object({ code: FieldCode, name: text(200), agency: UnitId.optional(), ...valid }),
  fieldAssignments: z.object({ field: FieldCode, person: PersonId, basis: text(300), ...valid }),
  matters: z.object({ code: MatterCode, title: text(300), basis: text(300).optional(), ...valid }),
  standingRules: z.object({
    id: text(64),
    issuer: UnitId,
    position: PositionId,
    types: list(DocumentType, 1),
    fields: list(FieldCode, 0),
    deputiesMay: flag,
    basis: text(300),
    ...valid,
  }),
  groups: z.object({
    id: z.string().regex(/^@[A-Z0-9_]{2,60}$/),
    name: text(200),
    parent: UnitId.optional(),
    kinds: list(UnitKind, 1),
    ...valid,
  }),
  series: z.object({
    id: SeriesId,
    issuer: UnitId,
    types: list(DocumentType, 1),
    name: text(200),
    year: whole.optional(),
    opening: whole.optional(),
    openingBasis: text(300).optional(),
    ...valid,
  }),
  delegations: z.object({
    id: DelegationId,
    issuer: UnitId,
    delegator: PersonId,
    delegatorPosition: PositionId,
    delegatee: PersonId,
    delegateePosition: PositionId,
    types: list(DocumentType, 1),
    fields: list(FieldCode, 0),
    scope: text(1_000),
    reason: text(1_000),
    basisSymbol: text(100),
    basisDate: LocalDate,
    validFrom: LocalDate,
    validTo: LocalDate,
  }),
  entrustments: z.object({
    id: text(64),
    issuer: UnitId,
    delegator: PersonId,
    delegatee: PersonId,
    matter: MatterCode.optional(),
    types: list(DocumentType, 1),
    scope: text(1_000),
    basis: text(300),
    ...valid,
  }),
} as const;

export type OrganisationSheet = keyof typeof organisationRows;
export type OrganisationRow<Sheet extends OrganisationSheet> = z.infer<(typeof organisationRows)[Sheet]>;
/** `row` counts from 1 in JSON lists and is the row of the sheet in a workbook. */
export type Placed<Row> = { row: number; value: Row };
export type OrganisationFile = { [Sheet in OrganisationSheet]: Placed<OrganisationRow<Sheet>>[] };
/** A row that was left out, and why, in Vietnamese. */
export type RefusedRow = { sheet: string; row: number; column: string; reason: string };
