import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { importOrganisation } from '../../functions/app/import-organisation.ts';
import { unpacksWithin } from '../../functions/app/workbook-size.ts';
import { demoWorld } from '../../functions/entry/seed/demo-world.ts';
import { LocalDate, officeDate, startOfDay } from '../../shared/kernel/time.ts';
import { signingCapacities } from '../../shared/organisation/authority.ts';
import { holdersOfRank } from '../../shared/organisation/directory.ts';
import { resolveGroup } from '../../shared/organisation/groups.ts';
import { organisationAggregate } from '../../shared/organisation/organisation-events.ts';
import { portfolioAggregate, standingAggregate } from '../../shared/organisation/standing-events.ts';

const day = (date: string) => LocalDate.parse(date);
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const unit = {
  id: 'SNV',
  kind: 'department',
  name: 'Sở Nội vụ',
  printed: ['SỞ NỘI VỤ'],
  abbreviation: 'SNV',
  agency: true,
  regime: 'head',
  validFrom: '2016-01-01',
};
const post = {
  id: 'SNV.gd',
  unit: 'SNV',
  title: 'Giám đốc',
  printed: 'GIÁM ĐỐC',
  rank: 'head',
  validFrom: '2016-01-01',
};

const workbook = async (sheets: Record<string, (string | Date)[][]>): Promise<Uint8Array> => {
  const book = new ExcelJS.Workbook();
  for (const [title, rows] of Object.entries(sheets)) book.addWorksheet(title).addRows(rows);
  return new Uint8Array(await book.xlsx.writeBuffer());
};
const UNIT_HEAD = [
  'Mã đơn vị',
  'Loại đơn vị',
  'Tên đầy đủ',
  'Tên in trên văn bản',
  'Chữ viết tắt',
  'Có con dấu',
  'Chế độ',
  'Từ ngày',
];

describe('import of an organisation', () => {
  it('leaves out a bad row, says where and why in Vietnamese, and keeps the rest', async () => {
    const file = {
      units: [unit, { ...unit, id: 'STC', regime: 'vua' }],
      positions: [post, { ...post, id: 'STC.gd', unit: 'STC' }],
      people: [
        { id: 'p1', name: 'Trịnh Xuân Phúc' },
        { id: 'p1', name: 'Trùng mã' },
      ],
      holdings: [
        { id: 'h1', person: 'p1', position: 'SNV.gd', validFrom: '2021-07-01' },
        { id: 'h2', person: 'p1', position: 'STC.gd', validFrom: '2021-07-01', validTo: '2021-01-01' },
      ],
    };
    const made = await importOrganisation(json(file), 'json');
    expect(made.organisation.units.map((one) => one.id)).toEqual(['SNV']);
    expect(made.standings).toMatchObject([{ person: 'p1', name: 'Trịnh Xuân Phúc', holdings: [{ id: 'h1' }] }]);
    expect(made.refused).toEqual([
      { sheet: 'units', row: 2, column: 'regime', reason: 'phải là một trong: collective, head' },
      { sheet: 'people', row: 2, column: 'id', reason: 'mã p1 đã có ở dòng trên' },
      { sheet: 'holdings', row: 2, column: 'validTo', reason: 'ngày hết hiệu lực trước ngày bắt đầu' },
      { sheet: 'positions', row: 2, column: 'unit', reason: 'không có mã STC trong danh sách units' },
    ]);
  });
  it('refuses a second leader of one field on one day', async () => {
    const lead = { field: 'YT', person: 'p1', basis: 'QĐ 1', validFrom: '2021-07-01' };
    const file = {
      people: [{ id: 'p1', name: 'Trần Minh Lâm' }],
      fields: [{ code: 'YT', name: 'Y tế', validFrom: '2021-01-01' }],
      fieldAssignments: [
        { ...lead, validTo: '2023-09-30' },
        { ...lead, validFrom: '2023-09-30' },
      ],
    };
    const made = await importOrganisation(json(file), 'json');
    expect(made.portfolios[0]?.assignments).toHaveLength(1);
    expect(made.refused.map((one) => one.row)).toEqual([2]);
  });
  it('reads a workbook with Vietnamese sheets, dates as text or as date cells', async () => {
    const bytes = await workbook({
      'Ghi chú': [['Sổ này do Văn phòng lập']],
      'Đơn vị': [
        UNIT_HEAD,
        ['SNV', 'department', 'Sở Nội vụ', 'SỞ NỘI VỤ', 'SNV', 'có', 'head', '01/01/2016'],
        [
          'UB',
          'provincial-committee',
          'Ủy ban nhân dân',
          'ỦY BAN NHÂN DÂN; THÀNH PHỐ HÀ NỘI',
          'UBND',
          'x',
          'collective',
          new Date('2016-01-01T00:00:00Z'),
        ],
        ['XX', 'so', 'Sở không rõ', 'SỞ', 'X', 'có', 'head', '2016-01-01'],
      ],
      Người: [
        ['Mã người', 'Họ và tên'],
        ['p1', 'Trịnh Xuân Phúc'],
      ],
    });
    const made = await importOrganisation(bytes, 'xlsx');
    expect(made.organisation.units.map((one) => [one.id, one.period.from, one.names[0]?.printed])).toEqual([
      ['SNV', '2016-01-01', ['SỞ NỘI VỤ']],
      ['UB', '2016-01-01', ['ỦY BAN NHÂN DÂN', 'THÀNH PHỐ HÀ NỘI']],
    ]);
    expect(made.standings).toHaveLength(1);
    expect(made.refused).toMatchObject([{ sheet: 'Đơn vị', row: 4, column: 'Loại đơn vị' }]);
  });
  it('refuses a small workbook that unpacks to a huge one', async () => {
    const row = ['p1', 'Trịnh Xuân Phúc'.repeat(4)];
    const bytes = await workbook({ Người: [['Mã người', 'Họ và tên'], ...new Array(5).fill(row)] });
    expect([unpacksWithin(bytes, 64_000_000), unpacksWithin(bytes, 2_000)]).toEqual([true, false]);
    const declared = bytes.slice();
    const entry = Buffer.from(declared.buffer).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    new DataView(declared.buffer).setUint32(entry + 24, 1, true); // says that it unpacks to one byte
    expect(unpacksWithin(declared, 2_000)).toBe(false);
    expect(unpacksWithin(bytes.slice(0, bytes.length - 30), 64_000_000)).toBe(false);
  });
  it('refuses what is no such file, or far too large, without falling over', async () => {
    const reason = async (bytes: Uint8Array, kind: 'json' | 'xlsx') =>
      (await importOrganisation(bytes, kind)).refused[0]?.reason;
    expect(await reason(new TextEncoder().encode('{'), 'json')).toContain('không phải JSON');
    expect(await reason(json([1, 2]), 'json')).toContain('không phải JSON');
    expect(await reason(json({}), 'xlsx')).toContain('không phải sổ tính');
    expect(await reason(new Uint8Array(8_000_001), 'xlsx')).toContain('lớn hơn');
    expect(await reason(json({ people: new Array(50_001).fill({}) }), 'json')).toContain('nhiều hơn');
    expect((await importOrganisation(json({ people: 'xx' }), 'json')).refused).toHaveLength(1);
  });
});

