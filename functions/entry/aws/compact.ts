import { CompactConfig } from '../../aws-config.ts';
import { openBucketSearch } from './bucket-search.ts';
import { readEnvironment } from './environment.ts';
import { s3Client } from './s3.ts';
import { logLine } from './state.ts';

/** Gộp chỉ mục: one snapshot of what the day has appended, so that the first search of the morning has little to read. */
const config = readEnvironment(CompactConfig);
const search = openBucketSearch(config.SEARCH_BUCKET, s3Client());

export const handler = async (): Promise<void> => {
  logLine({ level: 'info', event: 'search-compacted', ...(await search.compact()) });
};
