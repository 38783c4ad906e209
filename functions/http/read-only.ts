import type { MiddlewareHandler } from 'hono';
import type { Problem } from './problem.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Seconds after which a client may ask again: a move or a restore takes minutes. */
const RETRY_AFTER = 300;

/** Chế độ chỉ đọc: acts are refused while the office is moved or restored; reading, sign-in and verification go on. */
export const readOnlyGuard =
  (problem: Problem): MiddlewareHandler =>
  async (c, next) => {
    if (SAFE.has(c.req.method)) return next();
    const headers = { 'Retry-After': String(RETRY_AFTER) };
    return problem(c, { kind: 'unmet', code: 'kernel.read-only' }, { status: 503, headers });
  };
