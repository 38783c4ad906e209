import { type AllowedAction, allowedActions, draftingActions } from '../../shared/documents/allowed-actions.ts';
import type { Document } from '../../shared/documents/document.ts';
import { diffContent } from '../../shared/documents/format/diff.ts';
import { issuingActions } from '../../shared/documents/issuing/issuing-actions.ts';
import { refusalWords } from '../../shared/words/refusals.ts';
import { fill } from '../../shared/words/sentence.ts';
import type { Caller } from '../app/call.ts';
import type { CommandDependencies } from '../app/commands/document-command.ts';
import { factsOn, getContent } from '../app/commands/document-command.ts';
import { makeRecordRead } from '../app/commands/record-read.ts';
import type { ReadPorts } from '../app/queries/caller.ts';
import { documentChecks } from '../app/queries/document-checks.ts';
import { organisationQueriesOf } from '../app/queries/organisation.ts';
import { previewQuery } from '../app/queries/preview.ts';
import { makeQueries } from '../app/queries/queries.ts';
import type { OfficePorts, OfficeSettings } from './office-ports.ts';

/** Every refusal of a button says why, in the same words as the API. */
const withSentence = ({ refusal, ...action }: AllowedAction) =>
  refusal === undefined
    ? action
    : {
        ...action,
        refusal: { ...refusal, detail: fill(refusalWords.vi[refusal.code] ?? refusal.code, refusal.facts) },
      };
export type QueryParts = {
  ports: OfficePorts;
  settings: OfficeSettings;
  base: CommandDependencies;
  readPorts: ReadPorts;
};

/** Every query by contract name. */
export const composeQueries = ({ ports, settings, base, readPorts }: QueryParts) => {
  const { files, ids } = ports;
  const { execute, gather } = base;
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
  return new Map([
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
};
