import * as z from 'zod';
import type { SearchIndex } from '../../ports/search.ts';
import type { Send } from './client.ts';
import { toDocument, toTombstone } from './mapping.ts';

export type Operation = Parameters<SearchIndex['apply']>[0][number];

/** Small instances of a managed domain take 10 MiB a request; for Serverless no figure is published. */
const REQUEST_BYTES = 5_000_000;

const Answer = z.object({
  items: z.array(
    z.object({
      index: z.object({
        _id: z.string(),
        status: z.number(),
        error: z.object({ type: z.string(), reason: z.string() }).optional(),
      }),
    }),
  ),
});

/**
 * Writes operations under their own versions: `external_gte` lets the same or a newer one replace what is stored, and answers 409 to an older
 * one, which is then rightly ignored. Throws when the server refused anything else; everything may be sent again.
 */
export const applyOperations = async (
  send: Send,
  to: { index: string; isAlias: boolean },
  operations: readonly Operation[],
): Promise<void> => {
  for (const lines of requests(operations.map(toLines))) {
    const { body } = await send({
      method: 'POST',
      path: `/${to.index}/_bulk`,
      lines,
      // A missing alias is a fault to hear of: the server would else make an index of that name, without our mapping.
      query: { require_alias: String(to.isAlias) },
    });
    const wrong = Answer.parse(body).items.find(({ index: { status } }) => status >= 300 && status !== 409);
    if (wrong !== undefined)
      throw new Error(
        `the search index refused ${wrong.index._id}: ${wrong.index.status} ${wrong.index.error?.reason}`,
      );
  }
};

const toLines = (operation: Operation): string => {
  const id = operation.op === 'upsert' ? operation.record.id : operation.id;
  const document = operation.op === 'upsert' ? toDocument(operation.record) : toTombstone(id);
  const action = { index: { _id: id, version: operation.version, version_type: 'external_gte' } };
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`;
};

/** Joins the lines, in their order, into as few requests as their size allows. */
const requests = (parts: readonly string[]): string[] => {
  const joined: string[] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const bytes = Buffer.byteLength(part);
    const isNew = size + bytes > REQUEST_BYTES;
    if (isNew) joined.push(part);
    else joined.push(`${joined.pop() ?? ''}${part}`);
    size = isNew ? bytes : size + bytes;
  }
  return joined;
};
