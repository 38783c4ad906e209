import type { LocalDate } from '../../kernel/time.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Content } from '../content.ts';
import type { Heading } from '../document.ts';
import type { Finding, FormatRule } from './finding.ts';
import { annexes, articleHeadings, citations, dates, ending, numbering } from './lint-body.ts';
import {
  addressees,
  authority,
  issuerName,
  legalBases,
  normalised,
  recipients,
  secrecy,
  stateName,
  subject,
  typedNumber,
  typeName,
} from './lint-frame.ts';

/**
 * F14 (margins, fonts), F15 (page number) and F19 (signer's name) concern what the printer and master data make: nothing in a content can break
 * them, so they are checked on the paper and not here.
 */
const RULES: readonly FormatRule[] = [
  stateName,
  issuerName,
  typedNumber,
  dates,
  typeName,
  subject,
  legalBases,
  numbering,
  ending,
  authority,
  recipients,
  addressees,
  annexes,
  normalised,
  secrecy,
  citations,
  articleHeadings,
];

/** Kiểm tra thể thức, kỹ thuật trình bày of a structured content before it is printed (Điều 8, Phụ lục I; domain §1.5, §15.1). */
export const formatCheck = (
  content: Content,
  heading: Heading,
  { organisation, on }: { organisation: Organisation; on: LocalDate },
): Finding[] =>
  RULES.flatMap((rule) => rule({ content, heading, organisation, on })).toSorted((a, b) =>
    a.id < b.id ? -1 : a.id > b.id ? 1 : 0,
  );
