import * as z from 'zod';
import { DossierHead, DossierItem, ListDossiers } from '../../../shared/archive/contract.ts';
import type { UnitId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { agencyOf } from '../../../shared/organisation/directory.ts';
import type { QueryHandler } from '../call.ts';
import type { Asker, ReadPorts } from './caller.ts';
import { visible } from './lists.ts';
import { data, query } from './query.ts';

/** The list of dossiers is for the unit itself and for the registry and archive of its agency. */
const mayList = (asker: Asker, unit: UnitId): boolean => {
  const agency = agencyOf(asker.organisation, unit)?.id ?? unit;
  return [`unit:${unit}`, ...[unit, agency].flatMap((one) => [`registry:${one}`, `archive:${one}`])].some((key) =>
    asker.keys.includes(key),
  );
};

/** Danh mục hồ sơ of a unit and year; without a unit, of all units of the asker. */
const list = (ports: ReadPorts): QueryHandler =>
  query(ports, ListDossiers, async ({ asker, query: { unit, year } }) => {
    const own = asker.organisation.units.filter((one) => asker.keys.includes(`unit:${one.id}`)).map((one) => one.id);
    const units = (unit === undefined ? own : [unit]).filter((one) => mayList(asker, one));
    const of = year ?? Number(asker.today.slice(0, 4));
    const pages = await Promise.all(units.map((one) => ports.views.query({ pk: `dossiers#${one}.${of}`, limit: 200 })));
    return data({ items: pages.flatMap((page) => page.rows.map((row) => DossierHead.parse(row.data))) });
  });

/** Mục lục văn bản trong hồ sơ: the documents in order that the asker may read. */
const one = (ports: ReadPorts): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const pk = `dossier#${params.id}`;
    const head = DossierHead.safeParse(await ports.views.get(pk, 'head'));
    if (!head.success) return refuse('absent', 'kernel.absent');
    const { rows } = await ports.views.query({ pk, begins: 'item#', limit: 200 });
    const items = await visible(
      ports,
      asker,
      rows.map((row) => DossierItem.parse(row.data)),
    );
    // Somebody from elsewhere sees the dossier only through a document in it that is theirs to read.
    if (items.length === 0 && !mayList(asker, head.data.unit)) return refuse('absent', 'kernel.absent');
    return data({ dossier: head.data, items });
  });

export const dossierQueries = (ports: ReadPorts): [string, QueryHandler][] => [
  ['archive.dossiers', list(ports)],
  ['archive.dossier', one(ports)],
];
