import * as z from 'zod';
import { Hash, UnitId } from '../kernel/ids.ts';
import { LocalDate } from '../kernel/time.ts';

/**
 * A document is structured content, never free HTML (architecture §5). The same value feeds the format rules, the diff, the PDF and later the
 * editor and the docx. All text is NFC: {@link Text} normalises at the border.
 */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .transform((value) => value.normalize('NFC').replace(/[\u0000-\u0008\u000b-\u001f]/g, ''));
const Text = text(20_000);
const Line = text(1_000);

/** Part of a line: plain, bold or italic. */
export const Run = z.object({ text: Text, bold: z.boolean().optional(), italic: z.boolean().optional() });
export type Run = z.infer<typeof Run>;

/** What a clause asks of whom; the tasks capability turns it into a task when the document is issued (5 rõ). */
export const Obligation = z.object({
  /** One lead unit. */
  lead: UnitId,
  coordinating: z.array(z.string().max(80)).max(200).default([]),
  due: LocalDate.optional(),
  output: Line.optional(),
});
export type Obligation = z.infer<typeof Obligation>;

/** điểm: `a)`, in the Vietnamese alphabet; the letter is computed from its place. */
export const Point = z.object({ kind: z.literal('point'), text: Text, obligation: Obligation.optional() });
/** khoản: `1.`; the number is computed from its place. */
export const Clause = z.object({
  kind: z.literal('clause'),
  heading: Line.optional(),
  text: Text.optional(),
  points: z.array(Point).max(200).default([]),
  obligation: Obligation.optional(),
});
export type Clause = z.infer<typeof Clause>;
/** Điều: `Điều 1. Tiêu đề`. */
export const Article = z.object({
  kind: z.literal('article'),
  heading: Line.optional(),
  text: Text.optional(),
  clauses: z.array(Clause).max(300).default([]),
  obligation: Obligation.optional(),
});
export type Article = z.infer<typeof Article>;
/** Phần, Chương, Mục (Roman or Arabic, centred) and layout B's `I. UPPER BOLD`. */
export const Heading = z.object({
  kind: z.literal('heading'),
  level: z.enum(['part', 'chapter', 'section', 'roman']),
  text: Line,
});
export const Paragraph = z.object({ kind: z.literal('paragraph'), runs: z.array(Run).min(1).max(200) });
export const Table = z.object({
  kind: z.literal('table'),
  header: z.array(Line).min(1).max(20),
  rows: z.array(z.array(Text).max(20)).max(2_000),
  /** Relative column widths; equal when absent. */
  widths: z.array(z.number().positive()).max(20).optional(),
});
export const Block = z.discriminatedUnion('kind', [Heading, Article, Clause, Paragraph, Table]);
export type Block = z.infer<typeof Block>;

/** A line of Nơi nhận with its purpose (Phụ lục I.II.9.a). */
export const RecipientPurpose = z.enum(['implement', 'inspect', 'supervise', 'report', 'exchange', 'inform', 'file']);
export type RecipientPurpose = z.infer<typeof RecipientPurpose>;
export const RecipientTarget = z.discriminatedUnion('kind', [
  /** A unit of this deployment: its registry gets the item. */
  z.object({ kind: z.literal('unit'), unit: UnitId }),
  /** A group resolved on the day of issue, e.g. `@UBND_QUAN_HUYEN_THI_XA`. */
  z.object({ kind: z.literal('group'), group: z.string().max(80) }),
  /** Outside the deployment: the clerk records post, e-mail or hand. */
  z.object({ kind: z.literal('outside'), name: Line, address: Line.optional() }),
]);
export type RecipientTarget = z.infer<typeof RecipientTarget>;
export const Recipient = z.object({
  /** As printed after the dash, without `;` or `.`: "Các sở, ban, ngành Thành phố", "Thường trực Thành ủy (để báo cáo)". */
  line: Line,
  purpose: RecipientPurpose,
  targets: z.array(RecipientTarget).max(400).default([]),
});
export type Recipient = z.infer<typeof Recipient>;

export const Annex = z.object({
  title: Line,
  blocks: z.array(Block).max(2_000),
  landscape: z.boolean().default(false),
});
export type Annex = z.infer<typeof Annex>;

export const Content = z.object({
  /** Trích yếu, without `V/v` (≤ 500, Phụ lục VI). */
  subject: text(500),
  /** Kính gửi: with the units or groups they stand for. Công văn, and tờ trình/báo cáo to a superior. */
  addressees: z.array(Recipient).max(50).default([]),
  /** Căn cứ lines, without `Căn cứ` and without the closing mark. */
  legalBases: z.array(Line).max(50).default([]),
  /** "Theo đề nghị của …", without the closing mark (quyết định). */
  proposedBy: Line.optional(),
  blocks: z.array(Block).max(3_000),
  annexes: z.array(Annex).max(50).default([]),
  /** Nơi nhận lines between "Như trên" and "Lưu". */
  recipients: z.array(Recipient).max(100).default([]),
  /** After `Lưu: VT, `: the drafting unit's abbreviation, e.g. `NC`. */
  fileCopy: text(50).optional(),
  /** Circulation limits, cell 11. Not secrecy. */
  circulation: z.enum(['return-after-reading', 'internal']).optional(),
  /** Number of paper copies, `Lưu: VT, NC (5)`. */
  copies: z.number().int().positive().max(9_999).optional(),
  language: z.literal('vi').default('vi'),
});
export type Content = z.infer<typeof Content>;

/** Role of an attached file: an annex travels with the document, a basis proves something, a working file stays inside. */
export const AttachmentRole = z.enum(['annex', 'basis', 'working']);
export const Attachment = z.object({
  hash: Hash,
  name: text(255),
  type: z.string().max(120),
  size: z.number().int().nonnegative().max(200_000_000),
  role: AttachmentRole,
});
export type Attachment = z.infer<typeof Attachment>;
