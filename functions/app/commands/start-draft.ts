import { StartDraft, startDraft } from '../../../shared/documents/drafting/start-draft.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import { signingMatterOf } from '../../../shared/documents/signing.ts';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { Ids } from '../../ports/ids.ts';
import type { CommandHandler } from '../call.ts';
import { stateOf, write } from '../execute.ts';
import { type CommandDependencies, documentRef, putContent } from './document-command.ts';

/** Soạn thảo: the id is made here, once per attempt of the client; a repeated request is answered with the first id. */
export const startDraftCommand =
  (dependencies: CommandDependencies & { ids: Ids }): CommandHandler =>
  async (call) => {
    const command = StartDraft.parse(call.body);
    const id = DocumentId.parse(dependencies.ids.ulid());
    return dependencies.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [documentRef(id)],
      decide: async (streams) => {
        const at = stateOf(documentAggregate, streams, id);
        const gathered = await dependencies.gather({
          caller: call.caller,
          matter: signingMatterOf(command),
          units: [command.heading.draftingUnit, command.heading.issuer],
        });
        if (!gathered.ok) return gathered;
        const decided = startDraft(null, command, { ...gathered.value.facts, id });
        if (!decided.ok) return decided;
        const contentHash = await putContent(dependencies.files, id, command.content);
        return ok({
          writes: [write(documentAggregate, at, decided.value)],
          guards: [],
          answer: { id, status: 'drafting', version: 1, contentHash },
        });
      },
    });
  };
