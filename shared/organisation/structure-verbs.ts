import { SetHolidays } from './calendar.ts';
import { AddPosition, addPosition } from './structure/add-position.ts';
import { AddUnit, addUnit } from './structure/add-unit.ts';
import { CloseUnit, closeUnit } from './structure/close-unit.ts';
import { DefineSeries, defineSeries } from './structure/define-series.ts';
import { RenameUnit, renameUnit } from './structure/rename-unit.ts';
import { SetField, setField } from './structure/set-field.ts';
import { SetGroup, setGroup } from './structure/set-group.ts';
import { setHolidays } from './structure/set-holidays.ts';
import { SetMatter, setMatter } from './structure/set-matter.ts';
import { SetStandingRule, setStandingRule } from './structure/set-standing-rule.ts';
import { type OrganisationVerb, verb } from './verb.ts';

const DECREE = 'Nghị định 30/2020/NĐ-CP';

/** Verbs about master data: units, positions, catalogues, calendar. */
export const structureVerbs: readonly OrganisationVerb[] = [
  verb({ name: 'add-unit', title: 'Thành lập đơn vị', basis: `Phụ lục I.II.2 ${DECREE}`, command: AddUnit }, addUnit),
  verb(
    { name: 'rename-unit', title: 'Đổi tên đơn vị', basis: `Phụ lục I.II.2 ${DECREE}`, command: RenameUnit },
    renameUnit,
  ),
  verb(
    {
      name: 'close-unit',
      title: 'Sáp nhập, giải thể đơn vị',
      command: CloseUnit,
      seats: (c, organisation) =>
        organisation.positions.filter((position) => position.unit === c.unit).map((position) => position.id),
    },
    closeUnit,
  ),
  verb(
    { name: 'add-position', title: 'Thêm chức vụ', basis: `Phụ lục I.II.7.c ${DECREE}`, command: AddPosition },
    addPosition,
  ),
  verb({ name: 'set-field', title: 'Đặt lĩnh vực', basis: `Điều 13.1 ${DECREE}`, command: SetField }, setField),
  verb(
    { name: 'set-matter', title: 'Đặt nội dung quyết định tập thể', basis: `Điều 13.2 ${DECREE}`, command: SetMatter },
    setMatter,
  ),
  verb(
    { name: 'set-group', title: 'Đặt nhóm nơi nhận', basis: `Phụ lục I.II.9 ${DECREE}`, command: SetGroup },
    setGroup,
  ),
  verb(
    { name: 'define-series', title: 'Quy định dãy số', basis: `Điều 15.1 ${DECREE}`, command: DefineSeries },
    defineSeries,
  ),
  verb(
    {
      name: 'set-standing-rule',
      title: 'Quy định ký thừa lệnh',
      basis: `Điều 13.4 ${DECREE}`,
      command: SetStandingRule,
    },
    setStandingRule,
  ),
  verb(
    {
      name: 'set-holidays',
      title: 'Công bố lịch nghỉ, ngày làm bù',
      basis: 'Điều 112 Bộ luật Lao động 2019',
      command: SetHolidays,
    },
    setHolidays,
  ),
];
