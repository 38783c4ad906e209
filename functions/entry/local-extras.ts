import type { Hono } from 'hono';
import type { ServeOptions } from './serve-local.ts';

/** Pages and file routes beside the API. */
export const localExtras = (_o: ServeOptions, _banner: string | undefined): Hono[] => [];
