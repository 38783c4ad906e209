import { covers, type LocalDate } from '../kernel/time.ts';
import { holdingsOn, positionOf } from './directory.ts';
import type { Organisation } from './organisation.ts';
import type { Standing } from './standing.ts';
import { nameOn, type Unit } from './unit.ts';

/** Lines of cell 7a are computed from positions of the master list, never typed (Phụ lục I.II.7.b–c NĐ 30/2020). */
export const insteadOf = (head: string): string => `KT. ${head}`;
export const byOrderOf = (head: string): string => `TL. ${head}`;
export const delegatedBy = (head: string): string => `TUQ. ${head}`;
export const actingAs = (title: string): string => `Q. ${title}`;

/** `TM. ỦY BAN NHÂN DÂN`: the body without its place; a council by the name it gives for this. */
export const onBehalfOf = (issuer: Unit, on: LocalDate): string => {
  const name = nameOn(issuer, on);
  return `TM. ${name?.printedCollective ?? name?.printed[0] ?? ''}`;
};

const upper = (text: string): string => text.normalize('NFC').toLocaleUpperCase('vi');

/**
 * Chức vụ kèm tên đơn vị, as TL. and TUQ. print it: `GIÁM ĐỐC` of Sở Nội vụ → `GIÁM ĐỐC SỞ NỘI VỤ`; `TRƯỞNG PHÒNG` of Phòng Nội chính →
 * `TRƯỞNG PHÒNG NỘI CHÍNH`. The office of the same agency needs no name: `CHÁNH VĂN PHÒNG`.
 */
export const withUnitName = (printed: string, unit: Unit, on: LocalDate): string => {
  const title = upper(printed).split(' ');
  const name = upper(nameOn(unit, on)?.name ?? '').split(' ');
  const shared = name.findIndex((_, at) => at > 0 && title.slice(-at).join(' ') === name.slice(0, at).join(' '));
  if (title.join(' ').endsWith(name.join(' '))) return title.join(' ');
  if (shared > 0 && unit.kind === 'office') return title.join(' ');
  return [...title, ...name.slice(Math.max(shared, 0))].join(' ');
};

/**
 * Cell 7b of a tổ chức tư vấn that may use an agency's seal: the signatory's position in that agency. Without the seal only the title in the
 * council is printed (Phụ lục I.II.7.c).
 */
export const otherPositionsOf = (
  organisation: Organisation,
  issuer: Unit,
  who: { standing: Standing; on: LocalDate },
): string[] => {
  if (issuer.sealOf === undefined) return [];
  const positions = holdingsOn(who.standing, who.on).map((holding) => positionOf(organisation, holding.position));
  const inAgency = positions.find(
    (one) => one !== undefined && one.unit === issuer.sealOf && covers(one.period, who.on),
  );
  return inAgency === undefined ? [] : [inAgency.printed];
};
