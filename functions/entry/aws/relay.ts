import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { changesOf } from '../../adapters/dynamodb/stream.ts';
import { RelayConfig } from '../../aws-config.ts';
import { readEnvironment } from './environment.ts';
import { awsOffice, withPorts } from './ports.ts';
import { awsPush } from './push.ts';
import { awsFiles, s3Client } from './s3.ts';
import { searchWriter } from './search-place.ts';
import { awsState } from './state.ts';

/** Trung chuyển: one batch of one shard of the table's stream. */
const config = readEnvironment(RelayConfig);
const client = s3Client();
const ports = withPorts(awsState(config), {
  files: awsFiles(config, client),
  search: await searchWriter(config, client),
});
const { push } = awsPush(config, { ports, office: awsOffice(config, ports) });

export const handler = (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => push(changesOf(event));
