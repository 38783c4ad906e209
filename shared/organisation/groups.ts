import { covers, type LocalDate } from '../kernel/time.ts';
import type { Organisation } from './organisation.ts';
import type { Unit } from './unit.ts';

/**
 * Nhóm nơi nhận: the units that a recipient group means on a date, in the order of the master list. A group is a rule, so the same line
 * (`UBND quận, huyện, thị xã`) names other units before and after a reorganisation. Unknown or expired groups mean nobody.
 */
export const resolveGroup = (organisation: Organisation, groupId: string, on: LocalDate): Unit[] => {
  const group = organisation.groups.find((one) => one.id === groupId && covers(one.period, on));
  if (group === undefined) return [];
  return organisation.units.filter(
    (unit) =>
      group.rule.kinds.includes(unit.kind) &&
      (group.rule.parent === undefined || unit.parent === group.rule.parent) &&
      covers(unit.period, on),
  );
};
