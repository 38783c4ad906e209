import * as z from 'zod';
import { UnitId } from '../../kernel/ids.ts';
import { covers } from '../../kernel/time.ts';
import { unitOf } from '../directory.ts';
import type { OrganisationFacts } from '../organisation.ts';
import {
  administratorOnly,
  type Decided,
  decide,
  no,
  type OrganisationAct,
  reversed,
  stamp,
} from '../organisation-act.ts';
import { ORGANISATION } from '../organisation-events.ts';
import { UnitName } from '../unit.ts';

export const RenameUnit = z.object({ unit: UnitId, name: UnitName });
export type RenameUnit = z.infer<typeof RenameUnit>;

/** Đổi tên đơn vị from a date: documents before it keep the old name, symbol and printed lines (Phụ lục I.II.2). */
export const renameUnit = (facts: OrganisationFacts, command: RenameUnit, act: OrganisationAct): Decided => {
  const unit = unitOf(facts.organisation, command.unit);
  const latest = unit?.names.at(-1)?.period.from;
  return decide(
    [
      administratorOnly(facts, act),
      unit === undefined ? no('absent', 'organisation.unknown-unit', { facts: { unit: command.unit } }) : undefined,
      unit !== undefined && !covers(unit.period, command.name.period.from)
        ? no('unmet', 'organisation.unit-closed', { facts: { title: unit.id, from: command.name.period.from } })
        : undefined,
      // A name before the latest one would rewrite what issued documents carry.
      latest !== undefined && command.name.period.from <= latest
        ? no('conflict', 'organisation.period-reversed', { facts: { from: latest, to: command.name.period.from } })
        : undefined,
      reversed(command.name.period),
    ],
    () => [{ ref: ORGANISATION, events: [{ type: 'UnitRenamed' as const, ...stamp(act), ...command }] }],
  );
};
