import type { AttachFile } from '../../../shared/documents/drafting/attach.ts';
import { canUpload, UploadFile } from '../../../shared/documents/drafting/upload.ts';
import type { RecordDecision } from '../../../shared/documents/review/record-decision.ts';
import type { DocumentId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Files } from '../../ports/files.ts';
import type { CommandHandler } from '../call.ts';
import { guard } from '../execute.ts';
import { type CommandDependencies, onDocument } from './document-command.ts';

const AREA = 'attachments';
const LINK_SECONDS = 300;

/** The named file lies in the store with the size it was said to have. */
export const uploaded =
  (files: Files) =>
  async ({ attachment }: AttachFile, id: DocumentId): Promise<Result<void, Refusal>> => {
    const bytes = await files.get(AREA, id, attachment.hash);
    if (bytes !== undefined && bytes.length === attachment.size) return ok(undefined);
    return refuse('unmet', 'document.file-not-uploaded', { facts: { name: attachment.name } });
  };

/** The decision of the collective is proven by its own file, not by a hash of nothing. */
export const decisionUploaded =
  (files: Files) =>
  async ({ file, number }: RecordDecision, id: DocumentId): Promise<Result<void, Refusal>> =>
    (await files.get(AREA, id, file)) === undefined
      ? refuse('unmet', 'document.file-not-uploaded', {
          basis: 'Điều 13.2 Nghị định 30/2020/NĐ-CP',
          facts: { name: number },
        })
      : ok(undefined);

/** Xin địa chỉ tải lên: a short-lived link bound to hash, size and type; the bytes never pass through the API. */
export const uploadCommand =
  (d: CommandDependencies): CommandHandler =>
  async (call) => {
    const { sha256, size, type, notSecret } = UploadFile.parse(call.body);
    return onDocument(d, { call }, async ({ id, at, facts }) => {
      const allowed = canUpload(at.state, { sha256, size, type, notSecret }, facts);
      if (!allowed.ok) return allowed;
      const url = await d.files.uploadUrl({
        area: AREA,
        owner: id,
        sha256,
        size,
        type,
        expiresInSeconds: LINK_SECONDS,
      });
      return ok({
        writes: [],
        guards: [guard(at.loaded)],
        answer: { url, method: 'PUT', expiresInSeconds: LINK_SECONDS },
      });
    });
  };
