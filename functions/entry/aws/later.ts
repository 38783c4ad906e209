import { Hono } from 'hono';
import type { Door } from '../../http/app.ts';
import { once } from './once.ts';

/** One route whose code is loaded by the first request for it. */
export const later =
  (path: string, load: (door: Door) => Promise<Hono>) =>
  (door: Door): Hono => {
    const routes = once(() => load(door));
    return new Hono().get(path, async (c) => (await routes()).fetch(c.req.raw, c.env));
  };
