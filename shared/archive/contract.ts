import * as z from 'zod';
import { NumberLine, RelationLine } from '../documents/lines.ts';
import type { QueryContract } from '../kernel/contract.ts';
import { DocumentId, UnitId } from '../kernel/ids.ts';
import { Instant, LocalDate } from '../kernel/time.ts';

/** One value, several as repeated parameters, or several with commas. */
const many = z
  .union([z.string(), z.array(z.string())])
  .transform((value) =>
    (typeof value === 'string' ? value.split(',') : value).filter((one) => one !== '').slice(0, 50),
  );
export const SearchArchive = z.object({
  text: z.string().max(500).default(''),
  type: many.optional(),
  issuer: many.optional(),
  signer: many.optional(),
  field: many.optional(),
  state: many.optional(),
  from: z.coerce.number().int().min(1900).max(3000).optional(),
  to: z.coerce.number().int().min(1900).max(3000).optional(),
  sort: z.enum(['relevance', 'newest']).default('relevance'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(2_000).optional(),
});
export type SearchArchive = z.infer<typeof SearchArchive>;

const Marked = z.array(z.object({ text: z.string(), hit: z.boolean() }));
export const ArchiveHit = z.object({
  id: DocumentId,
  display: z.string(),
  subject: Marked,
  snippets: z.array(Marked),
  type: z.string(),
  typeName: z.string(),
  issuerName: z.string(),
  date: LocalDate,
  state: z.string(),
});
export const SearchAnswer = z.object({
  hits: z.array(ArchiveHit),
  total: z.object({ n: z.number().int(), exact: z.boolean() }),
  facets: z.record(z.string(), z.array(z.object({ value: z.string(), label: z.string(), n: z.number().int() }))),
  cursor: z.string().optional(),
});

export const SuggestArchive = z.object({
  prefix: z.string().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(20).default(8),
});
export const SuggestAnswer = z.object({
  items: z.array(z.object({ id: DocumentId, display: z.string(), subject: z.string(), date: LocalDate })),
});

export const CheckCitation = z.object({ display: z.string().min(1).max(100), date: LocalDate.optional() });
/** Not there and not yours to see are the same answer (architecture §7). */
export const CitationAnswer = z.discriminatedUnion('found', [
  z.object({ found: z.literal(true), documents: z.array(NumberLine) }),
  z.object({ found: z.literal(false) }),
]);

export const AskRelations = z.object({
  of: z.string().min(1).max(100),
  depth: z.coerce.number().int().min(1).max(6).default(3),
});
export const RelationNode = RelationLine.extend({ depth: z.number().int() });
export type RelationNode = z.infer<typeof RelationNode>;
export const RelationsAnswer = z.object({
  of: z.string(),
  /** The document itself, when the archive has it; a document from outside has none. */
  documents: z.array(NumberLine),
  /** Everything that names it, then what names those, to the depth asked. */
  under: z.array(RelationNode),
  /** What it names itself. */
  cites: z.array(RelationLine),
  /** The tree was cut at the greatest number of lines. */
  cut: z.boolean(),
});

export const DossierHead = z.object({
  id: z.string(),
  organId: z.string(),
  year: z.number().int(),
  notation: z.string(),
  title: z.string(),
  retention: z.string(),
  creator: z.string(),
  unit: UnitId,
  openedAt: Instant,
  openedBy: z.string(),
});
export type DossierHead = z.infer<typeof DossierHead>;
export const DossierItem = z.object({
  document: DocumentId,
  display: z.string(),
  subject: z.string(),
  ordinal: z.number().int(),
  pages: z.number().int(),
  at: Instant,
});
export type DossierItem = z.infer<typeof DossierItem>;
export const ListDossiers = z.object({
  unit: UnitId.optional(),
  year: z.coerce.number().int().min(1900).max(3000).optional(),
});

const rows = [
  {
    name: 'archive.search',
    path: '/api/archive/search',
    title: 'Tra cứu văn bản',
    query: SearchArchive,
    answer: SearchAnswer,
  },
  {
    name: 'archive.suggest',
    path: '/api/archive/suggest',
    title: 'Gợi ý viện dẫn',
    query: SuggestArchive,
    answer: SuggestAnswer,
  },
  {
    name: 'archive.citation',
    path: '/api/archive/citation',
    title: 'Kiểm tra viện dẫn',
    query: CheckCitation,
    answer: CitationAnswer,
  },
  {
    name: 'archive.relations',
    path: '/api/archive/relations',
    title: 'Văn bản liên quan',
    query: AskRelations,
    answer: RelationsAnswer,
  },
  {
    name: 'archive.dossiers',
    path: '/api/dossiers',
    title: 'Danh mục hồ sơ',
    query: ListDossiers,
    answer: z.object({ items: z.array(DossierHead) }),
  },
  {
    name: 'archive.dossier',
    path: '/api/dossiers/{id}',
    title: 'Mục lục văn bản trong hồ sơ',
    query: z.object({}),
    answer: z.object({ dossier: DossierHead, items: z.array(DossierItem) }),
  },
] as const;

/** What can be asked of the archive; hits, counts, facets, suggestions and citation checks keep to the rights of the asker. */
export const archiveQueries: readonly QueryContract[] = rows.map((row) => ({ kind: 'query', method: 'GET', ...row }));
