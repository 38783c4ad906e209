import * as z from 'zod';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import type { Result } from '../../kernel/result.ts';
import type { Document } from '../document.ts';
import type { DocumentFacts } from '../facts.ts';
import { canAttach } from './attach.ts';

/** What a browser says of a file before it sends it; the store refuses other bytes. */
export const UploadFile = z.object({
  sha256: Hash,
  size: z.number().int().positive().max(50_000_000),
  type: z.string().max(120),
  /** Nobody may put a secret here: the person says so for each file (domain §2.6). */
  notSecret: z.literal(true),
});
export type UploadFile = z.infer<typeof UploadFile>;

/** Types that an office exchanges; nothing that a browser would run. */
const ALLOWED =
  /^(application\/(pdf|msword|vnd\.openxmlformats-officedocument\.[a-z.]+|vnd\.ms-excel|vnd\.oasis\.opendocument\.[a-z]+|zip|json)|image\/(png|jpeg|tiff)|text\/(plain|csv))$/;

/** Tải tệp đính kèm: whoever may attach may upload. */
export const canUpload = (document: Document, command: UploadFile, facts: DocumentFacts): Result<void, Refusal> => {
  if (!ALLOWED.test(command.type))
    return refuse('unmet', 'document.file-type-refused', { facts: { type: command.type } });
  return canAttach(document, facts);
};
