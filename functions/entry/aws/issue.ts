import { KMSClient } from '@aws-sdk/client-kms';
import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import { movesIssuing } from '../../app/react/issuing.ts';
import { IssueConfig } from '../../aws-config.ts';
import { answerErrand, CertificateErrand } from './certificate-errand.ts';
import { readEnvironment } from './environment.ts';
import { counting } from './metrics.ts';
import { awsOffice } from './ports.ts';
import { eachMessage, IssuingErrand, readChange } from './queue.ts';
import { signingPorts } from './signing-ports.ts';
import { logLine, RETRIES } from './state.ts';

const Queue = z.custom<SQSEvent>((value) => z.object({ Records: z.array(z.unknown()) }).safeParse(value).success);

/**
 * Đóng dấu, phát hành, lập hồ sơ, chốt mốc: what follows a number, one message per stored event. Every step is idempotent by its document, so a message
 * may come twice; a step that fails is written into the document's history, where people see it, and comes again by the sweep (ADR 0007).
 */
const config = readEnvironment(IssueConfig);
const ports = signingPorts(config);
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

const messages = eachMessage({ schema: IssuingErrand, work: react, log: logLine });

/** Messages of the queue; or an operator's direct call for a certificate request, which only this role can sign. */
export const handler = async (event: SQSEvent | CertificateErrand): Promise<unknown> => {
  const errand = CertificateErrand.safeParse(event);
  if (errand.success)
    return answerErrand(errand.data, { kms: new KMSClient(RETRIES), aliasPrefix: config.KEY_ALIAS_PREFIX });
  return messages(Queue.parse(event));
};
