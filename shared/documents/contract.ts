import * as z from 'zod';
import type { CommandContract } from '../kernel/contract.ts';
import { DocumentId, Hash } from '../kernel/ids.ts';
import { AnswerOpinion } from './consultation/answer-opinion.ts';
import { CloseConsultation } from './consultation/close-consultation.ts';
import { OpenConsultation } from './consultation/consult.ts';
import { GiveOpinion } from './consultation/give-opinion.ts';
import { AbandonDraft } from './drafting/abandon.ts';
import { AttachFile } from './drafting/attach.ts';
import { DetachFile } from './drafting/detach.ts';
import { EditDraft } from './drafting/edit-draft.ts';
import { HandOverDraft } from './drafting/hand-over.ts';
import { LockDraft, UnlockDraft } from './drafting/lock-draft.ts';
import { ND30 } from './drafting/open-draft.ts';
import { RestoreVersion } from './drafting/restore-version.ts';
import { SECRECY_LAW } from './drafting/secrecy.ts';
import { SetDrafters } from './drafting/set-drafters.ts';
import { SetRelations } from './drafting/set-relations.ts';
import { StartDraft } from './drafting/start-draft.ts';
import { ApproveDocument } from './review/approve.ts';
import { PassCheck } from './review/pass-check.ts';
import { RecordDecision } from './review/record-decision.ts';
import { ReturnDraft } from './review/return-draft.ts';
import { RevokeApproval } from './review/revoke-approval.ts';
import { SubmitDraft } from './review/submit.ts';
import { WithdrawDraft } from './review/withdraw.ts';

/** What every verb on a document answers: where it stands now. */
export const DraftAnswer = z.object({
  id: DocumentId,
  status: z.string(),
  version: z.number().int(),
  contentHash: Hash,
});
export const OpinionAnswer = z.object({ id: z.string(), status: z.enum(['asked', 'given', 'answered']) });

type Row = Omit<CommandContract, 'kind' | 'method' | 'answer'> & Partial<Pick<CommandContract, 'answer' | 'method'>>;
const command = (row: Row): CommandContract => ({ kind: 'command', method: 'POST', answer: DraftAnswer, ...row });
const at = (tail: string): string => `/api/documents/{id}/${tail}`;
const OPINION = at('consultations/{round}/opinions/{unit}');
/** The round stands in the path. */
const CloseBody = CloseConsultation.omit({ round: true });

const drafting: Row[] = [
  {
    name: 'documents.start',
    path: '/api/documents',
    title: 'Soạn thảo văn bản',
    basis: `${ND30('10')}; ${SECRECY_LAW}`,
    body: StartDraft,
  },
  {
    name: 'documents.edit',
    path: at('edit'),
    title: 'Sửa bản thảo',
    basis: ND30('11.2'),
    body: EditDraft,
    ifMatch: true,
  },
  { name: 'documents.lock', path: at('lock'), title: 'Khóa tạm bản thảo', body: LockDraft },
  { name: 'documents.unlock', path: at('unlock'), title: 'Mở khóa bản thảo', body: UnlockDraft },
  {
    name: 'documents.restore-version',
    path: at('restore-version'),
    title: 'Khôi phục phiên bản cũ',
    basis: ND30('11.2'),
    body: RestoreVersion,
  },
  { name: 'documents.attach', path: at('attachments'), title: 'Đính kèm tệp', body: AttachFile },
  { name: 'documents.detach', path: at('attachments/remove'), title: 'Bỏ tệp đính kèm', body: DetachFile },
  { name: 'documents.relations', path: at('relations'), title: 'Đặt văn bản liên quan', body: SetRelations },
  {
    name: 'documents.drafters',
    path: at('drafters'),
    title: 'Phân công người soạn thảo',
    basis: ND30('10.1'),
    body: SetDrafters,
  },
  {
    name: 'documents.hand-over',
    path: at('hand-over'),
    title: 'Bàn giao bản thảo',
    basis: ND30('10.1'),
    body: HandOverDraft,
  },
  { name: 'documents.abandon', path: at('abandon'), title: 'Hủy bản thảo', body: AbandonDraft },
];
const consulting: Row[] = [
  {
    name: 'documents.consult',
    path: at('consultations'),
    title: 'Lấy ý kiến',
    basis: ND30('10.2'),
    body: OpenConsultation,
  },
  {
    name: 'documents.close-consultation',
    path: at('consultations/{round}/close'),
    title: 'Kết thúc lấy ý kiến',
    body: CloseBody,
  },
  { name: 'documents.give-opinion', path: OPINION, title: 'Cho ý kiến', body: GiveOpinion, answer: OpinionAnswer },
  {
    name: 'documents.answer-opinion',
    path: `${OPINION}/answer`,
    title: 'Tiếp thu, giải trình ý kiến',
    body: AnswerOpinion,
    answer: OpinionAnswer,
  },
];
const deciding: Row[] = [
  {
    name: 'documents.decision',
    path: at('decision'),
    title: 'Ghi quyết định của tập thể',
    basis: ND30('13.2'),
    body: RecordDecision,
  },
  { name: 'documents.submit', path: at('submit'), title: 'Trình ký', basis: ND30('10.3, 12'), body: SubmitDraft },
  {
    name: 'documents.pass-check',
    path: at('pass-check'),
    title: 'Kiểm tra, ký nháy',
    basis: ND30('12'),
    body: PassCheck,
  },
  { name: 'documents.return', path: at('return'), title: 'Trả lại để sửa', basis: ND30('10.3'), body: ReturnDraft },
  { name: 'documents.withdraw', path: at('withdraw'), title: 'Rút lại bản trình', body: WithdrawDraft },
  {
    name: 'documents.approve',
    path: at('approve'),
    title: 'Duyệt bản thảo',
    basis: ND30('11.1'),
    body: ApproveDocument,
  },
  {
    name: 'documents.revoke-approval',
    path: at('revoke-approval'),
    title: 'Rút lại ý kiến duyệt',
    basis: ND30('11'),
    body: RevokeApproval,
  },
];

/** Every verb from the first draft to the approval. */
export const documentContracts: readonly CommandContract[] = [...drafting, ...consulting, ...deciding].map(command);
