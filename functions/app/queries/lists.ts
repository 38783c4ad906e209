import type * as z from 'zod';
import type { Page } from '../../../shared/documents/query-answers.ts';
import { type Asker, type ReadPorts, readableAmong } from './caller.ts';

export type Paged<T> = { items: T[]; next?: string };

/** One list of the views, parsed; rows of documents that the asker may not read now are left out. */
export const visiblePage = async <T extends { document: string }>(
  ports: ReadPorts,
  asker: Asker,
  q: { pk: string; schema: z.ZodType<T>; page: Page; begins?: string; descending?: boolean },
): Promise<Paged<T>> => {
  const { pk, schema, page, begins, descending } = q;
  const found = await ports.views.query({
    pk,
    limit: page.limit,
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
    ...(begins === undefined ? {} : { begins }),
    ...(descending === undefined ? {} : { descending }),
  });
  const rows = found.rows.map((row) => schema.parse(row.data));
  const items = await visible(ports, asker, rows);
  return found.next === undefined ? { items } : { items, next: found.next };
};

export const visible = async <T extends { document: string }>(
  ports: ReadPorts,
  asker: Asker,
  rows: readonly T[],
): Promise<T[]> => {
  const open = await readableAmong(
    ports,
    asker,
    rows.map((row) => row.document),
  );
  return rows.filter((row) => open.has(row.document));
};
