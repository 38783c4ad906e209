import * as z from 'zod';
import { PositionId, UnitId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { covers, endOfDay, type Instant, type LocalDate } from '../../../shared/kernel/time.ts';
import { positionOf, suspensionAt, unitNameOn, unitOf } from '../../../shared/organisation/directory.ts';
import { resolveGroup } from '../../../shared/organisation/groups.ts';
import { ChangeLine, type HolderLine, OnDate } from '../../../shared/organisation/organisation-answers.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import { Standing } from '../../../shared/organisation/standing.ts';
import type { Unit } from '../../../shared/organisation/unit.ts';
import type { Views } from '../../ports/views.ts';
import type { QueryHandler } from '../call.ts';
import { CHANGES } from '../project/project-organisation-change.ts';
import type { Asker, ReadPorts } from './caller.ts';
import { data, query } from './query.ts';

/** The instant at which a day is looked at: now for today, its last second for any other. */
export const instantOf = (asker: Asker, on: LocalDate): Instant => (on === asker.today ? asker.now : endOfDay(on));

const allRows = async (views: Views, pk: string): Promise<unknown[]> => {
  const rows: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await views.query({ pk, limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    rows.push(...page.rows.map((row) => row.data));
    cursor = page.next;
  } while (cursor !== undefined);
  return rows;
};

const Row = Standing.pick({ person: true, name: true, holdings: true, absences: true, suspensions: true });
const NOTHING_ELSE = { delegationsGiven: [], delegationsReceived: [] };

/** Who held the position on that day, and whether they were there. */
const holdersOn = async (views: Views, position: PositionId, day: { on: LocalDate; at: Instant }) => {
  const { on, at } = day;
  const rows = (await allRows(views, `directory#position:${position}`)).map((row) => Row.parse(row));
  return rows.flatMap((row) => {
    const away = row.absences.find((one) => covers(one.period, on));
    const substitute = away?.substitute;
    return row.holdings
      .filter((held) => held.position === position && covers(held.period, on))
      .map(
        (held): HolderLine => ({
          person: row.person,
          name: row.name,
          holding: held.id,
          manner: held.manner,
          period: held.period,
          absent: away !== undefined,
          suspended: suspensionAt({ ...row, ...NOTHING_ELSE }, at) !== undefined,
          ...(substitute === undefined ? {} : { substitute }),
        }),
      );
  });
};

const lineOf = (asker: Asker, unit: Unit, on: LocalDate) => ({
  id: unit.id,
  kind: unit.kind,
  name: unitLabel(asker.organisation, unit.id, on),
  abbreviation: unitNameOn(asker.organisation, unit.id, on)?.abbreviation ?? unit.id,
  ...(unit.parent === undefined ? {} : { parent: unit.parent }),
  agency: unit.agency,
  external: unit.external,
});

const units = (ports: ReadPorts): QueryHandler =>
  query(ports, OnDate, async ({ asker, query: { on = asker.today } }) => {
    const there = asker.organisation.units.filter((unit) => covers(unit.period, on));
    return data({ on, items: there.map((unit) => lineOf(asker, unit, on)) });
  });

const unit = (ports: ReadPorts): QueryHandler =>
  query(ports, OnDate, async ({ asker, params, query: { on = asker.today } }) => {
    const id = UnitId.safeParse(params.id);
    const found = id.success ? unitOf(asker.organisation, id.data) : undefined;
    if (found === undefined) return refuse('absent', 'organisation.unknown-unit', { facts: { unit: params.id } });
    const day = { on, at: instantOf(asker, on) };
    const there = asker.organisation.positions.filter((one) => one.unit === found.id && covers(one.period, on));
    const positions = await Promise.all(
      there.map(async (position) => ({ position, holders: await holdersOn(ports.views, position.id, day) })),
    );
    return data({ on, unit: found, name: unitLabel(asker.organisation, found.id, on), positions });
  });

const holders = (ports: ReadPorts): QueryHandler =>
  query(ports, OnDate, async ({ asker, params, query: { on = asker.today } }) => {
    const id = PositionId.safeParse(params.id);
    const position = id.success ? positionOf(asker.organisation, id.data) : undefined;
    if (position === undefined)
      return refuse('absent', 'organisation.unknown-position', { facts: { position: params.id } });
    const items = await holdersOn(ports.views, position.id, { on, at: instantOf(asker, on) });
    return data({ on, position, items });
  });

const group = (ports: ReadPorts): QueryHandler =>
  query(ports, OnDate, async ({ asker, params, query: { on = asker.today } }) => {
    const found = asker.organisation.groups.find((one) => one.id === params.id && covers(one.period, on));
    if (found === undefined) return refuse('absent', 'kernel.absent');
    const inside = resolveGroup(asker.organisation, found.id, on);
    return data({ on, group: found, units: inside.map((one) => lineOf(asker, one, on)) });
  });

/** What waits for a second person concerns those who may decide it; others see only what touches themselves. */
const changes = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker }) => {
    const rows = (await allRows(ports.views, CHANGES)).map((row) => ChangeLine.parse(row));
    const decides = asker.standing.holdings.some((held) => {
      const rank = positionOf(asker.organisation, held.position)?.rank;
      return covers(held.period, asker.today) && (rank === 'administrator' || rank === 'head');
    });
    const own = ({ touches, proposedBy }: ChangeLine) =>
      proposedBy.person === asker.caller.person || touches.includes(asker.caller.person);
    return data({ items: rows.filter((row) => decides || own(row)) });
  });

/** Units, positions, groups, proposals: the directory that everybody inside may read. */
export const organisationLists = (ports: ReadPorts): [string, QueryHandler][] => [
  ['organisation.units', units(ports)],
  ['organisation.unit', unit(ports)],
  ['organisation.holders', holders(ports)],
  ['organisation.group', group(ports)],
  ['organisation.changes', changes(ports)],
];
