import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { importOrganisation } from '../../../functions/app/import-organisation.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { SetEmail, setEmail } from '../../../shared/organisation/people/set-email.ts';
import { standingAggregate } from '../../../shared/organisation/standing-events.ts';
import { act, byAdmin, codeOf, factsOf, standing } from './city.ts';

const command = (email?: string, person = 'officer') => SetEmail.parse({ person, email });
const officer = standing('officer', 'Đặng Văn Tú');
const standingWith = (email: string | undefined, before = officer) => {
  const decided = setEmail(factsOf(), command(email), byAdmin);
  const events = decided.ok
    ? decided.value.flatMap(({ events }) => events.map((one) => standingAggregate.event.parse(one)))
    : [];
  return fold(standingAggregate, before, events);
};

describe('the work e-mail of a person', () => {
  it('is set and taken away again by an administrator, their own too: it is no authority', () => {
    const known = standingWith('Tu.DV@HaNoi.gov.vn');
    expect(known).toEqual({ ...officer, email: 'Tu.DV@hanoi.gov.vn' });
    expect(standingWith(undefined, known ?? officer)).toEqual(officer);
    expect(codeOf(setEmail(factsOf(), command('a@b.vn', 'admin'), byAdmin))).toBe('allowed');
  });
  it('is set by nobody else, and for nobody unknown', () => {
    expect(codeOf(setEmail(factsOf(), command('a@b.vn'), act('officer', 'cv')))).toBe('organisation.not-permitted');
    expect(codeOf(setEmail(factsOf(), command('a@b.vn', 'nobody'), byAdmin))).toBe('organisation.unknown-person');
  });
  it.each(['tú@hanoi.gov.vn', 'tu@', 'tu@hanoi', 'a@b.vn\r\nBcc: c@d.vn', `${'a'.repeat(250)}@b.vn`])(
    'is refused as %j',
    (email) => {
      expect(SetEmail.safeParse({ person: 'officer', email }).success).toBe(false);
    },
  );
  it('comes with an import, and a wrong one leaves out its row', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('Người').addRows([
      ['Mã người', 'Họ và tên', 'Thư điện tử công vụ'],
      ['p1', 'Trịnh Xuân Phúc', 'phuc@HANOI.gov.vn'],
      ['p2', 'Dương Thị Quỳnh', ''],
      ['p3', 'Chu Đình Hòa', 'hoa'],
    ]);
    const made = await importOrganisation(new Uint8Array(await book.xlsx.writeBuffer()), 'xlsx');
    expect(made.standings.map((one) => [one.person, one.email])).toEqual([
      ['p1', 'phuc@hanoi.gov.vn'],
      ['p2', undefined],
    ]);
    expect(made.refused).toEqual([
      {
        sheet: 'Người',
        row: 4,
        column: 'Thư điện tử công vụ',
        reason: 'không phải địa chỉ thư điện tử hợp lệ',
      },
    ]);
  });
});
