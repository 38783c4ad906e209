import { Content } from '../../../shared/documents/content.ts';
import type { DocumentId, Hash } from '../../../shared/kernel/ids.ts';
import type { Files } from '../../ports/files.ts';

/** Area of {@link Files} with structured content: canonical JSON, so that the file's hash is the document's `contentHash`. */
export const CONTENT_AREA = 'content';

export type ReadContent = (document: DocumentId, hash: Hash) => Promise<Content | undefined>;

export const makeReadContent =
  (files: Files): ReadContent =>
  async (document, hash) => {
    const bytes = await files.get(CONTENT_AREA, document, hash);
    return bytes === undefined ? undefined : Content.parse(JSON.parse(new TextDecoder().decode(bytes)));
  };
