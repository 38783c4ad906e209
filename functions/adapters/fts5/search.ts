import { Worker } from 'node:worker_threads';
import type { SearchIndex } from '../../ports/search.ts';
import { ForeignCursor } from '../../ports/store.ts';
import { Found, Operation, Position, Question, Reply, Request, Suggestions } from './protocol.ts';

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

/** An index that follows a feed: how far it has come stands in its file. */
export type FtsSearch = SearchIndex & {
  /** The position of the file when it was opened: 0 when nobody counts. */
  openedAt(): Promise<number>;
  /** Applies what the feed says up to this position, wholly or not at all. */
  follow(operations: readonly Operation[], position: number): Promise<void>;
  /** Writes a packed copy into a file that is not there yet. The position that the copy stands at. */
  copyTo(file: string): Promise<number>;
};

/**
 * The archive's search (tra cứu) on SQLite FTS5, in a file and a thread of its own. `file` may be lost at any time: it is made again
 * from the events. Several processes may share it. `worker` names the code of the thread where it does not stand beside this file.
 */
export const ftsSearch = (o: { file: string; worker?: URL | undefined }): FtsSearch => {
  const thread = startThread(o.worker ?? new URL('./worker.ts', import.meta.url));
  const opened = thread.ask({ method: 'open', file: o.file });
  opened.catch(() => undefined); // Reported by the first call that waits for it.
  const ask = async (request: Request): Promise<unknown> => {
    await opened;
    // Parsed on this side: what the thread cannot read would end it, and with it every other question.
    return thread.ask(Request.parse(request));
  };
  const apply = async (operations: readonly unknown[], position?: number) => {
    await ask({ method: 'apply', operations: operations.map((operation) => Operation.parse(operation)), position });
  };
  return {
    apply: (operations) => apply(operations),
    follow: apply,
    search: async (question) => Found.parse(await ask({ method: 'search', question: Question.parse(question) })),
    suggest: async (prefix, readers, limit) =>
      Suggestions.parse(await ask({ method: 'suggest', prefix, readers: [...readers], limit })),
    refresh: async () => {
      await ask({ method: 'refresh' });
    },
    clear: () => apply([{ op: 'clear' }]),
    openedAt: async () => Position.parse(await opened),
    copyTo: async (file) => Position.parse(await ask({ method: 'copy', file })),
    close: async () => {
      try {
        await ask({ method: 'close' });
      } finally {
        await thread.stop(); // also when the file could not be opened
      }
    },
  };
};

const startThread = (code: URL) => {
  const worker = new Worker(code, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let fault: Error | undefined;
  const settle = (call: number): Waiting | undefined => {
    const one = waiting.get(call);
    waiting.delete(call);
    if (waiting.size === 0) worker.unref(); // An idle index does not keep the process alive.
    return one;
  };
  const fail = (error: Error) => {
    fault = error;
    for (const call of [...waiting.keys()]) settle(call)?.reject(error);
  };
  worker.on('message', (message: unknown) => {
    const reply = Reply.parse(message);
    const one = settle(reply.call);
    if (reply.ok) one?.resolve(reply.value);
    else one?.reject(reply.foreignCursor ? new ForeignCursor() : new Error(reply.message));
  });
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => fail(new Error('the search index is closed')));
  return {
    ask: (request: Request): Promise<unknown> =>
      new Promise((resolve, reject) => {
        if (fault !== undefined) return reject(fault);
        calls += 1;
        worker.ref();
        waiting.set(calls, { resolve, reject });
        worker.postMessage({ call: calls, request });
      }),
    stop: async () => {
      await worker.terminate();
    },
  };
};
