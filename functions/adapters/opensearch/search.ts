import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { SearchIndex } from '../../ports/search.ts';
import { Question } from '../fts5/protocol.ts';
import { applyOperations } from './apply.ts';
import { connect, type Send, type Signing } from './client.ts';
import { find } from './find.ts';
import { generations } from './generations.ts';
import { suggest } from './suggest.ts';

const IndexName = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/);
const Prefix = z.string().max(600);
/** Serverless has no `_refresh`; a write took up to 13 s to be seen in published logs. Only rebuilds and tests wait for it. */
const SERVERLESS_MILLISECONDS = 30_000;

export type OpenSearchIndex = SearchIndex & {
  /**
   * Fills a new index beside the present one, which goes on answering, and puts it in its place. What is applied to the present one meanwhile is
   * not in the new one: apply it again afterwards (versions make that harmless).
   */
  rebuild: (fill: (next: Pick<SearchIndex, 'apply'>) => Promise<void>) => Promise<void>;
};

/**
 * The archive's search (tra cứu) on OpenSearch: a managed domain (`es`), Serverless (`aoss`, a collection of type SEARCH) or, without `signing`,
 * a server of one's own. `index` is an alias; the index behind it is made at the first write.
 */
export const openSearch = (of: { endpoint: string; index: string; signing?: Signing }): OpenSearchIndex => {
  const { send, close } = connect(of);
  const isServerless = of.signing?.service === 'aoss';
  return { ...openSearchThrough({ send, index: of.index, isServerless }), close };
};

/** The same through any connection. */
export const openSearchThrough = (of: {
  send: Send;
  index: string;
  isServerless: boolean;
}): Omit<OpenSearchIndex, 'close'> => {
  const { send } = of;
  const index = IndexName.parse(of.index);
  const kept = generations(send, index);
  const refresh = async (name: string) => {
    if (of.isServerless) await pause(SERVERLESS_MILLISECONDS);
    else await send({ method: 'POST', path: `/${name}/_refresh` });
  };
  const rebuild: OpenSearchIndex['rebuild'] = async (fill) => {
    const next = await kept.next();
    await fill({ apply: (operations) => applyOperations(send, { index: next, isAlias: false }, operations) });
    await refresh(next);
    await kept.change(next);
  };
  return {
    apply: async (operations) => {
      // Asked before every batch: a process that has run for hours does not know what became of the index.
      await kept.ensure();
      await applyOperations(send, { index, isAlias: true }, operations);
    },
    search: async (question) => find(send, index, Question.parse(question)),
    suggest: async (prefix, readers, limit) => suggest(send, index, { prefix: Prefix.parse(prefix), readers, limit }),
    refresh: async () => {
      await kept.ensure();
      await refresh(index);
    },
    rebuild,
    clear: () => rebuild(async () => undefined),
  };
};
