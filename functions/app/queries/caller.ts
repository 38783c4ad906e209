import type * as z from 'zod';
import {
  callerKeys,
  draftKeysOfDocument,
  mayRead,
  readerKeysOfDocument,
} from '../../../shared/documents/access/rights.ts';
import { Document } from '../../../shared/documents/document.ts';
import { DocumentId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { type Instant, type LocalDate, officeDate } from '../../../shared/kernel/time.ts';
import type { Organisation } from '../../../shared/organisation/organisation.ts';
import { Portfolio, Standing } from '../../../shared/organisation/standing.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Files } from '../../ports/files.ts';
import type { SearchIndex } from '../../ports/search.ts';
import type { Store } from '../../ports/store.ts';
import type { ViewRow, Views } from '../../ports/views.ts';
import type { Caller } from '../call.ts';
import { makeReadContent, type ReadContent } from '../project/content.ts';
import { handedKeys } from '../project/handed-on.ts';
import { loadDocument, loadState, makeLoadOrganisation } from '../project/load-state.ts';

export type ReadPorts = {
  store: Store;
  views: Views;
  search: SearchIndex;
  files: Files;
  clock: Clock;
  readContent: ReadContent;
  loadOrganisation: () => Promise<Organisation>;
};
export const makeReadPorts = (o: Omit<ReadPorts, 'readContent' | 'loadOrganisation'>): ReadPorts => ({
  ...o,
  readContent: makeReadContent(o.files),
  loadOrganisation: makeLoadOrganisation(o.store),
});

/** Who asks, with what they hold today. */
export type Asker = {
  caller: Caller;
  standing: Standing;
  organisation: Organisation;
  keys: readonly string[];
  now: Instant;
  today: LocalDate;
};

/** All rows of one bounded list. */
const allRows = async (views: Views, q: { pk: string; begins?: string }): Promise<ViewRow[]> =>
  (await views.query({ ...q, limit: 200 })).rows;

const loadAll = async <T>(store: Store, aggregate: string, o: { ids: readonly string[]; schema: z.ZodType<T> }) =>
  o.ids.length === 0
    ? []
    : (await store.load(o.ids.map((id) => ({ aggregate, id })))).streams
        .filter((stream) => stream.version > 0)
        .map((stream) => o.schema.parse(stream.state));

/** The asker with the keys of today; somebody without a standing is known to nobody and opens nothing. */
export const askerOf = async (ports: ReadPorts, caller: Caller): Promise<Result<Asker, Refusal>> => {
  const { store, views, clock } = ports;
  const own = await loadState(store, { aggregate: 'authority', id: caller.person }, Standing);
  if (own === undefined)
    return refuse('forbidden', 'organisation.unknown-person', { facts: { person: caller.person } });
  const organisation = await ports.loadOrganisation();
  const absent = (await allRows(views, { pk: 'substitutions#main', begins: `${caller.person}#` })).map((row) =>
    row.sk.slice(caller.person.length + 1),
  );
  // The views only say whom to look up; whether they are absent today is read from their own streams.
  const substituted = await loadAll(store, 'authority', { ids: absent, schema: Standing });
  const portfolios = await loadAll(store, 'field', {
    ids: organisation.fields.map((field) => field.code),
    schema: Portfolio,
  });
  const now = clock.now();
  const today = officeDate(now);
  const keys = callerKeys({ standing: own.state, substituted, organisation, portfolios, on: today });
  return ok({ caller, standing: own.state, organisation, keys, now, today });
};

/** The document, if the asker may read it now. No such document and not yours to read are one answer (architecture §7). */
export const readable = async (
  ports: ReadPorts,
  asker: Asker,
  id: string | undefined,
): Promise<Result<Readable, Refusal>> => {
  const parsed = DocumentId.safeParse(id);
  const loaded = parsed.success ? await loadDocument(ports.store, parsed.data) : undefined;
  if (!parsed.success || loaded === undefined) return refuse('absent', 'kernel.absent');
  const { state: document, version } = loaded;
  if (!(await opens(ports, asker, document))) return refuse('absent', 'kernel.absent');
  const inside = mayRead(draftKeysOfDocument(document, asker.organisation), asker.keys);
  return ok({ document, version, inside });
};
/** `inside`: may also read how it was made: drafts, returns, opinions, working files. */
export type Readable = { document: Document; version: number; inside: boolean };

const opens = async (ports: ReadPorts, asker: Asker, document: Document): Promise<boolean> =>
  mayRead(readerKeysOfDocument(document, asker.organisation), asker.keys) ||
  (document.status === 'issued' && mayRead(await handedKeys(ports.views, document.id), asker.keys));

const RECORDS = 50;
/** Which of these the asker may read, by the records themselves: an index that lags behind shows nothing it should not. */
export const readableAmong = async (
  ports: ReadPorts,
  asker: Asker,
  ids: readonly string[],
): Promise<Map<string, Document>> => {
  const wanted = [...new Set(ids)];
  const found = new Map<string, Document>();
  for (let from = 0; from < wanted.length; from += RECORDS) {
    const documents = await loadAll(ports.store, 'document', {
      ids: wanted.slice(from, from + RECORDS),
      schema: Document,
    });
    for (const document of documents) if (await opens(ports, asker, document)) found.set(document.id, document);
  }
  return found;
};
