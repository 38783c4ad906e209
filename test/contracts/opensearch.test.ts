import { describe, it, vi } from 'vitest';
import { openSearch } from '../../functions/adapters/opensearch/search.ts';
import { searchContract } from './search.contract.ts';

const endpoint = process.env.OPENSEARCH_ENDPOINT;
// Emptying makes a new index on the server: some 200 ms, and the property test does it 120 times.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

if (endpoint === undefined)
  describe('archive search on OpenSearch', () => {
    it.skip('skipped: OPENSEARCH_ENDPOINT names no server (tools/conformance.ts starts one)', () => {});
  });
else {
  let indexes = 0;
  searchContract('OpenSearch', async () => {
    indexes += 1;
    return openSearch({ endpoint, index: `contract-${process.pid}-${indexes}` });
  });
}
