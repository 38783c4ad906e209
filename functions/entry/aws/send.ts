import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { RETRIES } from './state.ts';

const BATCH = 10; // messages that one SendMessageBatch takes

/** Puts messages on a queue; throws when one of them was not taken, so that the caller's own record comes again. */
export const sendTo = (queue: string, client = new SQSClient(RETRIES)) => {
  const sendBatch = async (bodies: readonly string[]): Promise<void> => {
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queue, Entries }));
    const [failed] = answer.Failed ?? [];
    if (failed !== undefined) throw new Error(`the queue did not take a message: ${failed.Code}`);
  };
  return async (messages: readonly unknown[]): Promise<void> => {
    for (let at = 0; at < messages.length; at += BATCH)
      await sendBatch(messages.slice(at, at + BATCH).map((message) => JSON.stringify(message)));
  };
};
