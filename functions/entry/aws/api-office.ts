import type * as z from 'zod';
import { refusalWords } from '../../../shared/words/refusals.ts';
import type { ApiConfig } from '../../aws-config.ts';
import { withStepUp } from '../../http/step-up-contract.ts';
import { functionOf } from '../../platform.ts';
import type { Files } from '../../ports/files.ts';
import { contracts } from '../compose.ts';
import { awsOffice, withPorts } from './ports.ts';
import type { AwsState } from './state.ts';

/** The rules of the office behind the API's door: every contract row that no other function answers. */
export const apiOffice = (config: z.infer<typeof ApiConfig>, state: AwsState, files: Files) => {
  const { app, stepUp, profile } = awsOffice(config, withPorts(state, { files }));
  const rows = { app, contracts: contracts.filter((row) => functionOf(row.name) === 'api') };
  return { ...withStepUp(rows, stepUp), stepUp, profile, words: refusalWords };
};
