import type * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import { CollectiveDecision, type Document } from '../document.ts';
import { mayAct, ND30, stillOpen } from '../drafting/open-draft.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, leadsAbove, turnsOf } from '../roles.ts';

/** Nghị quyết, biên bản or kết quả phiếu lấy ý kiến, with its file. */
export const RecordDecision = CollectiveDecision.omit({ recordedBy: true });
export type RecordDecision = z.infer<typeof RecordDecision>;

/** By the drafters, those whose turn it is, or the leaders above the drafting unit, while the text is open. */
export const canRecordDecision = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const acts = mayAct(facts);
  if (!acts.ok) return acts;
  const open = stillOpen(document);
  if (!open.ok) return open;
  if (document.heading.matter === undefined) return refuse('unmet', 'document.decision-not-needed');
  const concerned =
    isDrafter(document, facts) ||
    turnsOf(document, facts).length > 0 ||
    leadsAbove(facts, document.heading.draftingUnit);
  return concerned ? ok(undefined) : refuse('forbidden', 'document.not-a-drafter', { basis: ND30('10.2') });
};

const tallyHolds = ({ votes, result }: RecordDecision): boolean => {
  if (votes === undefined) return true;
  const counts = [votes.for, votes.against, votes.abstain, votes.members];
  if (counts.some((count) => count < 0) || votes.for + votes.against + votes.abstain > votes.members) return false;
  // More than half of all members; on a tie of for and against the chair's vote decides (Điều 117 Luật Tổ chức chính quyền địa phương 77/2015).
  const canPass = 2 * votes.for > votes.members || (votes.for === votes.against && votes.for > 0);
  return result === 'not-passed' || canPass;
};

/** Ghi quyết định của tập thể: what a TM. signature on a matter of the catalogue stands on (domain §3 S5). */
export const recordDecision = (
  document: Document,
  command: RecordDecision,
  facts: DocumentFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canRecordDecision(document, facts);
  if (!allowed.ok) return allowed;
  if (command.matter !== document.heading.matter)
    return refuse('unmet', 'document.decision-matter-differs', {
      basis: ND30('13.2'),
      facts: { decided: command.matter, matter: document.heading.matter },
    });
  if (command.date > facts.today)
    return refuse('unmet', 'document.collective-decision-in-future', { facts: { date: command.date } });
  if (!tallyHolds(command))
    return refuse('unmet', 'document.collective-decision-tally', {
      basis: 'Điều 117 Luật Tổ chức chính quyền địa phương 77/2015/QH13',
      facts: { ...command.votes },
    });
  const decision = { ...command, recordedBy: facts.actor };
  return ok([{ type: 'CollectiveDecisionRecorded', at: facts.now, by: facts.actor, decision }]);
};
