import * as z from 'zod';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { servesRegistryOf } from '../../organisation/registry.ts';
import type { Document } from '../document.ts';
import type { DocumentEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import { isDrafter, leadsAbove } from '../roles.ts';
import { holdsRank, isClerkOf } from '../who.ts';

const READER_KEY = /^(person|position|unit):[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
export const GrantReader = z.object({ key: z.string().regex(READER_KEY), reason: z.string().trim().min(5).max(2_000) });
export type GrantReader = z.infer<typeof GrantReader>;
export const ConfirmGrant = z.object({ key: z.string().regex(READER_KEY) });
export type ConfirmGrant = z.infer<typeof ConfirmGrant>;
export const RevokeReader = GrantReader;

const BASIS = 'Phụ lục VI.III.3.c Nghị định 30/2020/NĐ-CP';
const touches = (facts: DocumentFacts, key: string): boolean =>
  key === `person:${facts.actor.person}` ||
  facts.positions.some((held) => key === `position:${held.position}` || key === `unit:${held.unit}`);

/** Before the signature those who make the document; afterwards its clerk, archivist, or a leader above the drafting unit. */
export const canGrantReader = (document: Document, facts: DocumentFacts): Result<void, Refusal> => {
  const { issuer, draftingUnit } = document.heading;
  const archivist = holdsRank(facts, ['archivist'], (unit) =>
    servesRegistryOf(facts.organisation.organisation, { unit, issuer, on: facts.today }),
  );
  const allowed =
    leadsAbove(facts, draftingUnit) ||
    isClerkOf(facts, issuer) ||
    archivist ||
    (!('signature' in document) && isDrafter(document, facts));
  return allowed ? ok(undefined) : refuse('forbidden', 'document.not-yours-to-open', { basis: BASIS });
};

/** Cấp quyền xem: never to oneself; shown as an alert until somebody else confirms it. */
export const grantReader = (
  document: Document,
  command: GrantReader,
  facts: DocumentFacts,
): Result<DocumentEvent[], Refusal> => {
  const allowed = canGrantReader(document, facts);
  if (!allowed.ok) return allowed;
  if (touches(facts, command.key)) return refuse('forbidden', 'document.grant-needs-second-person', { basis: BASIS });
  if (document.readers.includes(command.key)) return refuse('conflict', 'document.already-granted');
  return ok([{ type: 'ReaderGranted', at: facts.now, by: facts.actor, ...command }]);
};

/** Xác nhận thay đổi quyền: by a second person who could have granted it. */
export const confirmGrant = (
  document: Document,
  command: ConfirmGrant,
  facts: DocumentFacts,
): Result<DocumentEvent[], Refusal> => {
  const allowed = canGrantReader(document, facts);
  if (!allowed.ok) return allowed;
  const grant = document.grants.find((one) => one.key === command.key);
  if (grant === undefined) return refuse('absent', 'document.no-such-grant');
  if (grant.confirmedBy !== undefined) return refuse('conflict', 'document.grant-already-confirmed');
  if (grant.by.person === facts.actor.person)
    return refuse('forbidden', 'document.grant-needs-second-person', { basis: BASIS });
  return ok([{ type: 'ReaderGrantConfirmed', at: facts.now, by: facts.actor, key: command.key }]);
};

/** Thu hồi quyền xem. */
export const revokeReader = (
  document: Document,
  command: GrantReader,
  facts: DocumentFacts,
): Result<DocumentEvent[], Refusal> => {
  const allowed = canGrantReader(document, facts);
  if (!allowed.ok) return allowed;
  if (!document.readers.includes(command.key)) return refuse('absent', 'document.no-such-grant');
  return ok([{ type: 'ReaderRevoked', at: facts.now, by: facts.actor, ...command }]);
};
