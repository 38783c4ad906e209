import { archiveQueries } from '../../shared/archive/contract.ts';
import { checkQueries } from '../../shared/documents/check-contract.ts';
import { documentContracts } from '../../shared/documents/contract.ts';
import { issuingContracts } from '../../shared/documents/issuing/issuing-contract.ts';
import { documentQueries } from '../../shared/documents/query-contract.ts';
import { defaultProcedures } from '../../shared/documents/review/default-procedures.ts';
import type { Contract } from '../../shared/kernel/contract.ts';
import { organisationContracts } from '../../shared/organisation/contract.ts';
import { makeAnchor } from '../app/anchor.ts';
import type { App } from '../app/call.ts';
import { makeExecute } from '../app/execute.ts';
import { makeGatherFacts } from '../app/facts/document-facts.ts';
import { makeReadDirectory } from '../app/facts/read-directory.ts';
import { makeProjector } from '../app/project/projector.ts';
import { makeRelay } from '../app/project/relay.ts';
import type { ChangeHandler } from '../app/project/relay-lane.ts';
import { makeReadPorts } from '../app/queries/caller.ts';
import { makeProfile } from '../app/queries/profile.ts';
import { makeVerifyByCode } from '../app/queries/verify-by-code.ts';
import { documentEventOf, makeIssuing } from '../app/react/issuing.ts';
import { currentOrganisation } from '../app/react/steps.ts';
import { makeSeedOffice } from '../app/seed-office.ts';
import { makeStepUp } from '../app/step-up.ts';
import { makeSweep } from '../app/sweep.ts';
import type { Change } from '../ports/store.ts';
import { composeCommands } from './compose-commands.ts';
import { composeMail } from './compose-mail.ts';
import { composeQueries } from './compose-queries.ts';
import type { OfficePorts, OfficeSettings } from './office-ports.ts';

export const contracts: readonly Contract[] = [
  ...documentContracts,
  ...issuingContracts,
  ...documentQueries,
  ...archiveQueries,
  ...checkQueries,
  ...organisationContracts,
];

/** Signs nothing but anchors. */
export const ANCHOR_KEY = 'anchor:main';
/** Each issue is followed by an anchor (architecture §4): from then on its history cannot be cut unseen. */
const endsWithAnchor = (change: Change): boolean => documentEventOf(change) === 'DocumentDispatched';
const anchoring =
  (anchor: ReturnType<typeof makeAnchor>) =>
  async (change: Change): Promise<void> => {
    if (endsWithAnchor(change)) await anchor('issue');
  };

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
  const { commands, describe } = composeCommands({ ports, settings, base });
  const stepUp = makeStepUp({ store, execute, ids, clock, realNow, describe });
  const readPorts = makeReadPorts({ store, views, search, files, clock });
  const queries = composeQueries({ ports, settings, base, readPorts });
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
  const handlers: readonly ChangeHandler[] = [
    projector,
    { name: 'issuing', handle: issuing.handle },
    { name: 'anchoring', handle: anchoring(anchor) },
  ];
  const relay = makeRelay({
    store,
    views,
    holder: settings.holder,
    ...(settings.leaseSeconds === undefined ? {} : { leaseSeconds: settings.leaseSeconds }),
    handlers,
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
    mail: composeMail(ports, { ...settings, behind: projector.name }),
    handlers,
    endsWithAnchor,
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
