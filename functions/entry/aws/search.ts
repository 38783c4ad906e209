import { handle } from 'hono/aws-lambda';
import { SearchConfig } from '../../aws-config.ts';
import { awsHttp } from './door.ts';
import { readEnvironment } from './environment.ts';
import { awsOffice, rowsOf, withPorts } from './ports.ts';
import { awsFiles, s3Client } from './s3.ts';
import { searchReader } from './search-place.ts';
import { awsState } from './state.ts';

/** Tra cứu kho lưu trữ: writes nothing. */
const config = readEnvironment(SearchConfig);
const state = awsState(config);
const client = s3Client();
const ports = withPorts(state, { files: awsFiles(config, client), search: await searchReader(config, client) });
const { app } = awsOffice(config, ports);

export const handler = handle(await awsHttp(config, state, rowsOf('search', app)));
