import type * as z from 'zod';
import { EventBody, type SealedEvent } from '../../../shared/kernel/event-record.ts';

/** The event that the canonical bytes hold, parsed: a stored event is outside data too. */
export const eventIn = <T>(sealed: SealedEvent, schema: z.ZodType<T>): T =>
  schema.parse(EventBody.parse(JSON.parse(sealed.bytes)).event);
