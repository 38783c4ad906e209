import { expect } from 'vitest';
import { Actor } from '../../../shared/kernel/actor.ts';
import { PersonId, PositionId } from '../../../shared/kernel/ids.ts';
import type { Refusal } from '../../../shared/kernel/refusal.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { Instant, LocalDate, startOfDay } from '../../../shared/kernel/time.ts';
import { SigningMatter, signingCapacities } from '../../../shared/organisation/authority.ts';
import { Organisation, type OrganisationFacts } from '../../../shared/organisation/organisation.ts';
import type { OrganisationAct } from '../../../shared/organisation/organisation-act.ts';
import { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import * as words from '../../../shared/words/organisation-refusals.ts';
import { fill } from '../../../shared/words/sentence.ts';

/** A small city: a committee with its office, a room, a department, a district and a council that uses the committee's seal. */
const always = { from: '2016-01-01' };
const unit = (id: string, kind: string, more: object = {}) => ({
  id,
  kind,
  parent: 'UB',
  agency: true,
  regime: 'head',
  period: always,
  names: [{ name: id, printed: [id], abbreviation: id, period: always }],
  ...more,
});
const named = (name: string, printed: string[], abbreviation: string) => ({
  names: [{ name, printed, abbreviation, period: always }],
});
const position = (id: string, where: string, rank: string, title: string) => ({
  id,
  unit: where,
  rank,
  title,
  printed: title.toLocaleUpperCase('vi'),
  period: always,
});

export const city = (more: Partial<Record<keyof Organisation, object[]>> = {}): Organisation =>
  Organisation.parse({
    units: [
      unit('UB', 'provincial-committee', {
        parent: undefined,
        regime: 'collective',
        ...named('Ủy ban nhân dân thành phố Hà Nội', ['ỦY BAN NHÂN DÂN', 'THÀNH PHỐ HÀ NỘI'], 'UBND'),
      }),
      unit('VP', 'office', named('Văn phòng Ủy ban nhân dân thành phố Hà Nội', ['VĂN PHÒNG'], 'VP')),
      unit('NC', 'room', { parent: 'VP', agency: false, ...named('Phòng Nội chính', ['PHÒNG NỘI CHÍNH'], 'NC') }),
      unit('SNV', 'department', named('Sở Nội vụ', ['SỞ NỘI VỤ'], 'SNV')),
      unit('Q1', 'district-committee', { regime: 'collective', districtKind: 'quan' }),
      unit('HD', 'council', {
        agency: false,
        sealOf: 'UB',
        ...named('Hội đồng thẩm định giá đất', ['HỘI ĐỒNG', 'THẨM ĐỊNH GIÁ ĐẤT'], 'HĐTĐ'),
      }),
    ],
    positions: [
      position('ct', 'UB', 'head', 'Chủ tịch'),
      position('pct', 'UB', 'deputy', 'Phó Chủ tịch'),
      position('cvp', 'VP', 'head', 'Chánh Văn phòng'),
      position('pvp', 'VP', 'deputy', 'Phó Chánh Văn phòng'),
      position('tp', 'NC', 'division-head', 'Trưởng phòng'),
      position('cv', 'NC', 'officer', 'Chuyên viên'),
      position('vt', 'VP', 'clerk', 'Văn thư'),
      position('qt', 'VP', 'administrator', 'Quản trị'),
      position('gd', 'SNV', 'head', 'Giám đốc'),
      position('pgd', 'SNV', 'deputy', 'Phó Giám đốc'),
      position('ctq', 'Q1', 'head', 'Chủ tịch'),
      position('cthd', 'HD', 'head', 'Chủ tịch'),
    ],
    fields: [
      { code: 'YT', name: 'Y tế', period: always },
      { code: 'CC', name: 'Công chức', agency: 'SNV', period: always },
    ],
    matters: [{ code: 'C01', title: 'Quy chế làm việc', period: always }],
    standingRules: [
      {
        id: 'tl',
        issuer: 'UB',
        position: 'cvp',
        types: ['notice', 'invitation'],
        deputiesMay: true,
        basis: 'Quy chế làm việc',
        period: always,
      },
    ],
    groups: [],
    series: [],
    ...more,
  });

export const standing = (id: string, name: string, more: object = {}): Standing =>
  Standing.parse({
    person: id,
    name,
    holdings: [],
    absences: [],
    suspensions: [],
    delegationsGiven: [],
    delegationsReceived: [],
    ...more,
  });
export const holds = (person: string, positionId: string, more: object = {}) => ({
  id: `h-${person}-${positionId}`,
  person,
  position: positionId,
  period: { from: '2021-07-01' },
  ...more,
});

/** The chair lets the department's director sign letters on recruitment until the end of 2023. */
export const aDelegation = (more: object = {}) => ({
  id: 'd1',
  from: 'chair',
  fromPosition: 'ct',
  to: 'director',
  toPosition: 'gd',
  issuer: 'UB',
  types: ['official-letter'],
  fields: [],
  scope: 'Trả lời về tuyển dụng công chức',
  reason: 'Khối lượng văn bản lớn trong kỳ tuyển dụng',
  basis: { symbol: '03/GUQ-UBND', date: '2023-08-31' },
  period: { from: '2023-09-01', to: '2023-12-31' },
  ...more,
});
export const suspendedFrom = (from: string) => ({ id: 's1', from, basis: 'Quyết định 12/QĐ-UBND', reason: 'Kiểm tra' });

export const people = (change: Record<string, object> = {}): Standing[] => [
  standing('chair', 'Nguyễn Quốc Khải', {
    holdings: [holds('chair', 'ct')],
    delegationsGiven: [aDelegation()],
    ...change.chair,
  }),
  standing('lam', 'Trần Minh Lâm', { holdings: [holds('lam', 'pct')], ...change.lam }),
  standing('huong', 'Lê Thu Hương', { holdings: [holds('huong', 'pct')], ...change.huong }),
  standing('chief', 'Đỗ Thanh Bình', { holdings: [holds('chief', 'cvp')], ...change.chief }),
  standing('vice', 'Hoàng Mai Phương', { holdings: [holds('vice', 'pvp')], ...change.vice }),
  standing('room', 'Bùi Ngọc Ánh', { holdings: [holds('room', 'tp')], ...change.room }),
  standing('officer', 'Đặng Văn Tú', { holdings: [holds('officer', 'cv')], ...change.officer }),
  standing('clerk', 'Ngô Thị Hạnh', { holdings: [holds('clerk', 'vt')], ...change.clerk }),
  standing('admin', 'Kiều Trọng Nhân', { holdings: [holds('admin', 'qt')], ...change.admin }),
  standing('admin2', 'Nghiêm Thị Diễm', { holdings: [holds('admin2', 'qt')], ...change.admin2 }),
  standing('director', 'Trịnh Xuân Phúc', {
    holdings: [holds('director', 'gd')],
    delegationsReceived: [aDelegation()],
    ...change.director,
  }),
  standing('subdirector', 'Dương Thị Quỳnh', { holdings: [holds('subdirector', 'pgd')], ...change.subdirector }),
  standing('district', 'Chu Đình Hòa', { holdings: [holds('district', 'ctq')], ...change.district }),
];

/** Y tế moved from Hương to Lâm on 1 October 2023. */
export const factsOf = (change: Record<string, object> = {}, organisation = city()): OrganisationFacts => ({
  organisation,
  standings: new Map(people(change).map((one) => [one.person, one])),
  portfolios: new Map(
    [
      Portfolio.parse({
        field: 'YT',
        assignments: [
          { person: 'huong', period: { from: '2021-07-01', to: '2023-09-30' }, basis: 'QĐ 1' },
          { person: 'lam', period: { from: '2023-10-01' }, basis: 'QĐ 2' },
        ],
      }),
      Portfolio.parse({
        field: 'CC',
        assignments: [{ person: 'subdirector', period: { from: '2021-07-01' }, basis: 'QĐ 3' }],
      }),
    ].map((one) => [one.field, one]),
  ),
});

export const day = (date: string) => LocalDate.parse(date);
export const on = (date: string) => ({ date: day(date), at: startOfDay(day(date)) });
export const matter = (more: object = {}): SigningMatter =>
  SigningMatter.parse({ issuer: 'UB', competence: 'collective', type: 'official-letter', ...more });
export const as = (person: string, positionId?: string) => ({
  person: PersonId.parse(person),
  position: positionId === undefined ? undefined : PositionId.parse(positionId),
});

/** The printed lines of every capacity that person has. */
export const linesOf = (
  facts: OrganisationFacts,
  person: string,
  at: { matter?: object; date?: string } = {},
): string[][] =>
  signingCapacities(facts, matter(at.matter), as(person), on(at.date ?? '2023-10-20')).map((one) => one.lines);

export const act = (person: string, positionId: string, more: Partial<OrganisationAct> = {}): OrganisationAct => ({
  now: Instant.parse('2023-10-20T01:00:00Z'),
  by: Actor.parse({ person, name: person, position: positionId, title: positionId, unit: 'VP' }),
  ...more,
});
export const byAdmin = act('admin', 'qt');

/** The refusal's code, after checking that its sentences find every fact they name. */
export const codeOf = (result: Result<unknown, Refusal> | Refusal): string => {
  const refusal = 'ok' in result ? (result.ok ? undefined : result.error) : result;
  if (refusal === undefined) return 'allowed';
  const sentences = [words.vi, words.en].map((all) => new Map(Object.entries(all)).get(refusal.code) ?? '…');
  for (const sentence of sentences) expect(fill(sentence, refusal.facts)).not.toContain('…');
  return refusal.code;
};
