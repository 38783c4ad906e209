import type { Content } from '../documents/content.ts';
import type { Document } from '../documents/document.ts';
import type { LocalDate } from '../kernel/time.ts';
import { unitOf } from '../organisation/directory.ts';
import { documentType, type Urgency } from '../organisation/document-type.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { nameOn } from '../organisation/unit.ts';

/** Trường thông tin đầu vào của văn bản đi: names, types and lengths of Phụ lục VI phần II NĐ 30/2020/NĐ-CP. */
export type OutgoingMetadata = {
  FileCode: { OrganId: string; FileCatalog: number; FileNotation: string };
  DocOrdinal?: number;
  TypeName: string;
  CodeNumber: string;
  CodeNotation: string;
  IssuedDate: LocalDate;
  OrganName: string;
  Subject: string;
  Language: string;
  PageAmount: number;
  Description?: string;
  SignerInfo: { Position: string; FullName: string };
  To: { OrganId?: string; OrganName: string }[];
  /** Urgency alone: secret documents are never on the System. */
  Priority: number;
  IssuedAmount: number;
  DueDate?: LocalDate;
};

const PRIORITY: Record<Urgency, number> = { normal: 0, urgent: 1, 'very-urgent': 2, express: 3 };
const cut = (text: string, length: number): string => Array.from(text).slice(0, length).join('');

export type MetadataFacts = {
  organisation: Organisation;
  content?: Content | undefined;
  /** Code of the dossier it is filed in; until then year and nothing else. */
  dossier?: { organId: string; year: number; notation: string } | undefined;
};

/** What the decree asks to be kept of an outgoing document; undefined before it has a number. */
export const outgoingMetadata = (document: Document, facts: MetadataFacts): OutgoingMetadata | undefined => {
  if (!('number' in document)) return undefined;
  const { number, signature, heading, symbol, subject } = document;
  const issuer = unitOf(facts.organisation, heading.issuer);
  const { dossier, content } = facts;
  const name = issuer === undefined ? undefined : nameOn(issuer, number.date);
  return {
    FileCode: {
      OrganId: dossier?.organId ?? issuer?.exchangeId ?? heading.issuer,
      FileCatalog: dossier?.year ?? number.year,
      FileNotation: cut(dossier?.notation ?? heading.dossier ?? '', 20),
    },
    ...(document.filed === undefined ? {} : { DocOrdinal: document.filed.ordinal }),
    TypeName: documentType(heading.type).name,
    CodeNumber: String(number.number).padStart(2, '0'),
    CodeNotation: cut(symbol, 30),
    IssuedDate: number.date,
    OrganName: cut(name?.name ?? heading.issuer, 200),
    Subject: cut(subject, 500),
    Language: 'Tiếng Việt',
    PageAmount: signature.pages,
    ...(document.status === 'voided' ? { Description: cut(`Số đã hủy: ${document.voided.reason}`, 500) } : {}),
    SignerInfo: { Position: cut(signature.by.title, 100), FullName: cut(signature.by.name, 50) },
    To: recipientsOf(document, facts.organisation),
    Priority: PRIORITY[heading.urgency],
    IssuedAmount: content?.copies ?? 1,
    ...(heading.replyBy === undefined ? {} : { DueDate: heading.replyBy }),
  };
};

const recipientsOf = (document: Document, organisation: Organisation): OutgoingMetadata['To'] =>
  document.status !== 'issued'
    ? []
    : document.dispatch.lines.map(({ target }) => {
        const organId = target.kind === 'unit' ? unitOf(organisation, target.unit)?.exchangeId : undefined;
        return { ...(organId === undefined ? {} : { OrganId: organId }), OrganName: cut(target.name, 200) };
      });
