import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import { canCloseConsultation } from './consultation/close-consultation.ts';
import { canConsult } from './consultation/consult.ts';
import type { Opinion } from './consultation/opinion.ts';
import type { Document } from './document.ts';
import { canAbandon } from './drafting/abandon.ts';
import { canAttach } from './drafting/attach.ts';
import { canDetach } from './drafting/detach.ts';
import { canEditDraft } from './drafting/edit-draft.ts';
import { canHandOver } from './drafting/hand-over.ts';
import { canLockDraft, canUnlockDraft } from './drafting/lock-draft.ts';
import { canRestoreVersion } from './drafting/restore-version.ts';
import { canSetDrafters } from './drafting/set-drafters.ts';
import { canSetRelations } from './drafting/set-relations.ts';
import type { DocumentFacts } from './facts.ts';
import { canApprove } from './review/approve.ts';
import { canPassCheck } from './review/pass-check.ts';
import { canRecordDecision } from './review/record-decision.ts';
import { canReturnDraft } from './review/return-draft.ts';
import { canRevokeApproval } from './review/revoke-approval.ts';
import { canSubmit } from './review/submit.ts';
import { canWithdraw } from './review/withdraw.ts';

/** `content` makes the format check speak, `opinions` the closing of a consultation. */
export type ActionFacts = DocumentFacts & { opinions?: readonly Opinion[] };
/** One verb as a button knows it: its last path segment, and the `can…` that its rule asks too. */
export type ActionRow = {
  action: string;
  can: (document: Document, facts: ActionFacts) => Result<unknown, Refusal>;
};

/** The verbs before the signature. Later ones append their rows: `allowedActions(document, facts, [...draftingActions, ...issuingActions])`. */
export const draftingActions: readonly ActionRow[] = [
  { action: 'edit', can: canEditDraft },
  { action: 'lock', can: canLockDraft },
  { action: 'unlock', can: canUnlockDraft },
  { action: 'restore-version', can: canRestoreVersion },
  { action: 'attach', can: (document, facts) => canAttach(document, facts) },
  { action: 'detach', can: (document, facts) => canDetach(document, facts) },
  { action: 'relations', can: canSetRelations },
  { action: 'drafters', can: canSetDrafters },
  { action: 'hand-over', can: canHandOver },
  { action: 'consult', can: canConsult },
  {
    action: 'close-consultation',
    can: (document, facts) => canCloseConsultation(document, { ...facts, opinions: facts.opinions ?? [] }),
  },
  { action: 'decision', can: canRecordDecision },
  { action: 'submit', can: canSubmit },
  { action: 'pass-check', can: canPassCheck },
  { action: 'return', can: canReturnDraft },
  { action: 'withdraw', can: canWithdraw },
  { action: 'approve', can: canApprove },
  { action: 'revoke-approval', can: canRevokeApproval },
  { action: 'abandon', can: canAbandon },
];

export type AllowedAction = { action: string; allowed: boolean; refusal?: Refusal };

/** Được làm gì với văn bản này: what each button says, by the same question that the rule asks ("why not?"). */
export const allowedActions = (
  document: Document,
  facts: ActionFacts,
  rows: readonly ActionRow[] = draftingActions,
): AllowedAction[] =>
  rows.map(({ action, can }) => {
    const allowed = can(document, facts);
    return allowed.ok ? { action, allowed: true } : { action, allowed: false, refusal: allowed.error };
  });
