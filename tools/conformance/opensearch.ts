import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { openSearch } from '../../functions/adapters/opensearch/search.ts';
import type { SearchIndex } from '../../functions/ports/search.ts';
import { fillWithArticles, measureRetrieval } from '../../test/support/retrieval.ts';
import { startOpenSearchLocal } from '../opensearch-local.ts';
import { failed, type Outcome, outcome, passed, shortened, unavailable } from './check.ts';

const project = join(import.meta.dirname, '..', '..');
const QUERIES = 98;
/** OpenSearch must not find a cited article more rarely than the embedded engine by more than this share of the questions. */
const SLACK = 0.05;

/**
 * The search adapter on a real OpenSearch server: the contract of every engine, then how often each engine finds the article that a sentence cites
 * (only with VANTHU_CORPUS).
 */
export const openSearchConformance = async (): Promise<Outcome[]> => {
  const server = await startOpenSearchLocal();
  if ('missing' in server) return [unavailable('OpenSearch', server.missing)];
  const name = `OpenSearch ${server.version}`;
  try {
    return [contract(name, server.endpoint), ...(await retrieval(name, server.endpoint))];
  } catch (error) {
    return [failed(name, error instanceof Error ? error.message : String(error))];
  } finally {
    await server.stop();
  }
};

const contract = (name: string, endpoint: string): Outcome => {
  const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs');
  const done = spawnSync(process.execPath, [vitest, 'run', 'test/contracts/opensearch.test.ts'], {
    cwd: project,
    env: { ...process.env, OPENSEARCH_ENDPOINT: endpoint, NO_COLOR: '1' },
    encoding: 'utf8',
    timeout: 300_000,
  });
  const count = /Tests\s+(\d+) passed \(\d+\)/.exec(done.stdout)?.[1];
  // A run that skipped everything also ends with 0: without the count of what passed it proves nothing.
  return done.status === 0 && count !== undefined
    ? passed(`${name}, contract of the search`, `${count} tests`)
    : failed(`${name}, contract of the search`, shortened(`${done.stdout}${done.stderr}`));
};

const retrieval = async (name: string, endpoint: string): Promise<Outcome[]> => {
  const title = `${name}, finding cited articles beside FTS5`;
  const corpusDir = join(process.env.VANTHU_CORPUS ?? '', 'retrieval');
  if (process.env.VANTHU_CORPUS === undefined || !existsSync(corpusDir))
    return [unavailable(title, 'VANTHU_CORPUS, the folder of the retrieval set')];
  const directory = mkdtempSync(join(tmpdir(), 'vanthu-retrieval-'));
  try {
    const embedded = await measure(ftsSearch({ file: join(directory, 'search.sqlite') }), corpusDir);
    const server = await measure(openSearch({ endpoint, index: 'retrieval' }), corpusDir);
    const isNoWorse = server.hits.every((share, at) => share >= (embedded.hits[at] ?? 0) - SLACK);
    return [outcome(title, isNoWorse, `${server.told}; FTS5 ${embedded.told}`)];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const measure = async (index: SearchIndex, corpusDir: string): Promise<{ hits: number[]; told: string }> => {
  const start = performance.now();
  const articles = await fillWithArticles(index, corpusDir);
  const seconds = Math.round((performance.now() - start) / 1000);
  const measured = [];
  for (const accents of [true, false])
    measured.push(await measureRetrieval({ index, corpusDir, queries: QUERIES, accents }));
  await index.close();
  const told = measured.map(
    ({ hitAt10, recallAt10, p50, p95, n }, at) =>
      `${at === 0 ? 'with' : 'without'} accents hit@10 ${hitAt10.toFixed(3)} recall@10 ${recallAt10.toFixed(3)} p50 ${p50} p95 ${p95} ms (${n} questions)`,
  );
  return {
    hits: measured.map(({ hitAt10 }) => hitAt10),
    told: `${told.join(', ')}, ${articles} filled in ${seconds} s`,
  };
};
