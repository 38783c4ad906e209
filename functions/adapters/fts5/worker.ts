import type { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { ForeignCursor } from '../../ports/store.ts';
import { find } from './find.ts';
import { Envelope, type Reply, type Request } from './protocol.ts';
import { suggest } from './suggest.ts';
import { applyOperations, copyIndex, openIndex, positionOf } from './tables.ts';

/** The thread of the index: node:sqlite waits for the disk, and a hard question must not hold up the signing of a document. */
let open: DatabaseSync | undefined;
const index = (): DatabaseSync => {
  if (open === undefined) throw new Error('the search index is not open');
  return open;
};

const answer = (request: Request): unknown => {
  switch (request.method) {
    case 'open':
      open = openIndex(request.file);
      return positionOf(open);
    case 'apply':
      return applyOperations(index(), request.operations, request.position);
    case 'search':
      return find(index(), request.question);
    case 'suggest':
      return suggest(index(), request);
    case 'refresh': // SQLite shows what is committed, and calls are answered in order.
      return undefined;
    case 'copy':
      return copyIndex(index(), request.file);
    case 'close':
      return index().close();
  }
};

parentPort?.on('message', (message: unknown) => {
  const { call, request } = Envelope.parse(message);
  const reply = (content: Reply) => parentPort?.postMessage(content);
  try {
    reply({ call, ok: true, value: answer(request) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Classes do not travel between threads.
    reply({ call, ok: false, message, foreignCursor: error instanceof ForeignCursor });
  }
});
