import * as z from 'zod';
import { Actor } from '../kernel/actor.ts';
import { DocumentId, Hash, PersonId, UnitId, VerificationCode } from '../kernel/ids.ts';
import { Instant, LocalDate } from '../kernel/time.ts';
import { SigningCapacity } from '../organisation/authority.ts';
import { Attachment } from './content.ts';
import { CollectiveDecision, ConsultationRound, Heading, Relation, RelationKind } from './document.ts';
import { Procedure, Turn } from './procedure.ts';
import { DispatchLine, NumberRecord, SignatureRecord } from './records.ts';

const said = { at: Instant, by: Actor };
const reason = z.string().min(1).max(2_000);
const note = z.string().max(2_000).optional();
const e = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...said, ...shape });

/** Events of the stream `document/{id}`. Past tense; each says who, when, in what position (`by`), and what they saw (`contentHash`). */
export const DocumentEvent = z.discriminatedUnion('type', [
  e('DraftStarted', {
    id: DocumentId,
    heading: Heading,
    symbol: z.string(),
    subject: z.string(),
    contentHash: Hash,
    drafters: z.array(PersonId).min(1),
    attachments: z.array(Attachment),
    relations: z.array(Relation),
  }),
  /** Any edit voids checks and approval, and takes the document back to drafting (Điều 11.2). */
  e('DraftEdited', {
    heading: Heading,
    symbol: z.string(),
    subject: z.string(),
    contentHash: Hash,
    version: z.number().int(),
  }),
  e('AttachmentAdded', { attachment: Attachment }),
  e('AttachmentRemoved', { hash: Hash }),
  e('RelationsSet', { relations: z.array(Relation) }),
  e('DraftersSet', { drafters: z.array(PersonId).min(1), reason: z.string() }),
  e('DraftHandedOver', { from: PersonId, to: PersonId, reason }),
  e('DraftLocked', { person: PersonId, name: z.string(), until: Instant }),
  e('DraftUnlocked', { forced: z.boolean() }),
  e('CollectiveDecisionRecorded', { decision: CollectiveDecision }),
  e('ConsultationOpened', { consultation: ConsultationRound }),
  e('ConsultationClosed', {
    round: z.number().int(),
    agreed: z.number(),
    commented: z.number(),
    disagreed: z.number(),
    notInRemit: z.number(),
    silent: z.array(UnitId),
  }),
  e('DraftSubmitted', { contentHash: Hash, procedure: Procedure, turns: z.array(Turn) }),
  e('CheckPassed', {
    step: z.string(),
    kind: z.enum(['unit-review', 'legal-review', 'format-check']),
    contentHash: Hash,
    endorsed: z.boolean(),
    note,
    turns: z.array(Turn),
    complete: z.boolean(),
  }),
  e('DraftReturned', { from: z.string(), reason, contentHash: Hash, turns: z.array(Turn) }),
  e('DraftWithdrawn', { reason, turns: z.array(Turn) }),
  e('DraftAbandoned', { reason }),
  e('DocumentApproved', { contentHash: Hash, capacity: SigningCapacity, note, turns: z.array(Turn) }),
  e('ApprovalRevoked', { reason, turns: z.array(Turn) }),
  e('DocumentSigned', { signature: SignatureRecord, turns: z.array(Turn) }),
  /** The clerk may return a signed document; the signature is kept and marked unused. */
  e('SignedDocumentReturned', { reason, fileHash: Hash, verificationCode: VerificationCode, turns: z.array(Turn) }),
  e('DocumentNumbered', { number: NumberRecord }),
  e('DocumentSealed', { fileHash: Hash, level: z.enum(['B-B', 'B-T']) }),
  e('DocumentDispatched', { lines: z.array(DispatchLine), readers: z.array(z.string()) }),
  e('DocumentFiled', { dossier: z.string(), code: z.string(), ordinal: z.number().int() }),
  e('IssuingFailed', { step: z.enum(['seal', 'dispatch', 'file']), cause: z.string() }),
  e('IssuingRetried', { step: z.enum(['seal', 'dispatch', 'file']) }),
  /** Everything that had failed is done: the document no longer stands still. */
  e('IssuingRecovered', {}),
  e('NumberVoided', { reason, approver: z.string() }),
  e('DocumentAffected', { document: DocumentId, display: z.string(), kind: RelationKind }),
  e('ReaderGranted', { key: z.string(), reason }),
  e('ReaderGrantConfirmed', { key: z.string() }),
  e('ReaderRevoked', { key: z.string(), reason }),
]);
export type DocumentEvent = z.infer<typeof DocumentEvent>;

