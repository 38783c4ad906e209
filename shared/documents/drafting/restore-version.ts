import * as z from 'zod';
import { Hash } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { DocumentCode } from '../codes.ts';
import type { Content } from '../content.ts';
import { contentHashOf } from '../content-hash.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { canEditDraft, nextVersion } from './edit-draft.ts';
import { sawCurrent } from './version.ts';

export const RestoreVersion = z.object({ base: Hash, version: z.number().int().positive() });
export type RestoreVersion = z.infer<typeof RestoreVersion>;
/** The older text, loaded by its hash. */
export type RestoreFacts = DocumentFacts & { restored?: Content };

export const canRestoreVersion = (document: Document, facts: DocumentFacts): Result<void, Refusal<DocumentCode>> => {
  const allowed = canEditDraft(document, facts);
  if (!allowed.ok) return allowed;
  return document.versions.length > 1 ? ok(undefined) : refuse('conflict', 'document.version-is-current');
};

/** Khôi phục phiên bản cũ: the older text becomes a new version; type, urgency and other facts stay as they are now. */
export const restoreVersion = (
  document: Document,
  command: RestoreVersion,
  facts: RestoreFacts,
): Result<readonly DocumentEvent[], Refusal<DocumentCode>> => {
  const allowed = canRestoreVersion(document, facts);
  if (!allowed.ok) return allowed;
  const current = sawCurrent(document, { contentHash: command.base });
  if (!current.ok) return current;
  const old = document.versions.find((one) => one.version === command.version);
  if (old === undefined) return refuse('absent', 'document.unknown-version', { facts: { version: command.version } });
  if (old.contentHash === document.contentHash)
    return refuse('conflict', 'document.version-is-current', { facts: { version: command.version } });
  const { restored } = facts;
  // The shell loads the text of that very version; another one is a defect and no refusal.
  if (restored === undefined || contentHashOf(restored) !== old.contentHash)
    throw new Error(`the text of version ${command.version} was not loaded`);
  return ok([nextVersion(document, { heading: document.heading, content: restored }, facts)]);
};
