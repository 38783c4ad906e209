import { changeLine } from '../../../shared/organisation/organisation-answers.ts';
import { OrganisationChange } from '../../../shared/organisation/organisation-change.ts';
import type { Change } from '../../ports/store.ts';
import { row } from './document-line.ts';
import { loadState } from './load-state.ts';
import type { ProjectorPorts } from './project-document.ts';

export const CHANGES = 'organisation-changes#main';

/** Thay đổi chờ người thứ hai: listed while it waits, gone once it is decided. */
export const projectOrganisationChange = async (ports: ProjectorPorts, change: Change): Promise<void> => {
  const { id } = change.ref;
  const loaded = await loadState(ports.store, change.ref, OrganisationChange);
  if (loaded === undefined) return;
  const { state, version } = loaded;
  await ports.views.apply([
    state.status === 'proposed'
      ? { op: 'put', row: row(CHANGES, id, changeLine(id, state)), version }
      : { op: 'delete', pk: CHANGES, sk: id, version },
  ]);
};
