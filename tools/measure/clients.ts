import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Answered, ApiClient } from '../../functions/entry/api-client.ts';
import { networkClient, PARTS } from './measured-office.ts';
import type { SignedDocument } from './signed-documents.ts';

const Issued = z.object({ id: z.string(), display: z.string() });
export type Issuing = {
  /** Display of the number that each document's client was told. */
  told: Map<string, string>;
  /** Milliseconds of each issue command that was answered at the first try. */
  commands: number[];
  milliseconds: number;
  /** Requests sent again: the connection broke, or the office asked for patience. */
  repeated: number;
};

const PATIENCE_MS = 180_000;
const BUSY = new Set([429, 503]);

/** Does as a careful client does: the same request again, under the same key, until there is an answer. */
const persistently = (o: { onRepeat: () => void; deadline: () => number }) => {
  const again = async (why: string): Promise<void> => {
    if (performance.now() > o.deadline()) throw new Error(`no answer within ${PATIENCE_MS / 1000} s: ${why}`);
    o.onRepeat();
    await pause(50);
  };
  return async (send: () => Promise<Answered>): Promise<Answered> => {
    for (;;) {
      try {
        const answered = await send();
        if (!BUSY.has(answered.status)) return answered;
        await again(`HTTP ${answered.status}`);
      } catch (error) {
        // `fetch failed` and a body that broke off: nobody is there, or not any more.
        if (!(error instanceof TypeError)) throw error;
        await again(error.message);
      }
    }
  };
};

/** A proof of presence is many requests: one that broke off in the middle is simply begun anew. */
const proveAgain = async (
  client: ApiClient,
  document: SignedDocument,
  o: { repeat: (why: string) => Promise<void> },
) => {
  for (;;) {
    try {
      return await client.stepUp('issue', [{ id: document.id, hash: document.fileHash }]);
    } catch (error) {
      await o.repeat(error instanceof Error ? error.message : String(error));
    }
  }
};

/** So many clerks at so many browsers, all on one register: each takes the next document, proves presence, issues. */
export const issueAll = async (o: {
  port: () => number;
  documents: readonly SignedDocument[];
  clients: number;
}): Promise<Issuing> => {
  const waiting = [...o.documents];
  const issuing: Issuing = { told: new Map(), commands: [], milliseconds: 0, repeated: 0 };
  let heard = performance.now();
  const onRepeat = () => {
    issuing.repeated += 1;
  };
  const persist = persistently({ onRepeat, deadline: () => heard + PATIENCE_MS });
  const repeat = async (why: string): Promise<void> => {
    if (performance.now() > heard + PATIENCE_MS) throw new Error(`no proof of presence: ${why}`);
    onRepeat();
    await pause(50);
  };
  const issueOne = async (client: ApiClient, document: SignedDocument): Promise<void> => {
    const intent = await proveAgain(client, document, { repeat });
    const key = { 'idempotency-key': randomBytes(16).toString('hex') };
    const body = { fileHash: document.fileHash, intent };
    const before = issuing.repeated;
    const from = performance.now();
    const answered = await persist(() => client.post(`/api/documents/${document.id}/issue`, body, key));
    if (answered.status !== 200) throw new Error(`issue answered ${answered.status}: ${JSON.stringify(answered.data)}`);
    if (issuing.repeated === before) issuing.commands.push(performance.now() - from);
    heard = performance.now();
    issuing.told.set(document.id, Issued.parse(answered.data).display);
  };
  const sessions = await Promise.all(
    Array.from({ length: o.clients }, async () => {
      const client = networkClient(o.port, PARTS.clerk);
      await client.signIn();
      return client;
    }),
  );
  const from = performance.now();
  heard = from;
  await Promise.all(
    sessions.map(async (client) => {
      for (let document = waiting.shift(); document !== undefined; document = waiting.shift())
        await issueOne(client, document);
    }),
  );
  issuing.milliseconds = performance.now() - from;
  return issuing;
};
