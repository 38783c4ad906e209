import { positionOf } from '../../../shared/organisation/directory.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import type { Change } from '../../ports/store.ts';
import type { ViewRow } from '../../ports/views.ts';
import { row } from './document-line.ts';
import { loadState } from './load-state.ts';
import { replaceRows } from './owned-rows.ts';
import type { ProjectorPorts } from './project-document.ts';

/** The standing goes whole into each row: whether somebody is absent or suspended is asked on the day, not when the row is written. */
const rowsOf = (standing: Standing, organisation: Organisation): ViewRow[] => {
  const { person, name, holdings, absences, suspensions, delegationsReceived, entrusted } = standing;
  const data = { person, name, holdings, absences, suspensions, delegationsReceived, entrusted };
  const units = holdings.flatMap((holding) => positionOf(organisation, holding.position)?.unit ?? []);
  const substitutes = absences.flatMap((absence) => absence.substitute ?? []);
  return [
    row(`person#${person}`, 'standing', data),
    ...[...new Set(holdings.map((holding) => holding.position))].map((id) =>
      row(`directory#position:${id}`, person, data),
    ),
    ...[...new Set(units)].map((unit) => row(`directory#unit:${unit}`, person, data)),
    ...[...new Set(substitutes)].map((substitute) => row('substitutions#main', `${substitute}#${person}`, data)),
  ];
};

/** Danh bạ: who holds which position, who is absent and who receives their work. */
export const projectPerson = async (ports: ProjectorPorts, change: Change): Promise<void> => {
  const loaded = await loadState(ports.store, change.ref, Standing);
  if (loaded === undefined) return;
  const organisation = await ports.loadOrganisation();
  const owner = { stream: `authority/${change.ref.id}`, version: loaded.version };
  await replaceRows(ports.views, owner, rowsOf(loaded.state, organisation));
};

/** Phân công lĩnh vực: one row per field. */
export const projectField = async (ports: ProjectorPorts, change: Change): Promise<void> => {
  const loaded = await loadState(ports.store, change.ref, Portfolio);
  if (loaded === undefined) return;
  const write = { op: 'put' as const, row: row('fields#main', change.ref.id, loaded.state), version: loaded.version };
  await ports.views.apply([write]);
};
