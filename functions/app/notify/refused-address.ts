import * as z from 'zod';
import { Instant } from '../../../shared/kernel/time.ts';

/** Addresses that a mail service has refused for good, one row each: an administrator corrects them in the organisation. */
export const REFUSED = 'mail-refused#main';
export const RefusedAddress = z.object({
  address: z.string(),
  /** Of the last notice refused; ends with the person. */
  key: z.string(),
  at: Instant,
});
export type RefusedAddress = z.infer<typeof RefusedAddress>;
