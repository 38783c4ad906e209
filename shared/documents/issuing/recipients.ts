import type { LocalDate } from '../../kernel/time.ts';
import { resolveGroup } from '../../organisation/groups.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { unitLabel } from '../../organisation/registry.ts';
import type { Content, Recipient } from '../content.ts';
import type { DispatchLine } from '../records.ts';

type Target = { target: DispatchLine['target']; via?: string };

const targetsOf = (organisation: Organisation, recipient: Recipient, on: LocalDate): Target[] =>
  recipient.targets.flatMap((target): Target[] => {
    if (target.kind === 'outside') {
      return [
        {
          target: {
            kind: 'outside',
            name: target.name,
            ...(target.address === undefined ? {} : { address: target.address }),
          },
        },
      ];
    }
    if (target.kind === 'group') {
      return resolveGroup(organisation, target.group, on).map((unit) =>
        unitTarget(organisation, unit.id, on, target.group),
      );
    }
    return [unitTarget(organisation, target.unit, on)];
  });

const unitTarget = (
  organisation: Organisation,
  id: Parameters<typeof unitLabel>[1],
  on: LocalDate,
  via?: string,
): Target => {
  const unit = organisation.units.find((one) => one.id === id);
  const name = unitLabel(organisation, id, on);
  // A body outside the deployment (Thành ủy) has no registry here: the clerk sends it and records how.
  const target: DispatchLine['target'] =
    unit?.external === true ? { kind: 'outside', name } : { kind: 'unit', unit: id, name };
  return { target, ...(via === undefined ? {} : { via }) };
};

/**
 * Nơi nhận, resolved on the day of issue: groups become the units that exist on that day, each once, with the first (strongest) purpose.
 * Lines are numbered `r01`, `r02` … in printed order.
 */
export const dispatchLines = (organisation: Organisation, content: Content, on: LocalDate): DispatchLine[] => {
  const seen = new Set<string>();
  const lines: DispatchLine[] = [];
  for (const recipient of [...content.addressees, ...content.recipients]) {
    for (const { target, via } of targetsOf(organisation, recipient, on)) {
      const key = target.kind === 'unit' ? `unit:${target.unit}` : `outside:${target.name}`;
      if (seen.has(key)) continue;
      seen.add(key);
      lines.push({
        id: `r${String(lines.length + 1).padStart(2, '0')}`,
        target,
        purpose: recipient.purpose,
        ...(via === undefined ? {} : { via }),
      });
    }
  }
  return lines;
};
