import type { Document } from '../../../shared/documents/document.ts';
import type { DocumentLine } from '../../../shared/documents/lines.ts';
import type { PositionId, UnitId } from '../../../shared/kernel/ids.ts';
import { type Instant, officeDate } from '../../../shared/kernel/time.ts';
import { positionOf, unitNameOn } from '../../../shared/organisation/directory.ts';
import { documentType } from '../../../shared/organisation/document-type.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import type { ViewRow } from '../../ports/views.ts';

/** A document as the projection sees it: its state now, when it last changed, who passed it on. */
export type Seen = {
  document: Document;
  version: number;
  organisation: Organisation;
  at: Instant;
  from?: string;
};

const RANK = { express: '0', 'very-urgent': '1', urgent: '2', normal: '3' } as const;
/** Most urgent first. */
export const urgencyRank = (document: Document): string => RANK[document.heading.urgency];

/** An instant that sorts newest first. */
export const newestFirst = (at: Instant): string => String(10_000_000_000_000 - Date.parse(at)).padStart(14, '0');

export const unitName = (seen: Seen, unit: UnitId): string =>
  unitNameOn(seen.organisation, unit, officeDate(seen.at))?.name ?? unit;
export const positionTitle = (seen: Seen, position: PositionId): string =>
  positionOf(seen.organisation, position)?.title ?? position;

export const displayOf = (document: Document): string =>
  'number' in document ? document.number.display : document.symbol;

export const lineOf = (seen: Seen): DocumentLine => {
  const { document } = seen;
  const { type, issuer, draftingUnit, urgency } = document.heading;
  return {
    document: document.id,
    display: displayOf(document),
    subject: document.subject,
    type,
    typeName: documentType(type).name,
    status: document.status,
    urgency,
    issuer,
    issuerName: unitName(seen, issuer),
    unit: draftingUnit,
    unitName: unitName(seen, draftingUnit),
    at: seen.at,
  };
};

export const row = <T>(pk: string, sk: string, data: T): ViewRow => ({ pk, sk, data });
