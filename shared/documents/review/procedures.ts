import * as z from 'zod';
import { Actor } from '../../kernel/actor.ts';
import type { Aggregate } from '../../kernel/aggregate.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { addDays, Instant } from '../../kernel/time.ts';
import type { DocumentFacts } from '../facts.ts';
import { Procedure, Procedures } from '../procedure.ts';
import { apparatus, lineage } from '../roles.ts';
import { holdsRank } from '../who.ts';

export const ProcedureEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ProcedureSet'), at: Instant, by: Actor, procedure: Procedure }),
]);
export type ProcedureEvent = z.infer<typeof ProcedureEvent>;

/** Quy trình xử lý: stream `procedures/main`. A new version closes the one before; documents keep the version they were submitted under. */
export const proceduresAggregate: Aggregate<Procedures, ProcedureEvent> = {
  name: 'procedures',
  schemaVersion: 1,
  state: Procedures,
  event: ProcedureEvent,
  evolve: (state, { procedure }) => {
    const before = state?.all ?? [];
    const closed = before.map((one) =>
      one.id === procedure.id && one.period.to === undefined
        ? { ...one, period: { from: one.period.from, to: addDays(procedure.period.from, -1) } }
        : one,
    );
    return { all: [...closed, procedure] };
  },
};

export const SetProcedure = z.object({ procedure: Procedure.omit({ version: true }) });
export type SetProcedure = z.infer<typeof SetProcedure>;

/** Of the agency it is for; one for every agency is set in the agency above them all. */
const isTheirs = (procedure: SetProcedure['procedure'], facts: DocumentFacts): boolean => {
  const { organisation } = facts.organisation;
  return holdsRank(facts, ['head', 'administrator'], (unit) => {
    const whose = procedure.issuer ?? lineage(organisation, unit, facts.today).at(-1)?.id;
    return whose !== undefined && apparatus(organisation, whose, facts.today).has(unit);
  });
};

/** Ban hành quy trình: by the head of the issuer or the chief of its office, from a day that is not past. */
export const setProcedure = (
  state: Procedures | null,
  command: SetProcedure,
  facts: DocumentFacts,
): Result<ProcedureEvent[], Refusal> => {
  if (!isTheirs(command.procedure, facts)) return refuse('forbidden', 'procedure.not-yours');
  const { procedure } = command;
  if (procedure.period.from < facts.today) return refuse('unmet', 'procedure.starts-in-the-past');
  const approvals = procedure.steps.filter((step) => step.kind === 'approval');
  const last = Math.max(...procedure.steps.map((step) => step.group));
  if (approvals.length !== 1 || approvals[0]?.group !== last || approvals[0].actor.kind !== 'signer')
    return refuse('unmet', 'procedure.must-end-with-the-signer', { basis: 'Điều 11.1 Nghị định 30/2020/NĐ-CP' });
  if (
    !procedure.steps.some((step) => step.kind === 'unit-review') ||
    !procedure.steps.some((step) => step.kind === 'format-check')
  )
    return refuse('unmet', 'procedure.checks-missing', { basis: 'Điều 12 Nghị định 30/2020/NĐ-CP' });
  const version =
    1 + Math.max(0, ...(state?.all ?? []).filter((one) => one.id === procedure.id).map((one) => one.version));
  return ok([{ type: 'ProcedureSet', at: facts.now, by: facts.actor, procedure: { ...procedure, version } }]);
};
