import { join } from 'node:path';
import { verifyJournal } from '../../functions/entry/journal/verify.ts';
import { type Audit, audit } from './audit.ts';
import { issueAll } from './clients.ts';
import { rounded, type Spread, spread, timed } from './figures.ts';
import { type MeasuredOffice, type OfficeOptions, openMeasured } from './measured-office.ts';
import { prepareSigned } from './signed-documents.ts';

export type CampaignOptions = {
  dataDir: string;
  documents: number;
  clients: number;
  /** So many are signed through the API; the others are stored like those. */
  walked: number;
  keys?: string;
  say: (line: string) => void;
};
export type NumberingResult = {
  audit: Audit;
  issueCommand: Spread;
  /** Numbers given per second, proof of presence included. */
  numbersPerSecond: number;
  /** Documents sealed, filed, dispatched, delivered and anchored per second, until the last one was. */
  issuedPerSecond: number;
  repeated: number;
};

/** From signed documents to the checked register, on an office that is open. */
export const numberAll = async (office: MeasuredOffice, o: CampaignOptions): Promise<NumberingResult> => {
  const prepared = await timed(() => prepareSigned(office, o));
  await office.opened.settle();
  o.say(`${o.documents} signed documents prepared in ${rounded(prepared.milliseconds / 1000)} s`);
  const documents = prepared.value;
  const from = performance.now();
  const issuing = await issueAll({ port: () => office.port, documents, clients: o.clients });
  o.say(`numbered by ${o.clients} clients in ${rounded(issuing.milliseconds / 1000)} s`);
  await office.finish();
  const whole = performance.now() - from;
  o.say(`all issued after ${rounded(whole / 1000)} s; checking`);
  return {
    audit: await audit(office, { documents, told: issuing.told }),
    issueCommand: spread(issuing.commands),
    numbersPerSecond: rounded(o.documents / (issuing.milliseconds / 1000)),
    issuedPerSecond: rounded(o.documents / (whole / 1000), 2),
    repeated: issuing.repeated,
  };
};

/** Cấp số đồng thời: many clerks at one register on the embedded engine, then the journal checked offline too. */
export const numberingCampaign = async (
  o: CampaignOptions & Pick<OfficeOptions, 'engine'>,
): Promise<NumberingResult> => {
  const office = await openMeasured({
    dataDir: o.dataDir,
    ...(o.keys === undefined ? {} : { keys: o.keys }),
    ...(o.engine === undefined ? {} : { engine: o.engine }),
  });
  try {
    const result = await numberAll(office, o);
    if (o.engine !== undefined) return result;
    const anchorDir = join(o.dataDir, 'anchors');
    const journal = await verifyJournal({ dataDir: o.dataDir, anchorDir, roots: [], files: true });
    const faults = journal.faults.map((fault) => `journal: ${JSON.stringify(fault)}`);
    return { ...result, audit: { ...result.audit, faults: [...result.audit.faults, ...faults] } };
  } finally {
    await office.close();
  }
};
