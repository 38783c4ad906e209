import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { Content } from '../../../shared/documents/content.ts';
import { FieldCode, PersonId, SeriesId, UnitId } from '../../../shared/kernel/ids.ts';
import { LocalDate } from '../../../shared/kernel/time.ts';
import { DocumentType, Urgency } from '../../../shared/organisation/document-type.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import type { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import { importRows, rowsOfJson, type SeriesOpening } from '../../app/import-organisation.ts';

const known = {
  id: z.string(),
  issuer: UnitId,
  number: z.number().int(),
  symbol: z.string(),
  display: z.string(),
  date: LocalDate,
};

/** A document that the demo only cites, or one that it can draft, sign and issue, with who plays which part. */
export const DemoDocument = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reference'), ...known, typeName: z.string(), subject: z.string() }),
  z.object({
    kind: z.literal('outgoing'),
    ...known,
    /** Worded by this project after a press report: day, signatory and symbol are placeholders. */
    reconstructed: z.boolean(),
    type: DocumentType,
    competence: z.enum(['collective', 'head']),
    field: FieldCode,
    draftingUnit: UnitId,
    series: SeriesId,
    place: z.string(),
    urgency: Urgency,
    relations: z.array(z.object({ kind: z.enum(['implements', 'refers-to']), to: z.string() })),
    roles: z.object({
      drafter: PersonId,
      contentReviewer: PersonId,
      formatReviewer: PersonId,
      signer: PersonId,
      clerk: PersonId,
    }),
    dossier: z.string(),
    content: Content,
  }),
]);
export type DemoDocument = z.infer<typeof DemoDocument>;

export const DemoFilePlan = z.object({
  year: z.number().int(),
  agency: UnitId,
  items: z.array(
    z.object({
      notation: z.string(),
      title: z.string(),
      /** Years, or kept for ever. */
      retention: z.union([z.literal('permanent'), z.number().int().positive()]),
      creator: PersonId,
    }),
  ),
});

const DemoFile = z.object({
  note: z.string(),
  asOf: LocalDate,
  organisation: z.unknown(),
  documents: z.array(DemoDocument),
  filePlan: DemoFilePlan,
  logins: z.array(z.object({ login: z.string(), person: PersonId })),
});

export type DemoWorld = {
  asOf: LocalDate;
  organisation: Organisation;
  standings: Standing[];
  portfolios: Portfolio[];
  seriesOpenings: SeriesOpening[];
  documents: DemoDocument[];
  filePlan: z.infer<typeof DemoFilePlan>;
  /** `name` and `title` (of the first position held) for the list on the demo's login page. */
  loginNames: { login: string; person: PersonId; name: string; title: string }[];
};

/** The demo authority: real agencies as of 2023, invented people. Throws when the file is not wholly good: it is part of the program. */
export const demoWorld = (): DemoWorld => {
  const file = DemoFile.parse(JSON.parse(readFileSync(new URL('./demo.json', import.meta.url), 'utf8')));
  const { refused, ...imported } = importRows(rowsOfJson(file.organisation));
  if (refused.length > 0) throw new Error(`demo.json: ${JSON.stringify(refused.slice(0, 5))}`);
  return {
    ...imported,
    asOf: file.asOf,
    documents: file.documents,
    filePlan: file.filePlan,
    loginNames: file.logins.map(({ login, person }) => ({ login, person, ...shown(imported, person) })),
  };
};

const shown = ({ organisation, standings }: Pick<DemoWorld, 'organisation' | 'standings'>, person: PersonId) => {
  const standing = standings.find((one) => one.person === person);
  const position = organisation.positions.find((one) => one.id === standing?.holdings[0]?.position);
  const unit = organisation.units.find((one) => one.id === position?.unit)?.names.at(-1)?.name;
  return {
    name: standing?.name ?? person,
    title: [position?.title, unit].filter((part) => part !== undefined).join(', '),
  };
};
