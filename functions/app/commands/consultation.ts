import type * as z from 'zod';
import { AnswerOpinion, answerOpinion } from '../../../shared/documents/consultation/answer-opinion.ts';
import { CloseConsultation, closeConsultation } from '../../../shared/documents/consultation/close-consultation.ts';
import { askUnits, consult, OpenConsultation } from '../../../shared/documents/consultation/consult.ts';
import { GiveOpinion, giveOpinion, type OpinionFacts } from '../../../shared/documents/consultation/give-opinion.ts';
import { type Opinion, opinionAggregate, opinionId } from '../../../shared/documents/consultation/opinion.ts';
import { RestoreVersion, restoreVersion } from '../../../shared/documents/drafting/restore-version.ts';
import type { OpinionEvent } from '../../../shared/documents/events.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { type DocumentId, UnitId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { CommandHandler } from '../call.ts';
import { guard, stateOf, write } from '../execute.ts';
import {
  answerOf,
  type CommandDependencies,
  documentIdOf,
  documentRef,
  factsOn,
  getContent,
  loadedDocument,
  onDocument,
} from './document-command.ts';

const opinionRef = (document: DocumentId, round: number, unit: UnitId) => ({
  aggregate: opinionAggregate.name,
  id: opinionId({ document, round, unit }),
});
/** A commit holds a hundred actions; each question is two of them. */
const MOST_UNITS = 45;

/** Lấy ý kiến: the round and the question to every unit, in one commit. */
export const consultCommand =
  (d: CommandDependencies): CommandHandler =>
  async (call) => {
    const id = documentIdOf(call.params);
    if (!id.ok) return id;
    const command = OpenConsultation.parse(call.body);
    const units = [...new Set(command.units)];
    if (units.length > MOST_UNITS) return refuse('unmet', 'document.too-many-units', { facts: { most: MOST_UNITS } });
    const round = await nextRound(d, id.value);
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [documentRef(id.value), ...units.map((unit) => opinionRef(id.value, round, unit))],
      decide: async (streams) => {
        const at = loadedDocument(streams, id.value);
        if (at.state === null) return refuse('absent', 'kernel.absent');
        if (at.state.consultations.length + 1 !== round) return refuse('conflict', 'kernel.busy');
        const gathered = await factsOn(d, { document: at.state, caller: call.caller, units });
        if (!gathered.ok) return gathered;
        const decided = consult(at.state, command, gathered.value.facts);
        if (!decided.ok) return decided;
        const after = fold(documentAggregate, at.state, decided.value) ?? at.state;
        const opened = after.consultations.at(-1);
        if (opened === undefined) throw new Error('a consultation was opened without its round');
        const asked = askUnits(after, opened, { at: gathered.value.facts.now, by: gathered.value.facts.actor }).map(
          ({ unit, event }) =>
            write(
              opinionAggregate,
              stateOf(opinionAggregate, streams, opinionId({ document: id.value, round, unit })),
              [event],
            ),
        );
        const { status, version, contentHash } = after;
        return ok({
          writes: [write(documentAggregate, at, decided.value), ...asked],
          guards: [],
          answer: { id: id.value, status, version, contentHash },
        });
      },
    });
  };

const nextRound = async (d: CommandDependencies, id: DocumentId): Promise<number> => {
  const { state } = loadedDocument((await d.store.load([documentRef(id)])).streams, id);
  return (state?.consultations.length ?? 0) + 1;
};

type OpinionVerb<C> = {
  body: z.ZodType<C>;
  rule: (opinion: Opinion, command: C, facts: OpinionFacts) => Result<readonly OpinionEvent[], Refusal>;
};

/** A verb on one unit's opinion: a stream of its own, so that thirty units answer at once. */
const opinionCommand =
  <C>(d: CommandDependencies, verb: OpinionVerb<C>): CommandHandler =>
  async (call) => {
    const id = documentIdOf(call.params);
    const unit = UnitId.safeParse(call.params.unit);
    if (!id.ok || !unit.success) return refuse('absent', 'kernel.absent');
    const command = verb.body.parse(call.body);
    const ref = opinionRef(id.value, Number(call.params.round), unit.data);
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [ref, documentRef(id.value)],
      decide: async (streams) => {
        const document = loadedDocument(streams, id.value);
        const at = stateOf(opinionAggregate, streams, ref.id);
        if (document.state === null || at.state === null) return refuse('absent', 'kernel.absent');
        const gathered = await factsOn(d, { document: document.state, caller: call.caller, units: [unit.data] });
        if (!gathered.ok) return gathered;
        const decided = verb.rule(at.state, command, { ...gathered.value.facts, document: document.state });
        if (!decided.ok) return decided;
        const after = fold(opinionAggregate, at.state, decided.value) ?? at.state;
        // The round must still be open when the answer is stored.
        const guards = [{ ref: document.loaded.ref, version: document.loaded.version }];
        return ok({
          writes: [write(opinionAggregate, at, decided.value)],
          guards,
          answer: { id: ref.id, status: after.status },
        });
      },
    });
  };

/** Kết thúc lấy ý kiến: reads every opinion of the round and counts the silent ones as agreed. */
export const closeConsultationCommand =
  (d: CommandDependencies): CommandHandler =>
  async (call) => {
    const id = documentIdOf(call.params);
    if (!id.ok) return id;
    const asked = CloseConsultation.safeParse({ round: Number(call.params.round) });
    if (!asked.success) return refuse('absent', 'kernel.absent');
    const command = asked.data;
    const before = loadedDocument((await d.store.load([documentRef(id.value)])).streams, id.value).state;
    const units = before?.consultations.find((one) => one.round === command.round)?.units ?? [];
    const refs = (document: DocumentId) => units.map((unit) => opinionRef(document, command.round, unit));
    return onDocument(d, { call, refs }, async ({ at, facts, streams }) => {
      const answers = refs(id.value).map((ref) => stateOf(opinionAggregate, streams, ref.id));
      const opinions = answers.flatMap(({ state }) => (state === null ? [] : [state]));
      const decided = closeConsultation(at.state, command, { ...facts, opinions });
      if (!decided.ok) return decided;
      const guards = answers.map(({ loaded }) => guard(loaded));
      return ok({ writes: [write(documentAggregate, at, decided.value)], guards, answer: answerOf(at.state) });
    });
  };

/** Khôi phục phiên bản cũ: the older text is read by its hash and becomes a new version. */
export const restoreVersionCommand =
  (d: CommandDependencies): CommandHandler =>
  async (call) => {
    const command = RestoreVersion.parse(call.body);
    return onDocument(d, { call }, async ({ id, at, facts }) => {
      const older = at.state.versions.find((one) => one.version === command.version);
      const restored = older === undefined ? undefined : await getContent(d.files, id, older.contentHash);
      const decided = restoreVersion(at.state, command, { ...facts, ...(restored === undefined ? {} : { restored }) });
      if (!decided.ok) return decided;
      const after = fold(documentAggregate, at.state, decided.value) ?? at.state;
      return ok({ writes: [write(documentAggregate, at, decided.value)], guards: [], answer: answerOf(after) });
    });
  };

export const consultationCommands = (d: CommandDependencies): [string, CommandHandler][] => [
  ['documents.consult', consultCommand(d)],
  ['documents.give-opinion', opinionCommand(d, { body: GiveOpinion, rule: giveOpinion })],
  ['documents.answer-opinion', opinionCommand(d, { body: AnswerOpinion, rule: answerOpinion })],
  ['documents.close-consultation', closeConsultationCommand(d)],
  ['documents.restore-version', restoreVersionCommand(d)],
];
