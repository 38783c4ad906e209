import type { Context } from 'hono';
import type * as z from 'zod';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { fieldErrorVi } from '../../shared/words/zod-errors.ts';
import type { FieldError } from './problem.ts';

/** RFC 6901. */
const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Fields that the schema silently dropped. A misspelt optional field must be refused, not ignored: a deadline that was never stored
 * would surface weeks later.
 */
const dropped = (sent: unknown, kept: unknown, path: readonly PropertyKey[]): FieldError[] => {
  if (Array.isArray(sent) && Array.isArray(kept))
    return sent.flatMap((item, index) => dropped(item, kept[index], [...path, index]));
  if (!isRecord(sent) || !isRecord(kept)) return [];
  return Object.keys(sent).flatMap((key) =>
    Object.hasOwn(kept, key)
      ? dropped(sent[key], kept[key], [...path, key])
      : [{ pointer: pointer([...path, key]), message: 'trường không được biết' }],
  );
};

/** Text that is no Unicode (lone surrogates) or holds NUL: neither canonical JSON nor a PDF can keep it. */
const unkeepable = (value: unknown, path: readonly PropertyKey[] = []): FieldError[] => {
  if (typeof value === 'string')
    return value.isWellFormed() && !value.includes('\0')
      ? []
      : [{ pointer: pointer(path), message: 'có ký tự không hợp lệ' }];
  if (Array.isArray(value)) return value.flatMap((item, index) => unkeepable(item, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => unkeepable(item, [...path, key]));
};

/** Parses outside data by its contract: the value, or each fault with a JSON pointer and a Vietnamese message. */
export const parseAgainst = (schema: z.ZodType, sent: unknown): Result<unknown, FieldError[]> => {
  const bad = unkeepable(sent);
  if (bad.length > 0) return err(bad);
  const parsed = schema.safeParse(sent);
  if (!parsed.success)
    return err(
      parsed.error.issues.slice(0, 50).map((issue) => ({ pointer: pointer(issue.path), message: fieldErrorVi(issue) })),
    );
  const unknown = dropped(sent, parsed.data, []);
  return unknown.length > 0 ? err(unknown.slice(0, 50)) : ok(parsed.data);
};

export type BodyFault = 'not-json' | 'unreadable';

/** The JSON body; an absent body is `{}` so that verbs without arguments need none. */
export const readJson = async (c: Context): Promise<Result<unknown, BodyFault>> => {
  const text = await c.req.text();
  if (text === '') return ok({});
  const type = (c.req.header('Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') return err('not-json');
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return err('unreadable');
  }
};

const KEY = /^[A-Za-z0-9_-]{16,64}$/;
/** `Idempotency-Key`: a ULID or 16–64 url-safe characters. */
export const idempotencyKey = (header: string | undefined): Result<string, 'missing' | 'invalid'> => {
  if (header === undefined || header === '') return err('missing');
  return KEY.test(header) ? ok(header) : err('invalid');
};

/** `If-Match: "8"` → 8. Weak tags and lists are not accepted: one reader names one version (RFC 9110 §13.1.1). */
export const ifMatchVersion = (header: string | undefined): Result<number, 'missing' | 'invalid'> => {
  if (header === undefined || header === '') return err('missing');
  const found = /^"(\d{1,15})"$/.exec(header.trim());
  return found?.[1] === undefined ? err('invalid') : ok(Number(found[1]));
};

/** Repeated query names become lists; the schema decides whether that is allowed. */
export const queryOf = (c: Context): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
