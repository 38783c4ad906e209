import type { Files } from '../../ports/files.ts';
import type { SearchIndex } from '../../ports/search.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { makeReadContent } from './content.ts';
import { makeLoadOrganisation } from './load-state.ts';
import { projectDelivery } from './project-delivery.ts';
import { type ProjectorPorts, projectDocument } from './project-document.ts';
import { projectField, projectPerson } from './project-people.ts';
import { projectOpinion, projectReading } from './project-reading.ts';
import { projectDossier, projectRegister } from './project-register.ts';

export type Projector = { name: string; handle: (change: Change) => Promise<void> };

/**
 * From the change feed to views and search index. Every change is projected from the state the stream has now and written with its version, so
 * one that comes twice, late or during a rebuild does no harm.
 */
export const makeProjector = (o: { store: Store; views: Views; search: SearchIndex; files: Files }): Projector => {
  const { store, views, search } = o;
  const ports: ProjectorPorts = {
    store,
    views,
    search,
    readContent: makeReadContent(o.files),
    loadOrganisation: makeLoadOrganisation(store),
  };
  const byAggregate = new Map<string, (change: Change) => Promise<void>>([
    ['document', (change) => projectDocument(ports, change)],
    ['delivery', (change) => projectDelivery(ports, change)],
    ['register', (change) => projectRegister(views, change)],
    ['dossier', (change) => projectDossier(views, change)],
    ['reading', (change) => projectReading(views, change)],
    ['opinion', (change) => projectOpinion(views, change)],
    ['authority', (change) => projectPerson(ports, change)],
    ['field', (change) => projectField(ports, change)],
  ]);
  return { name: 'project', handle: async (change) => byAggregate.get(change.ref.aggregate)?.(change) };
};

/** Forgets every view and index record and makes them anew from the whole history. */
export const rebuild = async (o: {
  store: Store;
  views: Views;
  search: SearchIndex;
  projector: Projector;
}): Promise<number> => {
  await o.views.clear();
  await o.search.clear();
  let count = 0;
  let cursor: string | undefined;
  for (;;) {
    const changes = await o.store.changes(cursor, 500);
    for (const change of changes) await o.projector.handle(change);
    count += changes.length;
    const last = changes.at(-1);
    if (last === undefined) break;
    cursor = last.cursor;
  }
  if (cursor !== undefined) await o.views.saveCheckpoint(o.projector.name, cursor);
  await o.search.refresh();
  return count;
};
