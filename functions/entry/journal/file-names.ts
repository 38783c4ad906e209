import { Hash } from '../../../shared/kernel/ids.ts';

/** Which area of the files a field of a document's event points into (content, signed paper, prepared bytes, attachments). */
const AREAS: Readonly<Record<string, string>> = {
  contentHash: 'content',
  fileHash: 'paper',
  preparedDigest: 'prepared',
};
const ATTACHMENTS = new Set(['attachment', 'attachments']);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `{area}/{document}/{sha256}` of every file that an event of the stream `document/{id}` names, at whatever depth. */
export const filesNamedBy = (document: string, event: unknown): string[] => {
  const found: string[] = [];
  const walk = (value: unknown, isAttachment: boolean): void => {
    if (!isRecord(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const area = isAttachment && key === 'hash' ? 'attachments' : AREAS[key];
      const hash = area === undefined ? undefined : Hash.safeParse(inner);
      if (hash?.success) found.push(`${area}/${document}/${hash.data}`);
      else walk(inner, ATTACHMENTS.has(key) || (isAttachment && Array.isArray(value)));
    }
  };
  walk(event, false);
  return found;
};
