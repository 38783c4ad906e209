import type { Hono } from 'hono';
import type { Office } from './compose.ts';
import type { DemoWorld } from './seed/demo-world.ts';

export type FillOptions = { office: Office; world: DemoWorld; root: Hono; publicUrl: string; pin: string };
/** Documents in every state, each waiting for somebody. */
export const fillDemo = async (_o: FillOptions): Promise<void> => undefined;
