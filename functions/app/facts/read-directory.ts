import * as z from 'zod';
import type { PersonId, PositionId } from '../../../shared/kernel/ids.ts';
import { covers } from '../../../shared/kernel/time.ts';
import {
  Absence,
  Delegation,
  Entrustment,
  Holding,
  Standing,
  Suspension,
} from '../../../shared/organisation/standing.ts';
import type { Views } from '../../ports/views.ts';
import type { ReadDirectory } from './document-facts.ts';

/** A person as the directory view keeps them: whole, because absence and suspension are asked on the day. */
const Row = Standing.pick({ person: true, name: true }).extend({
  holdings: z.array(Holding),
  absences: z.array(Absence),
  suspensions: z.array(Suspension),
  delegationsReceived: z.array(Delegation).default([]),
  entrusted: z.array(Entrustment).default([]),
});
type Row = z.infer<typeof Row>;
const UNIT_LIMIT = 200;

/** Danh bạ from the views: only finds whose turn it is; whether the act is allowed is asked of the person's own stream. */
export const makeReadDirectory =
  (views: Views): ReadDirectory =>
  async ({ units, person }, on) => {
    const [inUnits, substituted] = await Promise.all([
      Promise.all(units.map((unit) => views.query({ pk: `directory#unit:${unit}`, limit: UNIT_LIMIT }))),
      views.query({ pk: 'substitutions#main', begins: `${person}#`, limit: UNIT_LIMIT }),
    ]);
    const people = new Map<PersonId, Row>();
    for (const { rows } of inUnits) for (const { data } of rows) remember(people, data);
    const absent = substituted.rows.map(({ data }) => Row.parse(data));
    const substituteOf = (row: Row) => row.absences.find((one) => covers(one.period, on.date))?.substitute;
    const holdsNow = (row: Row, position?: PositionId) =>
      row.holdings.filter(
        (one) => covers(one.period, on.date) && (position === undefined || one.position === position),
      );
    return {
      holders: (position) =>
        [...people.values()]
          .filter((row) => holdsNow(row, position).length > 0)
          .map((row) => {
            const substitute = substituteOf(row);
            const [held] = holdsNow(row, position);
            return {
              person: row.person,
              name: row.name,
              absent: row.absences.some((one) => covers(one.period, on.date)),
              suspended: row.suspensions.some((one) => one.from <= on.at && (one.to === undefined || on.at < one.to)),
              ...(substitute === undefined ? {} : { substitute }),
              ...(held === undefined ? {} : { manner: held.manner }),
              delegationsReceived: row.delegationsReceived,
              entrusted: row.entrusted,
            };
          }),
      substitutions: (who) =>
        absent
          .filter((row) => substituteOf(row) === who)
          .flatMap((row) => holdsNow(row).map((one) => ({ position: one.position, for: row.person }))),
    };
  };

const remember = (people: Map<PersonId, Row>, data: unknown): void => {
  const row = Row.parse(data);
  people.set(row.person, row);
};