/** Stream `opinion/{document}.{round}.{unit}`. */
export const OpinionPosition = z.enum(['agree', 'agree-with-comments', 'disagree', 'not-in-remit']);
export const OpinionEvent = z.discriminatedUnion('type', [
  e('OpinionAsked', {
    document: DocumentId,
    round: z.number().int(),
    unit: UnitId,
    contentHash: Hash,
    question: z.string(),
    deadline: LocalDate,
  }),
  e('OpinionGiven', { position: OpinionPosition, text: z.string().max(20_000), contentHash: Hash, late: z.boolean() }),
  e('OpinionAnswered', { accepted: z.enum(['accepted', 'partly', 'not-accepted']), reason: z.string().max(5_000) }),
]);
export type OpinionEvent = z.infer<typeof OpinionEvent>;

/** Stream `reading/{document}.{person}`: who read what, when; feeds "changed since you last saw it". */
export const ReadingEvent = z.discriminatedUnion('type', [
  e('DocumentRead', {
    document: DocumentId,
    contentHash: Hash,
    version: z.number().int(),
    what: z.enum(['content', 'file', 'attachment']),
  }),
]);
export type ReadingEvent = z.infer<typeof ReadingEvent>;

/** Stream `register/{series}.{year}`. */
export const RegisterEvent = z.discriminatedUnion('type', [
  e('RegisterOpened', {
    series: z.string(),
    year: z.number().int(),
    first: z.number().int().positive(),
    basis: z.string(),
    approver: z.string(),
  }),
  e('NumberTaken', {
    number: z.number().int().positive(),
    display: z.string(),
    date: LocalDate,
    document: DocumentId,
    typeName: z.string(),
    subject: z.string(),
    signer: z.string(),
    recipients: z.string(),
    fileCopy: z.string(),
    copies: z.number().int(),
  }),
  e('NumberVoided', { number: z.number().int().positive(), reason: z.string(), approver: z.string() }),
  e('RegisterClosed', { last: z.number().int().nonnegative() }),
]);
export type RegisterEvent = z.infer<typeof RegisterEvent>;

/** Stream `delivery/{document}.{line}`. */
export const DeliveryEvent = z.discriminatedUnion('type', [
  e('ItemDelivered', {
    document: DocumentId,
    line: DispatchLine,
    display: z.string(),
    subject: z.string(),
    issuerName: z.string(),
    date: LocalDate,
    urgency: z.string(),
  }),
  e('ItemOpened', {}),
  e('ItemReceived', { note }),
  e('ItemHandedOn', { to: UnitId, person: PersonId.optional(), note }),
  /** For one outside: what the clerk did, with evidence. */
  e('SentOutside', { means: z.enum(['post', 'email', 'hand']), date: LocalDate, evidence: z.string().max(500) }),
  e('OutsideReceiptRecorded', { date: LocalDate, evidence: z.string().max(500) }),
]);
export type DeliveryEvent = z.infer<typeof DeliveryEvent>;

/** Stream `dossier/{id}`. */
export const DossierEvent = z.discriminatedUnion('type', [
  e('DossierOpened', {
    id: z.string(),
    organId: z.string(),
    year: z.number().int(),
    notation: z.string(),
    title: z.string(),
    retention: z.string(),
    creator: PersonId,
    unit: UnitId,
  }),
  e('DocumentAddedToDossier', {
    document: DocumentId,
    display: z.string(),
    subject: z.string(),
    ordinal: z.number().int().positive(),
    pages: z.number().int(),
  }),
]);
export type DossierEvent = z.infer<typeof DossierEvent>;
