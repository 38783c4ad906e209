import { DocumentId } from '../../../shared/kernel/ids.ts';
import { movesIssuing } from '../../app/react/issuing.ts';
import { IssueConfig } from '../../aws-config.ts';
import { readEnvironment } from './environment.ts';
import { counting } from './metrics.ts';
import { awsOffice } from './ports.ts';
import { eachMessage, IssuingErrand, readChange } from './queue.ts';
import { signingPorts } from './signing-ports.ts';
import { logLine } from './state.ts';

/**
 * Đóng dấu, phát hành, lập hồ sơ, chốt mốc: what follows a number, one message per stored event. Every step is idempotent by its document, so a message
 * may come twice; a step that fails is written into the document's history, where people see it, and comes again by the sweep (ADR 0007).
 */
const config = readEnvironment(IssueConfig);
const ports = await signingPorts(config);
const office = awsOffice(config, ports);
const count = counting(config.STAGE);

const anchor = async (reason: 'daily' | 'issue' | 'demand'): Promise<void> => {
  try {
    await office.anchor(reason);
  } catch (error) {
    count('AnchorFailures', 1);
    throw error;
  }
};

const react = async (errand: IssuingErrand): Promise<void> => {
  if (!('kind' in errand)) {
    const change = await readChange(ports.store, errand);
    if (movesIssuing(change)) await office.issuing.handle(change);
    if (office.endsWithAnchor(change)) await anchor('issue');
    return;
  }
  if (errand.kind === 'anchor') return anchor(errand.reason);
  await office.issuing.resume(DocumentId.parse(errand.document), errand.cause);
};

export const handler = eachMessage({ schema: IssuingErrand, work: react, log: logLine });
