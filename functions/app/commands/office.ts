import { dossierAggregate, OpenDossier, openDossier } from '../../../shared/documents/issuing/dossier.ts';
import { proceduresAggregate, SetProcedure, setProcedure } from '../../../shared/documents/review/procedures.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { agencyOf } from '../../../shared/organisation/directory.ts';
import type { CommandHandler } from '../call.ts';
import { stateOf, write } from '../execute.ts';
import { PROCEDURES } from '../facts/document-facts.ts';
import type { CommandDependencies } from './document-command.ts';

/** Mở hồ sơ của danh mục: `{unit}.{year}.{notation}`. */
export const openDossierCommand =
  (d: CommandDependencies): CommandHandler =>
  async (call) => {
    const command = OpenDossier.parse(call.body);
    const id = `${command.unit}.${command.year}.${command.notation}`;
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [{ aggregate: dossierAggregate.name, id }],
      decide: async (streams) => {
        const at = stateOf(dossierAggregate, streams, id);
        const gathered = await d.gather({ caller: call.caller });
        if (!gathered.ok) return gathered;
        const { organisation } = gathered.value.facts.organisation;
        const agency = agencyOf(organisation, command.unit);
        const organId = agency?.exchangeId ?? agency?.id ?? command.unit;
        const opened = openDossier(at.state, command, { ...gathered.value.facts, id, organId });
        if (!opened.ok) return opened;
        return ok({
          writes: [write(dossierAggregate, at, opened.value)],
          guards: [],
          answer: { id, code: `${organId}.${command.year}.${command.notation}` },
        });
      },
    });
  };

/** Ban hành quy trình. */
export const setProcedureCommand =
  (d: CommandDependencies): CommandHandler =>
  async (call) => {
    const command = SetProcedure.parse(call.body);
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [PROCEDURES],
      decide: async (streams) => {
        const at = stateOf(proceduresAggregate, streams, PROCEDURES.id);
        const gathered = await d.gather({ caller: call.caller });
        if (!gathered.ok) return gathered;
        const set = setProcedure(at.state, command, gathered.value.facts);
        return set.ok ? ok({ writes: [write(proceduresAggregate, at, set.value)], guards: [], answer: {} }) : set;
      },
    });
  };
