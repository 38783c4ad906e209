import * as z from 'zod';
import { Hash, type SeriesId } from '../../kernel/ids.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { type LocalDate, officeDate, officeYear } from '../../kernel/time.ts';
import { nextWorkingDay } from '../../kernel/working-days.ts';
import { documentType } from '../../organisation/document-type.ts';
import type { Organisation, Series } from '../../organisation/organisation.ts';
import type { Content } from '../content.ts';
import type { Document, DocumentIn } from '../document.ts';
import type { DocumentEvent, RegisterEvent } from '../events.ts';
import type { DocumentFacts } from '../facts.ts';
import type { NumberRecord } from '../records.ts';
import { isClerkOf } from '../who.ts';
import { type Register, registerId } from './register.ts';

/** Names the signed file that the clerk looked at, and the step-up that unlocks the agency's key for it. */
export const IssueDocument = z.object({ fileHash: Hash, intent: z.string().min(1).max(100) });
export type IssueDocument = z.infer<typeof IssueDocument>;

/** Numbers under 10 are written with a zero; no thousands separator, no year (Phụ lục I.II.3). */
export const displayNumber = (number: number, symbol: string): string => `${number < 10 ? '0' : ''}${number}/${symbol}`;

/** Dãy số of a type of an issuer on that day. */
export const seriesFor = (organisation: Organisation, document: Document, on: LocalDate): Series | undefined =>
  organisation.series.find(
    (series) =>
      series.issuer === document.heading.issuer &&
      series.types.some((type) => type === document.heading.type) &&
      series.period.from <= on &&
      (series.period.to === undefined || on <= series.period.to),
  );

/** Only văn thư numbers and seals, and only what the competent person has signed (Điều 15, 32.2). */
export const canIssue = (document: Document, facts: DocumentFacts): Result<DocumentIn<'signed'>, Refusal> => {
  if (document.status === 'numbered' || document.status === 'sealed' || document.status === 'issued')
    return refuse('conflict', 'document.already-numbered', {
      basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
      facts: { display: document.number.display },
    });
  if (document.status !== 'signed')
    return refuse('conflict', 'document.not-signed', { basis: 'Điều 15.2, Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  if (!isClerkOf(facts, document.heading.issuer))
    return refuse('forbidden', 'document.not-the-clerk', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  if (document.signature.by.person === facts.actor.person)
    return refuse('forbidden', 'document.signer-cannot-seal', { basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP' });
  return ok(document);
};

export type IssueFacts = DocumentFacts & { series: SeriesId; previousYear: Register | null; content: Content };
export type IssueEvents = { document: DocumentEvent[]; register: RegisterEvent[]; number: NumberRecord };

const recipientsLine = (content: Content): string =>
  [...content.addressees, ...content.recipients]
    .map((recipient) => recipient.line)
    .join('; ')
    .slice(0, 4_000);

/**
 * Cấp số, thời gian ban hành (Điều 15): one rule over document and register, so that a number and its document can never part. The year turns
 * over at Hà Nội midnight; a new year begins at 01 by itself; the date never goes back.
 */
export const issue = (
  state: { document: Document; register: Register | null },
  command: IssueDocument,
  facts: IssueFacts,
): Result<IssueEvents, Refusal> => {
  const allowed = canIssue(state.document, facts);
  if (!allowed.ok) return allowed;
  const document = allowed.value;
  if (document.signature.fileHash !== command.fileHash)
    return refuse('conflict', 'document.version-superseded', { facts: { version: document.version } });
  const year = officeYear(facts.now);
  const said = { at: facts.now, by: facts.actor };
  const opening: RegisterEvent[] = [];
  if (state.register === null) {
    if (facts.previousYear === null)
      return refuse('unmet', 'register.not-opened', {
        basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
        facts: { series: facts.series, year },
      });
    opening.push({
      type: 'RegisterOpened',
      ...said,
      series: facts.series,
      year,
      first: 1,
      basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
      approver: '',
    });
  } else if (state.register.closed) return refuse('conflict', 'register.closed', { facts: { year } });
  const last = state.register?.lastDate;
  if (last !== undefined && facts.today < last)
    return refuse('unmet', 'register.date-goes-back', {
      basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
      facts: { last, today: facts.today },
    });
  const value = state.register?.next ?? 1;
  const display = displayNumber(value, document.symbol);
  const latest =
    document.heading.urgency === 'normal'
      ? nextWorkingDay(facts.holidays, officeDate(document.signature.at))
      : officeDate(document.signature.at);
  const number: NumberRecord = {
    series: facts.series,
    year,
    number: value,
    display,
    date: facts.today,
    ...said,
    late: facts.today > latest,
  };
  const copies = facts.content.copies ?? 1;
  const taken: RegisterEvent = {
    type: 'NumberTaken',
    ...said,
    number: value,
    display,
    date: facts.today,
    document: document.id,
    typeName: documentType(document.heading.type).name,
    subject: document.subject,
    signer: document.signature.by.name,
    recipients: recipientsLine(facts.content),
    fileCopy: facts.content.fileCopy ?? 'VT',
    copies,
  };
  return ok({ document: [{ type: 'DocumentNumbered', ...said, number }], register: [...opening, taken], number });
};

export const registerOf = (series: SeriesId, now: DocumentFacts['now']): string => registerId(series, officeYear(now));
