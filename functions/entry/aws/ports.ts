import type * as z from 'zod';
import { refusalWords } from '../../../shared/words/refusals.ts';
import type { App } from '../../app/call.ts';
import type { StateConfig } from '../../aws-config.ts';
import { type FunctionName, functionOf } from '../../platform.ts';
import { composeOffice, contracts, type Office } from '../compose.ts';
import { holidays } from '../holidays.ts';
import type { OfficePorts } from '../office-ports.ts';
import { noAnchors, noAppearance, noPaper, noSearch, noSigner, noTimestamper } from './not-here.ts';
import { type AwsState, logLine } from './state.ts';

/** Every port, those that the function has in the place of the absent ones. */
export const withPorts = (state: AwsState, own: Partial<OfficePorts> & Pick<OfficePorts, 'files'>): OfficePorts => ({
  ...state,
  search: noSearch,
  paper: noPaper,
  signer: noSigner,
  timestamper: noTimestamper,
  anchors: noAnchors,
  appearanceOf: noAppearance,
  ...own,
});

/** The product inside one function. `publicUrl` is printed in QRs: only functions that print or answer need it. */
export const awsOffice = (
  config: z.infer<typeof StateConfig> & { PUBLIC_URL?: string | undefined },
  ports: OfficePorts,
): Office =>
  composeOffice(ports, {
    publicUrl: config.PUBLIC_URL ?? '',
    demo: config.DEMO,
    holidays: holidays(),
    // Streams and queues wake the functions: nothing polls under the relay's lease.
    holder: 'functions',
    log: logLine,
  });

/** The contract rows that one function answers, and their words. */
export const rowsOf = (name: FunctionName, app: App) => ({
  app,
  contracts: contracts.filter((row) => functionOf(row.name) === name),
  words: refusalWords,
});
