import { handle } from 'hono/aws-lambda';
import { certifiedKeys } from '../../adapters/kms/certified.ts';
import { RenderConfig } from '../../aws-config.ts';
import { makePaper } from '../../paper/paper.ts';
import { enrolledAppearances } from './appearances.ts';
import { bucketCertificates } from './certificates.ts';
import { awsHttp } from './door.ts';
import { readEnvironment } from './environment.ts';
import { noSigner } from './not-here.ts';
import { awsOffice, rowsOf, withPorts } from './ports.ts';
import { awsFiles, s3Client } from './s3.ts';
import { awsState, realNow } from './state.ts';

/** Xem trước, lập trang ký: sets pages. Reads certificates, holds no key. */
const config = readEnvironment(RenderConfig);
const state = awsState(config);
const client = s3Client();
const files = awsFiles(config, client);
const certificatesOf = bucketCertificates({ client, bucket: config.FILES_BUCKET, clock: { now: realNow } });
const signer = { ...noSigner, certificates: certifiedKeys(certificatesOf) };
const ports = withPorts(state, { files, paper: makePaper(), signer, appearanceOf: enrolledAppearances(files) });
const { app } = awsOffice(config, ports);

export const handler = handle(await awsHttp(config, state, rowsOf('render', app)));
