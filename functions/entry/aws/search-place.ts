import type { S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { bucketFtsWriter } from '../../adapters/bucket-fts/writer.ts';
import type { SearchPlace } from '../../aws-config.ts';
import type { SearchIndex } from '../../ports/search.ts';
import { noSearch } from './not-here.ts';
import { searchObjects } from './search-objects.ts';

type Place = z.infer<typeof SearchPlace>;
const INDEX = 'vanthu-archive';

/** The OpenSearch of the stage; its client is loaded only where the stage has one. */
const openSearchOf = async (config: Place): Promise<SearchIndex> => {
  const { SEARCH_ENDPOINT: endpoint, SEARCH_SERVICE: service } = config;
  if (endpoint === undefined || service === undefined)
    throw new Error('SEARCH_ENDPOINT and SEARCH_SERVICE are not set: this stage searches with OpenSearch');
  const [{ openSearch }, { lambdaCredentials, region }] = await Promise.all([
    import('../../adapters/opensearch/search.ts'),
    import('./credentials.ts'),
  ]);
  return openSearch({ endpoint, index: INDEX, signing: { service, region: region(), credentials: lambdaCredentials } });
};

const bucketOf = (config: Place): string => {
  if (config.SEARCH_BUCKET === undefined) throw new Error('SEARCH_BUCKET is not set: this stage keeps its index there');
  return config.SEARCH_BUCKET;
};

/** Readers look for what is new by themselves, so there is nothing to wait for after writing. */
const refresh = async (): Promise<void> => undefined;
/** For those who write the index and never ask it. */
export const searchWriter = async (config: Place, client: S3Client): Promise<SearchIndex> =>
  config.SEARCH === 'opensearch'
    ? openSearchOf(config)
    : { ...noSearch, refresh, ...bucketFtsWriter({ objects: searchObjects(bucketOf(config), client) }) };

/** For those who ask: with the index in a bucket, a copy of it in this process's own directory. */
export const searchReader = async (config: Place, client: S3Client): Promise<SearchIndex> => {
  if (config.SEARCH === 'opensearch') return openSearchOf(config);
  const { openBucketSearch } = await import('./bucket-search.ts');
  return openBucketSearch(bucketOf(config), client);
};
