import * as z from 'zod';
import { StuckLine } from '../../../shared/documents/lines.ts';
import { currentOrganisation } from '../../app/react/steps.ts';
import { makeSweep } from '../../app/sweep.ts';
import { SweepConfig } from '../../aws-config.ts';
import { readEnvironment } from './environment.ts';
import { counting } from './metrics.ts';
import { awsOffice, withPorts } from './ports.ts';
import { awsPush } from './push.ts';
import type { IssuingErrand } from './queue.ts';
import { awsFiles, s3Client } from './s3.ts';
import { searchWriter } from './search-place.ts';
import { sendTo } from './send.ts';
import { awsState, logLine } from './state.ts';

const Task = z.object({ task: z.enum(['sweep', 'daily-anchor']) });

/** Rà soát by the clock: what stands still is sent on its way again; the daily anchor is ordered. Holds no key: the work is done behind the queue. */
const config = readEnvironment(SweepConfig);
const client = s3Client();
const ports = withPorts(awsState(config), {
  files: awsFiles(config, client),
  search: await searchWriter(config, client),
});
const office = awsOffice(config, ports);
const push = awsPush(config, { ports, office });
const count = counting(config.STAGE);
const order = sendTo(config.ISSUING_QUEUE);
const send = (errand: IssuingErrand) => order([errand]);

const issuers = async () => [
  ...new Set((await currentOrganisation(ports.store)).series.map((series) => series.issuer)),
];
const sweep = makeSweep({
  views: ports.views,
  clock: ports.clock,
  issuers,
  resume: async (document, cause) => {
    await send({ kind: 'resume', document, cause });
    return true;
  },
});

const stuck = async (): Promise<number> => {
  let found = 0;
  for (const issuer of await issuers()) {
    const { rows } = await ports.views.query({ pk: `stuck#${issuer}`, limit: 200 });
    found += rows.filter(({ data }) => StuckLine.safeParse(data).success).length;
  }
  return found;
};

export const handler = async (event: unknown): Promise<void> => {
  if (Task.parse(event).task === 'daily-anchor') return send({ kind: 'anchor', reason: 'daily' });
  const resumed = await push.resumeStalled();
  const tried = await sweep();
  const standing = await stuck();
  count('StuckDocuments', standing);
  logLine({ level: 'info', event: 'swept', resumed, tried, standing });
};
