import type { LocalDate } from '../../kernel/time.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Content } from '../content.ts';
import type { Heading } from '../document.ts';

/** What the format check found: rule, weight, cell (ô số, Phụ lục I), a sentence for the drafter, and whether the editor can mend it alone. */
export type Finding = {
  id: `F${number}`;
  severity: 'error' | 'warning';
  cell: string;
  message: string;
  autofix: boolean;
};
export type Sheet = { content: Content; heading: Heading; organisation: Organisation; on: LocalDate };
export type FormatRule = (sheet: Sheet) => Finding[];

type Weight = Pick<Finding, 'id' | 'cell'> & { autofix?: boolean };
export const error = (at: Weight, message: string): Finding => ({ autofix: false, ...at, severity: 'error', message });
export const warning = (at: Weight, message: string): Finding => ({
  autofix: false,
  ...at,
  severity: 'warning',
  message,
});
/** The findings whose condition holds. */
export const when = (...checks: readonly (readonly [boolean, Finding])[]): Finding[] =>
  checks.filter(([holds]) => holds).map(([, finding]) => finding);
/** `“Ủy ban nhân dân thành phố…”`: enough to find the place. */
export const quoted = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').trim();
  return `“${line.length > 60 ? `${line.slice(0, 60)}…` : line}”`;
};
