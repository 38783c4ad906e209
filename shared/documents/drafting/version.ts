import type { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Document } from '../document.ts';
import { ND30 } from './open-draft.ts';

/** A check, an approval, a submission names the text that was read; a text touched since then is read again first (Điều 11.2). */
export const sawCurrent = (document: Document, command: { contentHash: Hash }): Result<void, Refusal<DocumentCode>> =>
  command.contentHash === document.contentHash
    ? ok(undefined)
    : refuse('conflict', 'document.version-superseded', {
        basis: ND30('11.2'),
        facts: { read: command.contentHash, current: document.contentHash, version: document.version },
      });
