import * as z from 'zod';
import { archiveQueries } from '../../shared/archive/contract.ts';
import { type AllowedAction, allowedActions, draftingActions } from '../../shared/documents/allowed-actions.ts';
import { checkQueries } from '../../shared/documents/check-contract.ts';
import { documentContracts } from '../../shared/documents/contract.ts';
import { defaultProcedures } from '../../shared/documents/default-procedures.ts';
import { diffContent } from '../../shared/documents/diff.ts';
import type { Document } from '../../shared/documents/document.ts';
import { issuingActions } from '../../shared/documents/issuing-actions.ts';
import { issuingContracts } from '../../shared/documents/issuing-contract.ts';
import { documentQueries } from '../../shared/documents/query-contract.ts';
import type { Contract } from '../../shared/kernel/contract.ts';
import { EventBody } from '../../shared/kernel/event-record.ts';
import { refuse } from '../../shared/kernel/refusal.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { HolidayTable } from '../../shared/kernel/working-days.ts';
import { organisationContracts } from '../../shared/organisation/contract.ts';
import { refusalWords } from '../../shared/words/refusals.ts';
import { fill } from '../../shared/words/sentence.ts';
import { makeAnchor } from '../app/anchor.ts';
import type { App, Caller } from '../app/call.ts';
import { consultationCommands } from '../app/commands/consultation.ts';
import { deliveryCommands } from '../app/commands/deliveries.ts';
import { factsOn, getContent } from '../app/commands/document-command.ts';
import { documentVerbs } from '../app/commands/document-verbs.ts';
import { describeIssuing, issueCommand, openRegisterCommand, voidNumberCommand } from '../app/commands/issuing.ts';
import { openDossierCommand, setProcedureCommand } from '../app/commands/office.ts';
import { organisationCommands } from '../app/commands/organisation.ts';
import { prepareSignatureCommand } from '../app/commands/prepare-signature.ts';
import { makeRecordRead } from '../app/commands/record-read.ts';
import { describeSigning, signCommand } from '../app/commands/signing.ts';
import { startDraftCommand } from '../app/commands/start-draft.ts';
import { makeExecute } from '../app/execute.ts';
import { makeGatherFacts } from '../app/facts/document-facts.ts';
import { makeReadDirectory } from '../app/facts/read-directory.ts';
import { makeProjector } from '../app/project/projector.ts';
import { makeRelay } from '../app/project/relay.ts';
import { makeReadPorts } from '../app/queries/caller.ts';
import { documentChecks } from '../app/queries/document-checks.ts';
import { organisationQueriesOf } from '../app/queries/organisation.ts';
import { previewQuery } from '../app/queries/preview.ts';
import { makeProfile } from '../app/queries/profile.ts';
import { makeQueries } from '../app/queries/queries.ts';
import { makeVerifyByCode } from '../app/queries/verify-by-code.ts';
import { makeIssuing } from '../app/react/issuing.ts';
import { currentOrganisation } from '../app/react/steps.ts';
import type { AppearanceOf } from '../app/seal-bytes.ts';
import { makeSeedOffice } from '../app/seed-office.ts';
import { makeSerial } from '../app/serial.ts';
import { type DescribeIntent, makeStepUp } from '../app/step-up.ts';
import { makeSweep } from '../app/sweep.ts';
import type { Anchors } from '../ports/anchors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Ids } from '../ports/ids.ts';
import type { Paper } from '../ports/paper.ts';
import type { SearchIndex } from '../ports/search.ts';
import type { Signer } from '../ports/signer.ts';
import type { Change, Store } from '../ports/store.ts';
import type { Timestamper } from '../ports/timestamp.ts';
import type { Views } from '../ports/views.ts';

export type OfficePorts = {
  store: Store;
  views: Views;
  search: SearchIndex;
  files: Files;
  clock: Clock;
  ids: Ids;
  paper: Paper;
  signer: Signer;
  timestamper: Timestamper;
  realNow: () => Instant;
  appearanceOf: AppearanceOf;
  anchors: Anchors;
};
export type OfficeSettings = {
  publicUrl: string;
  demo: boolean;
  holidays: HolidayTable;
  /** Names this process in the relay's lease. */
  holder: string;
  /** How long another process waits for this one's reactions after it died; 30 s when absent. */
  leaseSeconds?: number;
  log: (line: Record<string, unknown>) => void;
};

