import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import type { Change, Store } from '../../ports/store.ts';

/** What a queue carries: the address of a stored event, or one of the system's own errands. The event itself is read from the store. */
export const EventAddress = z.strictObject({ aggregate: z.string(), id: z.string(), seq: z.number().int().positive() });
export type EventAddress = z.infer<typeof EventAddress>;
export const IssuingErrand = z.union([
  EventAddress,
  z.strictObject({ kind: z.literal('resume'), document: z.string(), cause: z.string() }),
  z.strictObject({ kind: z.literal('anchor'), reason: z.enum(['daily', 'issue', 'demand']) }),
]);
export type IssuingErrand = z.infer<typeof IssuingErrand>;

/** The event behind an address. It was committed before its address was sent, so its absence is a fault, and the message is tried again. */
export const readChange = async (store: Store, { aggregate, id, seq }: EventAddress): Promise<Change> => {
  const ref = { aggregate, id };
  const [event] = await store.history(ref, seq, 1);
  if (event === undefined) throw new Error(`event ${seq} of ${aggregate}/${id} is not in the table`);
  return { cursor: '', ref, event };
};

/** One message after the other; those that failed are named, so that only they come again, and after a few times go to the dead-letter queue. */
export const eachMessage =
  <T extends z.ZodType>(o: {
    schema: T;
    work: (message: z.infer<T>) => Promise<void>;
    log: (line: Record<string, unknown>) => void;
  }) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of event.Records) {
      try {
        await o.work(o.schema.parse(JSON.parse(record.body)));
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error);
        o.log({ level: 'error', event: 'message-failed', message: record.messageId, cause });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };
