import * as z from 'zod';
import { Hash } from '../../../shared/kernel/ids.ts';
import { Instant } from '../../../shared/kernel/time.ts';

/** Format of the backup this product writes; older ones are read for ever, newer ones are refused in words. */
export const BACKUP_FORMAT = 1;
export const MANIFEST = 'manifest.json';

/** What a member may be called; no `..`, no absolute path, nothing outside the parts of an office. */
const MEMBER = /^(?:store\.sqlite|office\.json|(?:files|keys|anchors)(?:\/[A-Za-z0-9_][A-Za-z0-9._-]{0,150}){1,6})$/;
const Member = z.strictObject({
  name: z.string().regex(MEMBER, 'member'),
  size: z.number().int().nonnegative(),
  sha256: Hash,
});
export type Member = z.infer<typeof Member>;

/** First member of a backup: everything in it by name, size and hash. Unknown fields of a later product of the same format are let through. */
export const Manifest = z.object({
  format: z.literal(BACKUP_FORMAT),
  product: z.string(),
  /** Layout of the tables in `store.sqlite`; events carry their own schema versions. */
  schema: z.object({ store: z.number().int() }),
  kind: z.enum(['demo', 'office']),
  made: Instant,
  counts: z.object({ streams: z.number(), events: z.number(), anchors: z.number(), files: z.number() }),
  /** Private keys are left out of an office's backup unless asked for; their certificates are always in. */
  keys: z.object({ included: z.boolean(), references: z.array(z.string()) }),
  members: z.array(Member),
});
export type Manifest = z.infer<typeof Manifest>;

/** `office.json` of a data directory; a directory without one is taken for a real office, whose keys stay where they are. */
export const OfficeFile = z.looseObject({ kind: z.enum(['demo', 'office']) });
