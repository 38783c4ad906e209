import type { QueryHandler } from '../call.ts';
import { searchQueries } from './archive-search.ts';
import { fileQueries } from './document-files.ts';
import { historyQueries } from './document-history.ts';
import { type DocumentQueryDependencies, documentQueriesOf } from './document-query.ts';
import { dossierQueries } from './dossiers.ts';
import { registerQuery } from './register-list.ts';
import { relationsQuery } from './relations.ts';
import { workListQueries } from './work-lists.ts';

/** Every query about documents and the archive, by contract name. */
export const makeQueries = (d: DocumentQueryDependencies): ReadonlyMap<string, QueryHandler> =>
  new Map([
    ...workListQueries(d.ports),
    ...documentQueriesOf(d),
    ...fileQueries(d),
    ...historyQueries(d.ports),
    ['documents.register', registerQuery(d.ports)],
    ...searchQueries(d.ports),
    ['archive.relations', relationsQuery(d.ports)],
    ...dossierQueries(d.ports),
  ]);
