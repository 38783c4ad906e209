import type { DocumentEvent } from '../documents/events.ts';
import type { Turn } from '../documents/procedure.ts';
import { type LocalDate, shortDate } from '../kernel/time.ts';
import { type Urgency, urgencyStamp } from '../organisation/document-type.ts';
import { fill } from './sentence.ts';

/** What somebody is asked to do. */
export type NoticeTask = Turn['kind'] | 'drafting' | 'opinion' | 'receipt' | 'retry' | 'access';
export const noticeTasks: Readonly<Record<NoticeTask, string>> = {
  'unit-review': 'Kiểm tra nội dung',
  'legal-review': 'Kiểm tra pháp lý',
  'format-check': 'Kiểm tra thể thức',
  approval: 'Duyệt và ký',
  signature: 'Ký ban hành',
  revision: 'Sửa lại bản thảo',
  issue: 'Cấp số, phát hành',
  drafting: 'Tiếp tục soạn thảo',
  opinion: 'Cho ý kiến',
  receipt: 'Tiếp nhận văn bản đến',
  retry: 'Xử lý văn bản đang mắc',
  access: 'Xác nhận quyền xem',
};

/** The events that cause mail, as a sentence with who did what. */
export type NoticeCause =
  | Extract<DocumentEvent, { turns: Turn[] }>['type']
  | 'DraftHandedOver'
  | 'IssuingFailed'
  | 'ReaderGranted'
  | 'OpinionAsked'
  | 'ItemDelivered';
export const noticeCauses: Readonly<Record<NoticeCause, string>> = {
  DraftSubmitted: '{actor} đã trình văn bản.',
  CheckPassed: '{actor} đã kiểm tra và chuyển bước tiếp theo.',
  DraftReturned: '{actor} trả lại bản thảo để sửa.',
  DraftWithdrawn: '{actor} đã rút lại bản trình.',
  DocumentApproved: '{actor} đã duyệt bản thảo.',
  ApprovalRevoked: '{actor} đã rút lại ý kiến duyệt.',
  DocumentSigned: '{actor} đã ký ban hành văn bản.',
  SignedDocumentReturned: '{actor} trả lại văn bản đã ký; chữ ký không được dùng.',
  DraftHandedOver: '{actor} bàn giao bản thảo.',
  IssuingFailed: 'Văn bản đã cấp số đang đứng lại giữa đường phát hành.',
  ReaderGranted: '{actor} đã cấp thêm quyền xem văn bản; việc này cần người thứ hai xác nhận.',
  OpinionAsked: '{actor} đề nghị đơn vị cho ý kiến.',
  ItemDelivered: '{actor} đã phát hành văn bản gửi đến đơn vị.',
};

/** On one line and no longer than that: a header or a gist is no place for a page of text. */
const line = (text: string, longest: number): string => {
  const one = text
    .normalize('NFC')
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return one.length <= longest ? one : `${one.slice(0, longest - 1).trimEnd()}…`;
};

export type NoticeFacts = {
  cause: NoticeCause;
  /** Who caused it: `Đặng Văn Tú, Chuyên viên Phòng Nội chính`. */
  actor: string;
  /** To whom. */
  name: string;
  tasks: readonly NoticeTask[];
  /** By when; absent where only "at once" can be said. */
  due?: LocalDate;
  /** Why it was returned or passed on. */
  reason?: string;
  /** Names of absent people in whose place the addressee is asked. */
  inPlaceOf: readonly string[];
  typeName: string;
  /** Number and symbol, before numbering the symbol alone. */
  display: string;
  /** Trích yếu. */
  subject: string;
  urgency: Urgency;
  link: string;
};

/** Thư báo việc: who did what, what is asked of the addressee, by when, and where. Nothing of the document but its symbol and trích yếu. */
export const noticeText = (facts: NoticeFacts): { subject: string; text: string } => {
  const { cause, actor, name, tasks, due, reason, inPlaceOf, typeName, display, subject, urgency, link } = facts;
  const asked = tasks.map((task) => noticeTasks[task]).join('; ');
  const lines = [
    `Kính gửi: ${line(name, 100)}`,
    '',
    fill(noticeCauses[cause], { actor: line(actor, 200) }),
    '',
    `Văn bản: ${typeName} ${display}`,
    `Trích yếu: ${line(subject, 500)}`,
    `Việc cần làm: ${asked}`,
    `Thời hạn: ${due === undefined ? 'ngay khi nhận được thư này' : `hết ngày ${shortDate(due)}`}`,
    ...(reason === undefined ? [] : [`Lý do: ${line(reason, 300)}`]),
    ...(inPlaceOf.length === 0 ? [] : [`Người nhận thư xử lý thay: ${inPlaceOf.join(', ')}`]),
    '',
    `Mở văn bản: ${link}`,
    '',
    'Thư do hệ thống Văn Thư gửi tự động, xin không trả lời thư này.',
    '',
  ];
  const stamp = urgencyStamp[urgency];
  const before = stamp === undefined ? '' : `[${stamp}] `;
  return { subject: `${before}${asked}: ${display} – ${line(subject, 120)}`, text: lines.join('\n') };
};
