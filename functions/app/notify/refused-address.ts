import * as z from 'zod';
import { PersonId } from '../../../shared/kernel/ids.ts';
import { Instant } from '../../../shared/kernel/time.ts';

/**
 * Addresses that a mail service has refused for good, one row each: an administrator corrects them in the organisation. They come from no event,
 * so a rebuild of the views forgets them until the next notice is refused.
 */
export const REFUSED = 'mail-refused#main';
export const RefusedAddress = z.object({
  address: z.string(),
  person: PersonId,
  /** Of the last notice refused. */
  key: z.string(),
  at: Instant,
});
export type RefusedAddress = z.infer<typeof RefusedAddress>;
