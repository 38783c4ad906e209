import type { MiddlewareHandler } from 'hono';

/** Content policy of answers that are data, not pages. */
export const API_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
/** Server-made pages: our one stylesheet, no script at all, forms to ourselves. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Headers of every answer. A page that sets its own policy keeps it. */
export const securityHeaders =
  (publicUrl: string): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const headers = c.res.headers;
    const put = (name: string, value: string) => {
      if (!headers.has(name)) headers.set(name, value);
    };
    put('Content-Security-Policy', API_POLICY);
    put('X-Content-Type-Options', 'nosniff');
    put('Referrer-Policy', 'no-referrer');
    put('X-Frame-Options', 'DENY');
    put('Cross-Origin-Opener-Policy', 'same-origin');
    put('Cross-Origin-Resource-Policy', 'same-origin');
    put('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
    if (publicUrl.startsWith('https://')) put('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    if (c.req.path.startsWith('/api/')) put('Cache-Control', 'no-store');
  };