export const contracts: readonly Contract[] = [
  ...documentContracts,
  ...issuingContracts,
  ...documentQueries,
  ...archiveQueries,
  ...checkQueries,
  ...organisationContracts,
];

const Empty = z.unknown();
/** Every refusal of a button says why, in the same words as the API. */
const withSentence = ({ refusal, ...action }: AllowedAction) =>
  refusal === undefined
    ? action
    : {
        ...action,
        refusal: { ...refusal, detail: fill(refusalWords.vi[refusal.code] ?? refusal.code, refusal.facts) },
      };
/** Signs nothing but anchors. */
export const ANCHOR_KEY = 'anchor:main';
/** Each issue is followed by an anchor (architecture §4): from then on its history cannot be cut unseen. */
const anchoring = (anchor: ReturnType<typeof makeAnchor>) => ({
  name: 'anchoring',
  handle: async (change: Change): Promise<void> => {
    if (change.ref.aggregate !== 'document') return;
    if (EventBody.parse(JSON.parse(change.event.bytes)).event.type === 'DocumentDispatched') await anchor('issue');
  },
});

/** The product over its ports: handlers by contract name, the step-up, the relay that projects and reacts. Names no adapter. */
export const composeOffice = (ports: OfficePorts, settings: OfficeSettings) => {
  const { store, views, search, files, clock, ids, realNow } = ports;
  const execute = makeExecute({ store, realNow });
  const gather = makeGatherFacts({
    store,
    clock,
    readDirectory: makeReadDirectory(views),
    defaults: { holidays: settings.holidays, procedures: { all: [...defaultProcedures()] } },
  });
  const base = { store, execute, gather, files };
  const serially = makeSerial();
  const signing = { ...base, ...ports, publicUrl: settings.publicUrl, demo: settings.demo };
  const issuingDeps = { ...base, clock, realNow, serially };
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
  const stepUp = makeStepUp({ store, execute, ids, clock, realNow, describe });
  const readPorts = makeReadPorts({ store, views, search, files, clock });
  const actions = async (caller: Caller, document: Document) => {
    const content = await getContent(files, document.id, document.contentHash);
    const gathered = await factsOn(base, { document, caller, content });
    if (!gathered.ok) return [];
    return allowedActions(document, gathered.value.facts, [...draftingActions, ...issuingActions]).map(withSentence);
  };
  const preview = previewQuery({
    ports: readPorts,
    paper: ports.paper,
    publicUrl: settings.publicUrl,
    demo: settings.demo,
  });
  const queries = new Map([
    ['documents.preview', preview],
    ...makeQueries({
      ports: readPorts,
      allowedActions: actions,
      recordRead: makeRecordRead({ execute, gather, ids }),
      diffContent,
    }),
    ...documentChecks(base),
    ...organisationQueriesOf(readPorts),
  ]);
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
    ...organisationCommands({ store, views, clock, execute, ids }),
  ] as const);
  const app: App = { commands, queries };
  const issuing = makeIssuing({ ...ports, store, execute, clock });
  const anchor = makeAnchor({
    store,
    anchors: ports.anchors,
    signer: ports.signer,
    timestamper: ports.timestamper,
    clock,
    keyRef: ANCHOR_KEY,
  });
  const projector = makeProjector({ store, views, search, files });
  const relay = makeRelay({
    store,
    views,
    holder: settings.holder,
    ...(settings.leaseSeconds === undefined ? {} : { leaseSeconds: settings.leaseSeconds }),
    handlers: [projector, { name: 'issuing', handle: issuing.handle }, anchoring(anchor)],
    report: (failure) => settings.log({ level: 'error', event: 'relay-failed', ...failure, error: undefined }),
  });
  const sweep = makeSweep({
    views,
    clock,
    resume: issuing.resume,
    issuers: async () => [...new Set((await currentOrganisation(store)).series.map((series) => series.issuer))],
  });
  return {
    anchor,
    sweep,
    app,
    contracts,
    stepUp,
    relay,
    issuing,
    projector,
    execute,
    gather,
    seedOffice: makeSeedOffice({ execute }),
    verifyByCode: makeVerifyByCode(views),
    profile: makeProfile(readPorts),
  };
};
export type Office = ReturnType<typeof composeOffice>;
