import type * as z from 'zod';
import {
  ConfirmGrant,
  confirmGrant,
  GrantReader,
  grantReader,
  RevokeReader,
  revokeReader,
} from '../../../shared/documents/access/grants.ts';
import { AbandonDraft, abandon } from '../../../shared/documents/drafting/abandon.ts';
import { AttachFile, attach } from '../../../shared/documents/drafting/attach.ts';
import { DetachFile, detach } from '../../../shared/documents/drafting/detach.ts';
import { EditDraft, editDraft } from '../../../shared/documents/drafting/edit-draft.ts';
import { HandOverDraft, handOver } from '../../../shared/documents/drafting/hand-over.ts';
import { LockDraft, lockDraft, UnlockDraft, unlockDraft } from '../../../shared/documents/drafting/lock-draft.ts';
import { SetDrafters, setDrafters } from '../../../shared/documents/drafting/set-drafters.ts';
import { SetRelations, setRelations } from '../../../shared/documents/drafting/set-relations.ts';
import { ReturnSigned, returnSigned } from '../../../shared/documents/issuing/return-signed.ts';
import { ApproveDocument, approve } from '../../../shared/documents/review/approve.ts';
import { PassCheck, passCheck } from '../../../shared/documents/review/pass-check.ts';
import { RecordDecision, recordDecision } from '../../../shared/documents/review/record-decision.ts';
import { ReturnDraft, returnDraft } from '../../../shared/documents/review/return-draft.ts';
import { RevokeApproval, revokeApproval } from '../../../shared/documents/review/revoke-approval.ts';
import { SubmitDraft, submit } from '../../../shared/documents/review/submit.ts';
import { WithdrawDraft, withdraw } from '../../../shared/documents/review/withdraw.ts';
import type { CommandHandler } from '../call.ts';
import { decisionUploaded, uploadCommand, uploaded } from './attachments.ts';
import { type CommandDependencies, documentCommand } from './document-command.ts';
import { retryIssuingRule } from './issuing.ts';

/** The verbs that touch one document and nothing else. */
export const documentVerbs = (d: CommandDependencies, empty: z.ZodType<unknown>): [string, CommandHandler][] => [
  ['documents.edit', documentCommand(d, { body: EditDraft, rule: editDraft, brings: (command) => command.content })],
  ['documents.lock', documentCommand(d, { body: LockDraft, rule: lockDraft })],
  ['documents.unlock', documentCommand(d, { body: UnlockDraft, rule: unlockDraft })],
  ['documents.attach', documentCommand(d, { body: AttachFile, rule: attach, check: uploaded(d.files) })],
  ['documents.upload', uploadCommand(d)],
  ['documents.detach', documentCommand(d, { body: DetachFile, rule: detach })],
  ['documents.relations', documentCommand(d, { body: SetRelations, rule: setRelations })],
  ['documents.drafters', documentCommand(d, { body: SetDrafters, rule: setDrafters })],
  ['documents.hand-over', documentCommand(d, { body: HandOverDraft, rule: handOver })],
  ['documents.abandon', documentCommand(d, { body: AbandonDraft, rule: abandon })],
  [
    'documents.decision',
    documentCommand(d, { body: RecordDecision, rule: recordDecision, check: decisionUploaded(d.files) }),
  ],
  ['documents.submit', documentCommand(d, { body: SubmitDraft, rule: submit, needsContent: true })],
  ['documents.pass-check', documentCommand(d, { body: PassCheck, rule: passCheck, needsContent: true })],
  ['documents.return', documentCommand(d, { body: ReturnDraft, rule: returnDraft })],
  ['documents.withdraw', documentCommand(d, { body: WithdrawDraft, rule: withdraw })],
  ['documents.approve', documentCommand(d, { body: ApproveDocument, rule: approve, weighty: true })],
  ['documents.revoke-approval', documentCommand(d, { body: RevokeApproval, rule: revokeApproval, weighty: true })],
  ['documents.return-signed', documentCommand(d, { body: ReturnSigned, rule: returnSigned })],
  ['documents.retry-issuing', documentCommand(d, { body: empty, rule: retryIssuingRule })],
  ['documents.grant-reader', documentCommand(d, { body: GrantReader, rule: grantReader })],
  ['documents.confirm-grant', documentCommand(d, { body: ConfirmGrant, rule: confirmGrant })],
  ['documents.revoke-reader', documentCommand(d, { body: RevokeReader, rule: revokeReader })],
];
