import { KMSClient } from '@aws-sdk/client-kms';
import type * as z from 'zod';
import { kmsSigner } from '../../adapters/kms/signer.ts';
import { s3Anchors } from '../../adapters/s3/anchors.ts';
import type { IssueConfig } from '../../aws-config.ts';
import { makePaper } from '../../paper/paper.ts';
import { httpTimestamper } from '../../paper/timestamper.ts';
import type { OfficePorts } from '../office-ports.ts';
import { enrolledAppearances } from './appearances.ts';
import { bucketCertificates, bucketRoots } from './certificates.ts';
import { withPorts } from './ports.ts';
import { awsFiles, s3Client } from './s3.ts';
import { awsState, RETRIES, realNow } from './state.ts';

/** What only the signing role can use: keys, the archive under Object Lock, the time stamp authority. */
export const signingPorts = (config: z.infer<typeof IssueConfig>): OfficePorts => {
  const state = awsState(config);
  const client = s3Client();
  const files = awsFiles(config, client);
  const enrolled = { client, bucket: config.FILES_BUCKET, clock: { now: realNow } };
  const certificatesOf = bucketCertificates(enrolled);
  const roots = bucketRoots(enrolled);
  return withPorts(state, {
    files,
    paper: makePaper(),
    signer: kmsSigner({
      client: new KMSClient(RETRIES),
      aliasPrefix: config.KEY_ALIAS_PREFIX,
      certificatesOf,
      // Signed attributes and anchors have some hundred bytes: KMS takes them whole and hashes them itself.
      messageType: 'RAW',
      clock: state.clock,
    }),
    timestamper: { stamp: async (imprint) => httpTimestamper(config.TIMESTAMP_URL, await roots()).stamp(imprint) },
    anchors: s3Anchors({
      client,
      bucket: config.ARCHIVE_BUCKET,
      lockMode: config.OBJECT_LOCK_MODE,
      retainDays: config.OBJECT_LOCK_DAYS,
      now: realNow,
    }),
    appearanceOf: enrolledAppearances(files),
  });
};
