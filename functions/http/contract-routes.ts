import { type Context, Hono } from 'hono';
import type { CommandContract, Contract, QueryContract } from '../../shared/kernel/contract.ts';
import { canonicalHash } from '../../shared/kernel/event-record.ts';
import { fileHeaders } from '../../shared/kernel/file-headers.ts';
import { CommandId } from '../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../shared/kernel/result.ts';
import type { App, CommandAnswer, CommandHandler, QueryAnswer, QueryHandler, StoredFile } from '../app/call.ts';
import { type Authenticate, doorStatus } from './authenticate.ts';
import type { Problem } from './problem.ts';
import { idempotencyKey, ifMatchVersion, parseAgainst, queryOf, readJson } from './request.ts';

export type ContractRoutes = {
  app: App;
  contracts: readonly Contract[];
  authenticate: Authenticate;
  problem: Problem;
  /** Where answers are limited in size: a short-lived address of a stored file, to which larger ones are sent instead of being carried. */
  fileLink?: FileLink | undefined;
};
export type FileLink = (file: StoredFile & { filename: string; type: string }) => Promise<string>;

/** An answer of Lambda holds 6 MB of text, which is 4.5 MB of bytes in base64. */
const MOST_CARRIED = 4 * 1024 * 1024;

/** `/api/documents/{id}/submit` as the router writes it. */
const routePath = (path: string): string => path.replaceAll(/\{([A-Za-z0-9_]+)\}/g, ':$1');
/** Fixed words before placeholders, so that `/documents/suggest` is not read as a document called "suggest". */
const specificity = (path: string): string =>
  path
    .split('/')
    .map((part) => (part.startsWith('{') ? '1' : '0'))
    .join('');

const entityTag = (version: number): string => `"${version}"`;
const params = (c: Context): Record<string, string> => ({ ...c.req.param() });

type Preconditions = { key: string; ifMatch?: number; refusal?: undefined };
type Answer = { refused: Response } | { refused?: undefined; value: Preconditions };

const preconditions = (c: Context, row: CommandContract, problem: Problem): Answer => {
  const key = idempotencyKey(c.req.header('Idempotency-Key'));
  if (!key.ok)
    return {
      refused: problem(c, {
        kind: 'invalid',
        code: key.error === 'missing' ? 'kernel.idempotency-key-missing' : 'kernel.idempotency-key-invalid',
      }),
    };
  if (row.ifMatch !== true) return { value: { key: key.value } };
  const version = ifMatchVersion(c.req.header('If-Match'));
  if (version.ok) return { value: { key: key.value, ifMatch: version.value } };
  return version.error === 'missing'
    ? { refused: problem(c, { kind: 'invalid', code: 'kernel.if-match-required' }, { status: 428 }) }
    : { refused: problem(c, { kind: 'invalid', code: 'kernel.if-match-invalid' }) };
};

const commandRoute =
  (row: CommandContract, handler: CommandHandler, { authenticate, problem }: ContractRoutes) =>
  async (c: Context): Promise<Response> => {
    const caller = await authenticate(c);
    if (!caller.ok) return problem(c, caller.error, doorStatus(caller.error));
    const checked = preconditions(c, row, problem);
    if (checked.refused !== undefined) return checked.refused;
    const sent = await readJson(c);
    if (!sent.ok)
      return sent.error === 'not-json'
        ? problem(c, { kind: 'invalid', code: 'kernel.not-json' }, { status: 415 })
        : problem(
            c,
            { kind: 'invalid', code: 'kernel.invalid-body' },
            { errors: [{ pointer: '', message: 'không phải JSON' }] },
          );
    const body = parseAgainst(row.body, sent.value);
    if (!body.ok) return problem(c, { kind: 'invalid', code: 'kernel.invalid-body' }, { errors: body.error });
    const { key, ...match } = checked.value;
    const answered = await handler({
      caller: caller.value,
      commandId: CommandId.parse(`http:${caller.value.person}:${key}`),
      bodyHash: canonicalHash({ name: row.name, params: params(c), body: sent.value }),
      params: params(c),
      body: body.value,
      ...match,
    });
    return commandResponse(c, row, answered, problem);
  };

const commandResponse = (
  c: Context,
  row: CommandContract,
  answered: Result<CommandAnswer, Refusal>,
  problem: Problem,
): Response => {
  if (!answered.ok) {
    const stale = row.ifMatch === true && answered.error.code.endsWith('version-superseded');
    return problem(c, answered.error, stale ? { status: 412 } : {});
  }
  const { answer, version, replayed } = answered.value;
  return c.json(answer === undefined ? {} : answer, 200, {
    ETag: entityTag(version),
    ...(replayed ? { 'Idempotent-Replayed': 'true' } : {}),
  });
};

const queryRoute =
  (row: QueryContract, handler: QueryHandler, { authenticate, problem, fileLink }: ContractRoutes) =>
  async (c: Context): Promise<Response> => {
    const caller = await authenticate(c);
    if (!caller.ok) return problem(c, caller.error, doorStatus(caller.error));
    const query = parseAgainst(row.query, queryOf(c));
    if (!query.ok) return problem(c, { kind: 'invalid', code: 'kernel.invalid-query' }, { errors: query.error });
    const answered = await handler({ caller: caller.value, params: params(c), query: query.value });
    if (!answered.ok) return problem(c, answered.error);
    return queryResponse(c, answered.value, fileLink);
  };

const queryResponse = async (
  c: Context,
  { data, version, bytes }: QueryAnswer,
  fileLink: FileLink | undefined,
): Promise<Response> => {
  const tag: Record<string, string> = version === undefined ? {} : { ETag: entityTag(version) };
  if (bytes === undefined) return c.json(data === undefined ? null : data, 200, tag);
  const { body, type, filename, stored } = bytes;
  if (fileLink !== undefined && stored !== undefined && body.length > MOST_CARRIED)
    return c.redirect(await fileLink({ ...stored, filename, type }), 302);
  const headers = fileHeaders(filename, type);
  return c.body(Uint8Array.from(body), 200, {
    ...tag,
    'Content-Type': headers.type,
    'Content-Disposition': headers.disposition,
  });
};

/** One route per contract row. A row without its handler fails at start, not on the first click. */
export const contractRoutes = (o: ContractRoutes): Hono => {
  const routes = new Hono();
  const rows = [...o.contracts].sort((a, b) => specificity(a.path).localeCompare(specificity(b.path)));
  for (const row of rows) {
    const added = register(routes, row, o);
    if (!added.ok) throw new Error(`contract without handler: ${added.error.code}`);
  }
  return routes;
};

const register = (routes: Hono, row: Contract, o: ContractRoutes): Result<void, Refusal> => {
  if (row.kind === 'command') {
    const handler = o.app.commands.get(row.name);
    if (handler === undefined) return refuse('absent', row.name);
    routes.on(row.method, [routePath(row.path)], commandRoute(row, handler, o));
    return ok(undefined);
  }
  const handler = o.app.queries.get(row.name);
  if (handler === undefined) return refuse('absent', row.name);
  routes.on(row.method, [routePath(row.path)], queryRoute(row, handler, o));
  return ok(undefined);
};
