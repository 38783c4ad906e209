import { officeYear } from '../../shared/kernel/time.ts';
import { documentType, urgencyStamp } from '../../shared/organisation/document-type.ts';
import type { PaperRequest } from '../ports/paper.ts';
import { blockItemsOf, type Item, lastArticle, withEndMark } from './compose-blocks.ts';
import { roman } from './numbering.ts';

/** No-break space: keeps the blanks of unfilled lines visible and together. */
const NBSP = '\u00a0';
const blanks = (count: number) => NBSP.repeat(count);

/** Cell 3 before the number is known: `Số:        /UBND-NC`. */
export const blankNumberLine = (symbol: string): string => `Số:${blanks(8)}/${symbol}`;
/** Cell 4 before the date is known. */
export const blankDateLine = (place: string, year: number): string =>
  `${place}, ngày${blanks(5)}tháng${blanks(5)}năm ${year}`;

/** Everything the Typst templates read; plain data, so that no user text can become markup. */
export type Sheet = {
  form: 'letter' | 'decision' | 'general';
  language: string;
  title: string;
  author: string;
  parent: string;
  issuer: string[];
  numberLine: string;
  dateLine: string;
  typeName: string;
  subject: string;
  authorityLine: string;
  /** `QUYẾT ĐỊNH:`, `QUYẾT NGHỊ:`. */
  verdict: string;
  addressees: string[];
  bases: string[];
  items: Item[];
  recipients: string[];
  drafterMark: string;
  signature: { lines: string[]; otherPositions: string[]; name: string };
  stamp: { text: string; width: number } | null;
  circulation: string;
  contact: string;
  annexes: { label: string; title: string; note: string; landscape: boolean; items: Item[] }[];
  demo: boolean;
  draft: boolean;
  qr: string;
  metadata: string;
};

const upperFirst = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
const unpunctuated = (text: string) => text.trim().replace(/[;.,]+$/, '');
/** Each line ends `;`, the last `.` (Phụ lục I.II.6, I.II.9). */
const punctuated = (lines: readonly string[]) =>
  lines.map((line, index) => `${unpunctuated(line)}${index === lines.length - 1 ? '.' : ';'}`);

/** Dấu chỉ mức độ khẩn: 30×8 mm, 40×8 mm, 20×8 mm (Phụ lục I.II.10.b). */
const stampWidth = { normal: 0, urgent: 20, 'very-urgent': 40, express: 30 } as const;

const basesOf = ({ content }: PaperRequest): string[] => {
  const bases = content.legalBases.map((line) => (/^Căn cứ /u.test(line) ? line : `Căn cứ ${line}`));
  const proposal = content.proposedBy ?? '';
  if (proposal !== '') bases.push(/^Theo đề nghị /u.test(proposal) ? proposal : `Theo đề nghị của ${proposal}`);
  return punctuated(bases);
};

const recipientsOf = (request: PaperRequest, form: Sheet['form']): string[] => {
  const { content } = request;
  const articles = lastArticle(content);
  const first =
    form === 'decision' && articles > 0
      ? [`Như Điều ${articles}`]
      : form !== 'decision' && content.addressees.length > 0
        ? ['Như trên']
        : [];
  const unit = content.fileCopy === undefined || content.fileCopy === '' ? '' : `, ${content.fileCopy}`;
  const copies = content.copies === undefined ? '' : ` (${content.copies})`;
  // The first line is computed: an author who typed it too does not print it twice.
  const named = content.recipients.map((line) => line.line).filter((line) => !/^Như (trên|Điều)/u.test(line));
  return punctuated([...first, ...named, `Lưu: VT${unit}${copies}`]);
};

const subjectOf = (subject: string, form: Sheet['form']): string => {
  if (form === 'letter') return `V/v ${subject.replace(/^V\/v\s+/u, '')}`;
  if (form === 'decision' && !/^(Về việc|Ban hành|Phê duyệt|Về )/u.test(subject)) return `Về việc ${subject}`;
  return upperFirst(subject);
};

const annexesOf = (request: PaperRequest): Sheet['annexes'] => {
  const { annexes } = request.content;
  // For an electronic document number and date stay blank here: they stand in the signatures (Phụ lục I.III.1.d).
  const note = `(Kèm theo Văn bản số${blanks(8)}/${request.symbol} ngày${blanks(5)}tháng${blanks(5)}năm${blanks(8)}của ${request.issuer.name ?? '…'})`;
  return annexes.map((annex, index) => ({
    label: annexes.length > 1 ? `Phụ lục ${roman(index + 1)}` : 'Phụ lục',
    title: annex.title.toUpperCase(),
    note,
    landscape: annex.landscape,
    items: blockItemsOf(annex.blocks),
  }));
};

const formOf = (request: PaperRequest): Sheet['form'] => {
  const { template } = documentType(request.type);
  if (template === '1.5') return 'letter';
  return template === '1.1' || template === '1.2' ? 'decision' : 'general';
};

/** Resolves a request into what is printed in each cell (ô số) of Phụ lục I. */
export const composeSheet = (request: PaperRequest, qr: string): Sheet => {
  const form = formOf(request);
  const { content, signature } = request;
  const name = documentType(request.type).name;
  const circulation = { 'return-after-reading': 'XEM XONG TRẢ LẠI', internal: 'LƯU HÀNH NỘI BỘ' } as const;
  const stamp = urgencyStamp[request.urgency];
  return {
    form,
    language: content.language,
    title: `${name}: ${content.subject}`,
    author: request.issuer.name ?? request.issuer.lines.join(' '),
    parent: (request.issuer.parent ?? '').toUpperCase(),
    issuer: request.issuer.lines.map((line) => line.toUpperCase()),
    numberLine: blankNumberLine(request.symbol),
    dateLine: blankDateLine(request.place, officeYear(request.createdAt)),
    typeName: name.toUpperCase(),
    subject: subjectOf(content.subject, form),
    authorityLine: (request.authorityLine ?? '').toUpperCase(),
    verdict: form === 'decision' ? (request.type === 'resolution' ? 'QUYẾT NGHỊ:' : 'QUYẾT ĐỊNH:') : '',
    addressees: content.addressees.map((addressee) => addressee.line),
    bases: basesOf(request),
    items: withEndMark(blockItemsOf(content.blocks)),
    recipients: recipientsOf(request, form),
    drafterMark: request.drafterMark ?? '',
    signature: {
      lines: signature.lines.map((line) => line.toUpperCase()),
      otherPositions: signature.otherPositions ?? [],
      name: signature.name,
    },
    stamp: stamp === undefined ? null : { text: stamp, width: stampWidth[request.urgency] },
    circulation: content.circulation === undefined ? '' : circulation[content.circulation],
    contact: request.contact ?? '',
    annexes: annexesOf(request),
    demo: request.demo,
    draft: request.draft ?? false,
    qr,
    metadata: JSON.stringify(request.metadata),
  };
};
