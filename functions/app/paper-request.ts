import type { Content } from '../../shared/documents/content.ts';
import type { Document, Heading } from '../../shared/documents/document.ts';
import type { SignatureRecord } from '../../shared/documents/records.ts';
import type { Instant, LocalDate } from '../../shared/kernel/time.ts';
import type { SigningCapacity } from '../../shared/organisation/authority.ts';
import { unitOf } from '../../shared/organisation/directory.ts';
import { documentType } from '../../shared/organisation/document-type.ts';
import type { Organisation } from '../../shared/organisation/organisation.ts';
import { nameOn } from '../../shared/organisation/unit.ts';
import type { PaperRequest } from '../ports/paper.ts';

/** Quyết định and nghị quyết name who decides, above the legal bases (mẫu 1.1, 1.2). */
const authorityLine = (organisation: Organisation, heading: Heading, on: LocalDate): string | undefined => {
  if (heading.type !== 'decision' && heading.type !== 'resolution') return undefined;
  const unit = unitOf(organisation, heading.issuer);
  const name = unit === undefined ? undefined : nameOn(unit, on);
  if (unit === undefined || name === undefined) return undefined;
  const agency = name.printed.join(' ');
  if (unit.regime === 'collective' && heading.competence === 'collective') return agency;
  const head = organisation.positions.find((position) => position.unit === unit.id && position.rank === 'head');
  return head === undefined ? agency : `${head.printed} ${agency}`;
};

export type PaperContext = {
  organisation: Organisation;
  on: LocalDate;
  createdAt: Instant;
  publicUrl: string;
  demo: boolean;
};

/** The printed page of a document: every name is the one valid on the day, every line of the signature block is computed. */
export const paperRequest = (
  document: Document,
  content: Content,
  o: PaperContext & { capacity?: SigningCapacity; code?: SignatureRecord['verificationCode'] },
): PaperRequest => {
  const { heading } = document;
  const unit = unitOf(o.organisation, heading.issuer);
  const name = unit === undefined ? undefined : nameOn(unit, o.on);
  if (unit === undefined || name === undefined) throw new Error(`issuer ${heading.issuer} has no name on ${o.on}`);
  const line = authorityLine(o.organisation, heading, o.on);
  return {
    type: heading.type,
    issuer: {
      name: name.name,
      ...(name.printedParent === undefined ? {} : { parent: name.printedParent }),
      lines: name.printed,
    },
    symbol: document.symbol,
    place: unit.place ?? '',
    content,
    ...(line === undefined ? {} : { authorityLine: line }),
    signature: {
      lines: o.capacity?.lines ?? [],
      name: o.capacity?.name ?? '',
      ...(o.capacity?.otherPositions === undefined ? {} : { otherPositions: o.capacity.otherPositions }),
    },
    urgency: heading.urgency,
    verificationUrl: o.code === undefined ? o.publicUrl : `${o.publicUrl}/xac-thuc/${o.code}`,
    demo: o.demo,
    draft: o.code === undefined,
    metadata: {
      TypeName: documentType(heading.type).name,
      CodeNotation: document.symbol,
      OrganName: name.name,
      Subject: document.subject,
      Language: 'Tiếng Việt',
      ContentHash: document.contentHash,
      VerificationCode: o.code ?? null,
    },
    createdAt: o.createdAt,
  };
};
