import type { Files } from '../../ports/files.ts';
import type { SearchIndex } from '../../ports/search.ts';
import type { Change, Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { makeReadContent } from './content.ts';
import { makeLoadOrganisation } from './load-state.ts';
import { projectDelivery } from './project-delivery.ts';
import { type ProjectorPorts, projectDocument } from './project-document.ts';
import { projectOrganisationChange } from './project-organisation-change.ts';
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
    ['organisation-change', (change) => projectOrganisationChange(ports, change)],
  ]);
  return { name: 'project', handle: async (change) => byAggregate.get(change.ref.aggregate)?.(change) };
};
