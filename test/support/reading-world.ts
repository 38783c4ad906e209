import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fsFiles } from '../../functions/adapters/fs/files.ts';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { sqliteStore } from '../../functions/adapters/sqlite/store.ts';
import { sqliteViews } from '../../functions/adapters/sqlite/views.ts';
import { makeProjector } from '../../functions/app/project/projector.ts';
import { makeRelay } from '../../functions/app/project/relay.ts';
import type { ChangeHandler, RelayFailure } from '../../functions/app/project/relay-lane.ts';
import { makeReadPorts } from '../../functions/app/queries/caller.ts';
import { previewQuery } from '../../functions/app/queries/preview.ts';
import { makeQueries } from '../../functions/app/queries/queries.ts';
import { makePaper } from '../../functions/paper/paper.ts';
import { opinionAggregate } from '../../shared/documents/consultation/opinion.ts';
import type { DocumentEvent } from '../../shared/documents/events.ts';
import { documentAggregate } from '../../shared/documents/evolve.ts';
import { deliveryAggregate } from '../../shared/documents/issuing/delivery.ts';
import { dossierAggregate } from '../../shared/documents/issuing/dossier.ts';
import { registerAggregate } from '../../shared/documents/issuing/register.ts';
import { type Aggregate, type DomainEvent, fold } from '../../shared/kernel/aggregate.ts';
import { canonicalJson, hashOf, sealEvents } from '../../shared/kernel/event-record.ts';
import { CommandId, PersonId } from '../../shared/kernel/ids.ts';
import { Instant } from '../../shared/kernel/time.ts';
import type { Standing } from '../../shared/organisation/standing.ts';
import { contentOf, firstContentOf } from './reading-content.ts';
import { type DocumentPlan, documentId, eventsOf } from './reading-document.ts';
import { actor, readingOrganisation, readingStandings } from './reading-organisation.ts';

export const NOW = Instant.parse('2023-10-20T03:00:00.000Z');
const recorded = { type: 'Recorded', at: NOW, by: actor('qt') };

/** A whole read side on the embedded adapters, in a directory of its own. */
export const readingWorld = async (o: { handlers?: ChangeHandler[] } = {}) => {
  const directory = mkdtempSync(join(tmpdir(), 'vanthu-read-'));
  const clock = { now: () => NOW };
  const store = sqliteStore({ file: join(directory, 'store.db'), ...clock });
  const views = sqliteViews({ file: join(directory, 'views.db'), ...clock });
  const search = ftsSearch({ file: join(directory, 'search.db') });
  const files = fsFiles({ directory: join(directory, 'files'), secret: new Uint8Array(32).fill(7), ...clock });
  const projector = makeProjector({ store, views, search, files });
  const failures: RelayFailure[] = [];
  const relay = makeRelay({
    store,
    views,
    handlers: [projector, ...(o.handlers ?? [])],
    holder: 'test',
    report: (failure) => failures.push(failure),
  });
  let commands = 0;
  const commit = async (
    aggregate: string,
    id: string,
    put: { state: unknown; events: readonly { type: string }[] },
  ) => {
    const ref = { aggregate, id };
    const [loaded] = (await store.load([ref])).streams;
    if (loaded === undefined) throw new Error('a stream that is asked for is answered');
    const events = sealEvents(ref, loaded, 1, put.events);
    commands += 1;
    const done = await store.commit({
      streams: [{ ref, expected: loaded.version, state: put.state, events }],
      guards: [],
      command: {
        id: CommandId.parse(`test:${commands}`),
        actor: PersonId.parse('p-vt'),
        bodyHash: hashOf(String(commands)),
        answer: null,
      },
    });
    if (!done.ok) throw new Error(done.error);
  };
  /** Events as the rules would store them: the state is folded from them. */
  const append = async <S, E extends DomainEvent>(aggregate: Aggregate<S, E>, id: string, events: readonly E[]) => {
    const [loaded] = (await store.load([{ aggregate: aggregate.name, id }])).streams;
    const before = loaded === undefined || loaded.version === 0 ? null : aggregate.state.parse(loaded.state);
    await commit(aggregate.name, id, { state: fold(aggregate, before, events), events });
  };
  const setStanding = (standing: Standing) =>
    commit('authority', standing.person, { state: standing, events: [recorded] });
  await commit('organisation', 'main', { state: readingOrganisation, events: [recorded] });
  for (const standing of readingStandings) await setStanding(standing);

  const reads: { person: string; document: string; what: string }[] = [];
  const ports = makeReadPorts({ store, views, search, files, clock });
  const queries = makeQueries({
    ports,
    allowedActions: async () => [],
    recordRead: async (caller, document, what) => {
      reads.push({ person: caller.person, document: document.id, what });
    },
    diffContent: (before, after) => [before.subject, after.subject],
  });
  const preview = previewQuery({ ports, paper: makePaper(), publicUrl: 'http://127.0.0.1:8080', demo: true });
  const ask = async (position: string, name: string, q: { params?: Record<string, string>; query?: unknown } = {}) => {
    const handler = name === 'documents.preview' ? preview : queries.get(name);
    if (handler === undefined) throw new Error(`no query ${name}`);
    const caller = { person: PersonId.parse(`p-${position}`), authenticatedAt: NOW };
    return handler({ caller, params: q.params ?? {}, query: q.query ?? {} });
  };
  return {
    store,
    views,
    search,
    projector,
    relay,
    failures,
    ports,
    reads,
    setStanding,
    ask,
    /** The data of an answer that must be given. */
    answer: async (position: string, name: string, q: { params?: Record<string, string>; query?: unknown } = {}) => {
      const answered = await ask(position, name, q);
      if (!answered.ok) throw new Error(`${name} for ${position}: ${answered.error.code}`);
      return answered.value.data;
    },
    put: async (plan: DocumentPlan) => {
      for (const content of [firstContentOf(plan), contentOf(plan)])
        await files.put(
          'content',
          documentId(plan.n),
          new TextEncoder().encode(canonicalJson(content)),
          'application/json',
        );
      await append(documentAggregate, documentId(plan.n), eventsOf(plan));
    },
    add: (n: number, events: DocumentEvent[]) => append(documentAggregate, documentId(n), events),
    commit,
    append,
    aggregates: { opinionAggregate, deliveryAggregate, dossierAggregate, registerAggregate },
    drain: async () => {
      await relay.drain();
      await search.refresh();
    },
    close: async () => {
      await search.close();
      await views.close();
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
export type ReadingWorld = Awaited<ReturnType<typeof readingWorld>>;
