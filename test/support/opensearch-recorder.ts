import * as z from 'zod';
import type { Request, Send } from '../../functions/adapters/opensearch/client.ts';

const nothing = {
  timed_out: false,
  _shards: { failed: 0 },
  hits: { total: { value: 0, relation: 'eq' }, hits: [] },
  aggregations: { matched: { doc_count: 0 } },
};

/** A connection that keeps what it was asked to send. Every search finds nothing; other requests get `answer`, an empty success by default. */
export const recorder = (answer: (request: Request) => { status: number; body: unknown } = () => ok({})) => {
  const requests: Request[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    return request.path.endsWith('/_search') ? ok(nothing) : answer(request);
  };
  const searches = () => requests.filter((one) => one.path.endsWith('/_search')).map((one) => one.body);
  return { send, requests, searches };
};
export const ok = (body: unknown) => ({ status: 200, body });

const Tree = z.record(z.string(), z.unknown());
/** Every value kept under `key`, however deep. */
export const valuesOf = (tree: unknown, key: string): unknown[] => {
  if (Array.isArray(tree)) return tree.flatMap((one) => valuesOf(one, key));
  const object = Tree.safeParse(tree);
  if (!object.success) return [];
  return Object.entries(object.data).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(value, key),
  ]);
};
