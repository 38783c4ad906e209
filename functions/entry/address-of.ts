import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import * as z from 'zod';

const Connected = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });

/** Who is at the other end of the connection; requests made inside the process have none. */
export const addressOf = (c: Context): string =>
  Connected.safeParse(c.env).success ? (getConnInfo(c).remote.address ?? 'local') : 'local';
