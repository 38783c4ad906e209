import * as z from 'zod';
import { refuse } from '../../shared/kernel/refusal.ts';
import { consultationCommands } from '../app/commands/consultation.ts';
import { deliveryCommands } from '../app/commands/deliveries.ts';
import type { CommandDependencies } from '../app/commands/document-command.ts';
import { documentVerbs } from '../app/commands/document-verbs.ts';
import { describeIssuing, issueCommand, openRegisterCommand, voidNumberCommand } from '../app/commands/issuing.ts';
import { openDossierCommand, setProcedureCommand } from '../app/commands/office.ts';
import { organisationCommands } from '../app/commands/organisation.ts';
import { prepareSignatureCommand } from '../app/commands/prepare-signature.ts';
import { describeSigning, signCommand } from '../app/commands/signing.ts';
import { startDraftCommand } from '../app/commands/start-draft.ts';
import { makeSerial } from '../app/serial.ts';
import type { DescribeIntent } from '../app/step-up.ts';
import type { OfficePorts, OfficeSettings } from './office-ports.ts';

const Empty = z.unknown();

export type CommandParts = { ports: OfficePorts; settings: OfficeSettings; base: CommandDependencies };

/** Every verb by contract name, and what a step-up is asked to describe. */
export const composeCommands = ({ ports, settings, base }: CommandParts) => {
  const { clock, ids, realNow, store, views } = ports;
  const signing = { ...base, ...ports, publicUrl: settings.publicUrl, demo: settings.demo };
  const issuingDeps = { ...base, clock, realNow, serially: ports.serially ?? makeSerial() };
  const describe: DescribeIntent = async (caller, asked) => {
    let described: Awaited<ReturnType<typeof describeSigning>> | undefined;
    for (const document of asked.documents) {
      described =
        asked.act === 'sign'
          ? await describeSigning(signing, caller, document)
          : await describeIssuing(issuingDeps, caller, document);
      if (!described.ok) return described;
    }
    return described ?? refuse('invalid', 'step-up.no-documents');
  };
  const commands = new Map([
    ['documents.start', startDraftCommand({ ...base, ids })],
    ...documentVerbs(base, Empty),
    ...consultationCommands(base),
    ['documents.prepare-signature', prepareSignatureCommand(signing)],
    ['documents.sign', signCommand(signing)],
    ['documents.issue', issueCommand(issuingDeps)],
    ['documents.void-number', voidNumberCommand(issuingDeps)],
    ['registers.open', openRegisterCommand(issuingDeps)],
    ...deliveryCommands(base, Empty),
    ['dossiers.open', openDossierCommand(base)],
    ['procedures.set', setProcedureCommand(base)],
    ...organisationCommands({ store, views, clock, execute: base.execute, ids }),
  ] as const);
  return { commands, describe };
};
