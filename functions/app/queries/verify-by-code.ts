import { Verified } from '../../../shared/documents/lines.ts';
import { VerificationCode } from '../../../shared/kernel/ids.ts';
import type { Views } from '../../ports/views.ts';

/**
 * Xác thực văn bản by its printed code, for anybody: what it is when issued (validity and number only when circulation is internal), "not issued"
 * for a rendering that was signed and is not out, "unknown" for everything else. The code says nothing about the document.
 */
export const makeVerifyByCode =
  (views: Views) =>
  async (code: string): Promise<Verified> => {
    const parsed = VerificationCode.safeParse(code.trim().toLowerCase());
    if (!parsed.success) return { kind: 'unknown' };
    const found = Verified.safeParse(await views.get(`verify#${parsed.data}`, 'document'));
    return found.success ? found.data : { kind: 'unknown' };
  };
