import * as z from 'zod';
import { Hash, PositionId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { positionOf } from '../../organisation/directory.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import { heldByAnother, mayAct, ND30, stillDrafting } from '../drafting/open-draft.ts';
import { sawCurrent } from '../drafting/version.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { formatCheck } from '../format/lint.ts';
import type { Procedure } from '../procedure.ts';
import { isDrafter, leadsUnit } from '../roles.ts';
import { allStaffed, groupsOf, openTurns, procedureFor, withoutUnfilled } from './route.ts';
import { computedSigners } from './signers.ts';

export const SubmitDraft = z.object({
  /** What the submitter read. */
  contentHash: Hash,
  /** Which of the computed signatories; the first one when absent. */
  signer: PositionId.optional(),
});
export type SubmitDraft = z.infer<typeof SubmitDraft>;

const formatErrors = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  if (facts.content === undefined) return ok(undefined);
  const { organisation } = facts.organisation;
  const errors = formatCheck(facts.content, document.heading, { organisation, on: facts.today }).filter(
    (finding) => finding.severity === 'error',
  );
  if (errors.length === 0) return ok(undefined);
  return refuse('unmet', 'document.format-errors', {
    basis: ND30('8'),
    facts: { count: errors.length, findings: errors.map((one) => one.id), first: errors[0]?.message ?? '' },
  });
};

/** Trình được chưa: by a drafter or the head of the drafting unit, nothing pending, form in order, and somebody may sign it. */
export const canSubmit = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const draft = stillDrafting(document);
  if (!draft.ok) return draft;
  if (!isDrafter(document, facts) && !leadsUnit(facts, document.heading.draftingUnit))
    return refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
  const held = heldByAnother(document, facts);
  if (held !== undefined) return { ok: false, error: held };
  const open = document.consultations.find((round) => round.closed === undefined);
  if (open !== undefined)
    return refuse('unmet', 'document.consultation-open', { facts: { round: open.round, deadline: open.deadline } });
  if (computedSigners(document, facts).length === 0)
    return refuse('unmet', 'document.no-signer', { basis: ND30('13') });
  return formatErrors(document, facts);
};

/** A chosen signatory is written into the frozen procedure, so that the turn goes there when it opens. */
const withSigner = (
  procedure: Procedure,
  document: Document,
  choice: { signer: PositionId | undefined; facts: DocumentFacts },
): Result<Procedure, Refusal<DocumentCode>> => {
  const { signer, facts } = choice;
  if (signer === undefined) return ok(procedure);
  const title = positionOf(facts.organisation.organisation, signer)?.title ?? signer;
  if (!computedSigners(document, facts).some((capacity) => capacity.position === signer))
    return refuse('unmet', 'document.signer-not-authorised', { basis: ND30('13'), facts: { position: title } });
  const steps = procedure.steps.map((step) =>
    step.actor.kind === 'signer' ? { ...step, actor: { kind: 'position' as const, position: signer } } : step,
  );
  return ok({ ...procedure, steps });
};

/** Trình ký: the draft goes to whoever checks its content, then its form, then to the signatory (Điều 10.3, 11, 12). */
export const submit = (
  document: Document,
  command: SubmitDraft,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  // Without the text its form was not looked at: the shell must load it, so this is a defect and no refusal.
  if (facts.content === undefined) throw new Error('the content must be loaded before it is submitted');
  const allowed = canSubmit(document, facts);
  if (!allowed.ok) return allowed;
  const current = sawCurrent(document, command);
  if (!current.ok) return current;
  const found = procedureFor(facts.procedures, document.heading, facts.today);
  if (found === undefined) return refuse('unmet', 'document.no-procedure', { facts: { type: document.heading.type } });
  const chosen = withSigner(found, document, { signer: command.signer, facts });
  if (!chosen.ok) return chosen;
  const procedure = withoutUnfilled(chosen.value, document, facts);
  const staffed = allStaffed(procedure, document, facts);
  if (!staffed.ok) return staffed;
  const turns = openTurns(document, groupsOf(procedure)[0] ?? [], facts);
  if (!turns.ok) return turns;
  const { contentHash } = document;
  return ok([{ type: 'DraftSubmitted', at: facts.now, by: facts.actor, contentHash, procedure, turns: turns.value }]);
};
