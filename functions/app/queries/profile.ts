import { covers } from '../../../shared/kernel/time.ts';
import { positionOf } from '../../../shared/organisation/directory.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import type { Caller } from '../call.ts';
import { type Asker, askerOf, type ReadPorts } from './caller.ts';

/** Chức vụ đang giữ: as the person chooses among them (`Acting-As`) and as cell 7a prints them. */
const positionsToday = ({ standing, organisation, today }: Asker) =>
  standing.holdings
    .filter((held) => covers(held.period, today))
    .flatMap(({ position: id, manner }) => {
      const position = positionOf(organisation, id);
      if (position === undefined) return [];
      const { title, printed, unit } = position;
      return [{ position: id, title, printed, manner, unit, unitName: unitLabel(organisation, unit, today) }];
    });

/** What GET /api/me says of the caller: name, and the positions held today. Nothing for somebody whom the organisation does not know. */
export const makeProfile =
  (ports: ReadPorts) =>
  async (caller: Caller): Promise<Record<string, unknown>> => {
    const asker = await askerOf(ports, caller);
    return asker.ok ? { name: asker.value.standing.name, positions: positionsToday(asker.value) } : {};
  };
