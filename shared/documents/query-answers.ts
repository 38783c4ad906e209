import * as z from 'zod';
import { Hash } from '../kernel/ids.ts';
import { Instant, LocalDate } from '../kernel/time.ts';
import { Content } from './content.ts';
import { ConsultationRound, Document } from './document.ts';
import { OpinionPosition } from './events.ts';
import { InboxLine, OpinionLine, ReadLine } from './lines.ts';

/** A page of a list: at most so many rows are fetched; those the asker may not read are left out, counts included. */
export const Page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(2_000).optional(),
});
export type Page = z.infer<typeof Page>;
/** The answer of a paged list. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().optional() });

export const AllowedAction = z.object({
  action: z.string(),
  allowed: z.boolean(),
  /** Why not: what the button says. */
  refusal: z
    .object({
      kind: z.string(),
      code: z.string(),
      basis: z.string().optional(),
      facts: z.record(z.string(), z.unknown()).optional(),
      /** The sentence itself, in Vietnamese. */
      detail: z.string().optional(),
    })
    .optional(),
});
export type AllowedAction = z.infer<typeof AllowedAction>;

export const InboxAnswer = z.object({
  items: z.array(InboxLine),
  opinions: z.array(OpinionLine),
  /** More than was fetched: finish these first. */
  more: z.boolean(),
});
export const DocumentAnswer = z.object({
  document: Document,
  issuerName: z.string(),
  unitName: z.string(),
  typeName: z.string(),
  /** Names of the drafters and participants, by person id. */
  names: z.record(z.string(), z.string()),
  allowedActions: z.array(AllowedAction),
  /** What the asker saw last, and whether the text has changed since. */
  lastSeen: z.object({ version: z.number().int(), at: Instant, changed: z.boolean() }).optional(),
});
/** `prepared` names the page that was prepared for a signature: exactly those bytes; else a rendering marked BẢN DỰ THẢO. */
export const PreviewQuery = z.object({ prepared: Hash.optional() });
export const ContentAnswer = z.object({ version: z.number().int(), contentHash: Hash, content: Content });
export const VersionsAnswer = z.object({
  items: z.array(
    z.object({ version: z.number().int(), contentHash: Hash, at: Instant, by: z.string(), name: z.string() }),
  ),
});
export const DiffQuery = z.object({
  /** Two versions, or nothing: from the one the asker saw last to the present one. */
  from: z.coerce.number().int().positive().optional(),
  to: z.coerce.number().int().positive().optional(),
});
export const DiffAnswer = z.object({ from: z.number().int(), to: z.number().int(), diff: z.unknown() });

const Said = z.object({ person: z.string(), name: z.string(), title: z.string(), actingFor: z.string().optional() });
export const TimelineEntry = z.object({
  seq: z.number().int(),
  type: z.string(),
  at: Instant,
  by: Said,
  step: z.string().optional(),
  reason: z.string().optional(),
  note: z.string().optional(),
  contentHash: Hash.optional(),
  /** Printed lines of the capacity in which it was approved or signed. */
  capacity: z.array(z.string()).optional(),
  /** Số và ký hiệu, of the number given, or of the document that changes this one. */
  display: z.string().optional(),
  /** Mã hồ sơ, where it was filed. */
  dossier: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;
export const TimelineAnswer = z.object({ items: z.array(TimelineEntry) });

export const ConsultationAnswer = z.object({
  rounds: z.array(
    ConsultationRound.extend({
      opinions: z.array(
        z.object({
          unit: z.string(),
          unitName: z.string(),
          position: OpinionPosition.optional(),
          text: z.string().optional(),
          by: z.string().optional(),
          at: Instant.optional(),
          late: z.boolean().optional(),
          /** The text they spoke of is no longer the present one. */
          outdated: z.boolean().optional(),
          answer: z.object({ accepted: z.string(), reason: z.string() }).optional(),
        }),
      ),
    }),
  ),
});

/** The ten columns of the outgoing register (Phụ lục IV.I). */
export const RegisterRow = z.object({
  document: z.string(),
  number: z.number().int(),
  /** 1 */
  display: z.string(),
  /** 2 */
  date: LocalDate,
  /** 3 */
  typeAndSubject: z.string(),
  /** 4 */
  signer: z.string(),
  /** 5 */
  recipients: z.string(),
  /** 6 */
  fileCopy: z.string(),
  /** 7 */
  copies: z.number().int(),
  /** 8: ngày chuyển */
  sentOn: LocalDate.optional(),
  /** 9: ký nhận; an electronic dispatch is receipted line by line */
  receipt: z.string(),
  /** 10 */
  note: z.string(),
  voided: z.boolean(),
});
export type RegisterRow = z.infer<typeof RegisterRow>;
export const RegisterAnswer = z.object({
  series: z.string(),
  year: z.number().int(),
  title: z.string(),
  items: z.array(RegisterRow),
  next: z.string().optional(),
});

export const StuckQuery = Page.extend({ minutes: z.coerce.number().int().min(0).max(100_000).default(5) });
export const JournalAnswer = z.object({ acts: z.array(TimelineEntry), reads: z.array(ReadLine), more: z.boolean() });
/** Trường thông tin đầu vào của văn bản đi (Phụ lục VI phần II). */
export const MetadataAnswer = z.record(z.string(), z.unknown());
