import type { Context } from 'hono';
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { PAGE_POLICY } from './headers.ts';
import { pageStyle } from './page-style.ts';

export type Html = ReturnType<typeof html>;

const STYLE_PATH = '/giao-dien/trang.css';

/** A server-made page: no script, one stylesheet, readable on an old phone. */
export const page = (
  c: Context,
  o: { title: string; body: Html; status?: ContentfulStatusCode; demoBanner?: string | undefined },
): Response => {
  c.header('Content-Security-Policy', PAGE_POLICY);
  c.header('Cache-Control', 'no-store');
  c.header('Content-Language', 'vi');
  const document = html`<html lang="vi">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <title>${o.title} – Văn Thư</title>
      <link rel="stylesheet" href="${STYLE_PATH}" />
      <link rel="icon" href="data:," />
    </head>
    <body>
      ${o.demoBanner === undefined ? '' : html`<aside class="banner" aria-label="Lưu ý">${o.demoBanner}</aside>`}
      <main>${o.body}</main>
    </body>
  </html>`;
  return c.body(`<!doctype html>${document}`, o.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8' });
};

/** The stylesheet of the server-made pages. */
export const pageRoutes = (): Hono =>
  new Hono().get(STYLE_PATH, (c) =>
    c.body(pageStyle, 200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=300' }),
  );

/** Whether the client wants JSON rather than a page: API clients walk the same sign-in as people. */
export const wantsJson = (c: Context): boolean => {
  const accept = c.req.header('Accept') ?? '';
  return accept.includes('application/json') && !accept.includes('text/html');
};
