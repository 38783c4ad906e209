import * as z from 'zod';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import { LocalDate } from '../../../shared/kernel/time.ts';
import type { Send } from './client.ts';
import type { Clause } from './query.ts';

/** An answer of part of the index would show wrong totals as right ones: it is refused. */
const Complete = { timed_out: z.literal(false), _shards: z.object({ failed: z.literal(0) }) };
const Missing = z.object({ error: z.object({ type: z.literal('index_not_found_exception') }) });

/** Asks the index; nothing has been found in one that nobody has written to yet (`undefined`). */
const ask = async (send: Send, index: string, body: Clause): Promise<unknown> => {
  const answer = await send({ method: 'POST', path: `/${index}/_search`, body, expected: [404] });
  if (answer.status !== 404) return answer.body;
  if (Missing.safeParse(answer.body).success) return undefined;
  throw new Error('the search endpoint knows no such address');
};

const Bucket = z.object({ key: z.union([z.string(), z.number()]), doc_count: z.number() });
const Facet = z.object({ values: z.object({ buckets: z.array(Bucket) }) });
const Page = z.object({
  ...Complete,
  hits: z.object({
    total: z.object({ value: z.number(), relation: z.literal('eq') }),
    hits: z.array(
      z.object({
        sort: z.tuple([z.number(), z.string(), z.string()]),
        _source: z.object({
          id: DocumentId,
          type: z.string(),
          date: LocalDate,
          state: z.string(),
          shown: z.object({ display: z.string(), subject: z.string(), issuerName: z.string(), body: z.string() }),
        }),
      }),
    ),
  }),
  aggregations: z.looseObject({ matched: z.object({ doc_count: z.number() }) }),
});
export type Page = z.infer<typeof Page>;
export type Row = Page['hits']['hits'][number];

export const askPage = async (send: Send, index: string, body: Clause): Promise<Page | undefined> =>
  Page.optional().parse(await ask(send, index, body));

/** The counts that {@link Page} holds for one facet. */
export const facetOf = (page: Page, facet: string): { value: string; n: number }[] =>
  Facet.parse(page.aggregations[`facet_${facet}`]).values.buckets.map((bucket) => ({
    value: String(bucket.key),
    n: bucket.doc_count,
  }));

const Ids = z.object({
  ...Complete,
  hits: z.object({ hits: z.array(z.object({ fields: z.object({ id: z.tuple([z.string()]) }) })) }),
});
export const askIds = async (send: Send, index: string, body: Clause): Promise<string[]> =>
  Ids.optional()
    .parse(await ask(send, index, body))
    ?.hits.hits.map(({ fields }) => fields.id[0]) ?? [];

const Suggested = z.object({
  ...Complete,
  hits: z.object({
    hits: z.array(
      z.object({
        _source: z.object({
          id: DocumentId,
          date: LocalDate,
          shown: z.object({ display: z.string(), subject: z.string() }),
        }),
      }),
    ),
  }),
});
export const askSuggestions = async (send: Send, index: string, body: Clause) =>
  Suggested.optional()
    .parse(await ask(send, index, body))
    ?.hits.hits.map(({ _source: { id, date, shown } }) => ({ id, date, ...shown })) ?? [];