describe('the demo authority', () => {
  const world = demoWorld();
  const facts = {
    organisation: world.organisation,
    standings: new Map(world.standings.map((one) => [one.person, one])),
    portfolios: new Map(world.portfolios.map((one) => [one.field, one])),
  };
  it('is what its streams can hold', () => {
    expect(organisationAggregate.state.parse(world.organisation)).toEqual(world.organisation);
    for (const one of world.standings) expect(standingAggregate.state.parse(one)).toEqual(one);
    for (const one of world.portfolios) expect(portfolioAggregate.state.parse(one)).toEqual(one);
  });
  it('sends to thirty districts on the day of the letter and to none after they closed', () => {
    const on = (date: string) => resolveGroup(world.organisation, '@UBND_QUAN_HUYEN_THI_XA', day(date)).length;
    expect([on('2023-09-18'), on('2025-07-02')]).toEqual([30, 0]);
  });
  it('has a head and a clerk in every agency and two administrators', () => {
    const holders = (units: readonly string[], ranks: Parameters<typeof holdersOfRank>[2]['ranks']) =>
      holdersOfRank(world.organisation, world.standings, {
        units: world.organisation.units.map((one) => one.id).filter((id) => units.includes(id)),
        ranks,
        on: world.asOf,
      });
    const agencies = world.organisation.units.filter((one) => one.agency && !one.external && one.id !== 'UBND-HN');
    expect(agencies.length).toBeGreaterThan(50);
    for (const one of agencies) {
      expect(holders([one.id], ['head']), one.id).toHaveLength(1);
      expect(holders([one.id], ['clerk']), one.id).toHaveLength(1);
    }
    expect(holders(['VP-HCTC'], ['administrator'])).toHaveLength(2);
  });
  it('can sign the letter it was made for, and everybody can log in', () => {
    const letter = world.documents.find((one) => one.kind === 'outgoing');
    const on = { date: letter?.date ?? world.asOf, at: startOfDay(letter?.date ?? world.asOf) };
    expect(officeDate(on.at)).toBe('2023-09-18');
    const capacities =
      letter?.kind === 'outgoing' ? signingCapacities(facts, letter, { person: letter.roles.signer }, on) : [];
    expect(capacities.map((one) => one.lines)).toEqual([['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']]);
    expect(new Set(world.loginNames.map((one) => one.person)).size).toBe(world.standings.length);
  });
});
