import * as z from 'zod';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Check, Document } from '../document.ts';
import { mayAct, ND30, stillOpen } from '../drafting/open-draft.ts';
import { sawCurrent } from '../drafting/version.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import type { Step, Turn } from '../procedure.ts';
import { turnsOf } from '../roles.ts';
import { groupsOf, openTurns } from './route.ts';

export const PassCheck = z.object({
  contentHash: Hash,
  /** When the actor has several turns at once; else the only one. */
  step: z.string().max(40).optional(),
  /** Leave initials (ký nháy), where the step has them. */
  endorse: z.boolean().default(true),
  note: z.string().trim().min(1).max(2_000).optional(),
});
export type PassCheck = z.infer<typeof PassCheck>;

type CheckTurn = Turn & { kind: Check['kind'] };
const isCheck = (turn: Turn): turn is CheckTurn =>
  turn.kind === 'unit-review' || turn.kind === 'legal-review' || turn.kind === 'format-check';

/** The checks that wait for the actor: content by the head of the drafting unit (Điều 12.1), law, form (Điều 12.2). */
export const canPassCheck = (document: Document, facts: DocumentFacts): Result<CheckTurn[], Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (document.status !== 'in-review')
    return refuse('conflict', 'document.not-in-review', { facts: { status: document.status } });
  const mine = turnsOf(document, facts).filter(isCheck);
  if (mine.length > 0) return ok(mine);
  const kinds = [...new Set(document.turns.map((turn) => turn.kind))];
  return refuse('forbidden', 'document.not-your-turn', {
    basis: ND30(kinds.includes('unit-review') ? '12.1' : '12.2'),
    facts: { waitingFor: kinds },
  });
};

/** The steps of the frozen procedure that this check leaves open: the rest of its group, else the next group. */
const next = (document: Document, done: CheckTurn, facts: DocumentFacts): Result<Turn[], Refusal<DocumentCode>> => {
  const rest = document.turns.filter((turn) => turn.step !== done.step);
  if (rest.length > 0 || document.procedure === undefined) return ok(rest);
  const groups = groupsOf(document.procedure);
  const here = groups.findIndex((steps) => steps.some((step) => step.id === done.step));
  return openTurns(document, groups[here + 1] ?? [], facts);
};

const stepOf = (document: Document, turn: CheckTurn): Step | undefined =>
  document.procedure?.steps.find((step) => step.id === turn.step);

/** Kiểm tra trước khi ký: content and form, each with initials bound to the text that was read; drafter and head may be one person (Điều 12). */
export const passCheck = (
  document: Document,
  command: PassCheck,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canPassCheck(document, facts);
  if (!allowed.ok) return allowed;
  const turn = allowed.value.find((one) => command.step === undefined || one.step === command.step);
  if (turn === undefined)
    return refuse('forbidden', 'document.not-your-turn', { basis: ND30('12'), facts: { waitingFor: [command.step] } });
  const current = sawCurrent(document, command);
  if (!current.ok) return current;
  const turns = next(document, turn, facts);
  if (!turns.ok) return turns;
  const { step, kind } = turn;
  return ok([
    {
      type: 'CheckPassed',
      at: facts.now,
      by: facts.actor,
      step,
      kind,
      contentHash: document.contentHash,
      endorsed: command.endorse && stepOf(document, turn)?.endorses === true,
      ...(command.note === undefined ? {} : { note: command.note }),
      turns: turns.value,
      complete: turns.value.every((one) => one.kind === 'approval'),
    },
  ]);
};
