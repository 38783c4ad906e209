import { handle } from 'hono/aws-lambda';
import { SignConfig } from '../../aws-config.ts';
import { awsHttp } from './door.ts';
import { readEnvironment } from './environment.ts';
import { awsOffice, rowsOf } from './ports.ts';
import { signingPorts } from './signing-ports.ts';

/** Ký số: checks the intent, the text and the prepared bytes in its own transaction, and only then lets the key sign. */
const config = readEnvironment(SignConfig);
const ports = signingPorts(config);
const { app } = awsOffice(config, ports);

export const handler = handle(await awsHttp(config, ports, rowsOf('sign', app)));
