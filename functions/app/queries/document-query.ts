import * as z from 'zod';
import type { Content } from '../../../shared/documents/content.ts';
import type { Document } from '../../../shared/documents/document.ts';
import { LastSeen } from '../../../shared/documents/lines.ts';
import { type AllowedAction, DiffQuery } from '../../../shared/documents/query-answers.ts';
import type { PersonId } from '../../../shared/kernel/ids.ts';
import { refuse } from '../../../shared/kernel/refusal.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { documentType } from '../../../shared/organisation/document-type.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import type { Caller, QueryHandler } from '../call.ts';
import { type Asker, type Readable, type ReadPorts, readable, readableAmong } from './caller.ts';
import { data, query } from './query.ts';

export type ReadWhat = 'content' | 'file' | 'attachment';
export type DocumentQueryDependencies = {
  ports: ReadPorts;
  /** Which acts the caller may do on this document now, with the reason why not. */
  allowedActions: (caller: Caller, document: Document) => Promise<AllowedAction[]>;
  /** Appends a `DocumentRead` to the stream `reading/{document}.{person}`. */
  recordRead: (caller: Caller, document: Document, what: ReadWhat) => Promise<void>;
  diffContent: (before: Content, after: Content) => unknown;
};

const lastSeenOf = async (ports: ReadPorts, asker: Asker, document: Document) => {
  const seen = LastSeen.safeParse(await ports.views.get(`last-seen#${asker.caller.person}`, document.id));
  return seen.success ? seen.data : undefined;
};

/** What recipients and the archive see of an issued document: the text as signed, not how it was made. */
const asIssued = (document: Document): Document => {
  const { lock: _lock, ...rest } = document;
  return {
    ...rest,
    versions: document.versions.slice(-1),
    attachments: document.attachments.filter((file) => file.role !== 'working'),
    consultations: [],
    checks: [],
    returns: [],
    grants: [],
  };
};

/** An ended soft lock is not shown; which documents changed this one is said only to those who may read them too. */
const shown = async (ports: ReadPorts, asker: Asker, { document, inside }: Readable): Promise<Document> => {
  const own = inside ? document : asIssued(document);
  if (own.status === 'issued') {
    const open = await readableAmong(
      ports,
      asker,
      own.affectedBy.map((one) => one.document),
    );
    return { ...own, affectedBy: own.affectedBy.filter((one) => open.has(one.document)) };
  }
  if (own.lock === undefined || own.lock.until > asker.now) return own;
  const { lock: _ended, ...rest } = own;
  return rest;
};

const Named = z.object({ name: z.string() });
/** A screen shows people, not ids. */
const namesOf = async (ports: ReadPorts, people: readonly PersonId[]): Promise<Record<string, string>> => {
  const once = [...new Set(people)];
  const rows = await Promise.all(once.map((person) => ports.views.get(`person#${person}`, 'standing')));
  return Object.fromEntries(
    once.flatMap((person, index) => {
      const found = Named.safeParse(rows[index]);
      return found.success ? [[person, found.data.name]] : [];
    }),
  );
};

const get = ({ ports, allowedActions }: DocumentQueryDependencies): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document, version } = found.value;
    const seen = await lastSeenOf(ports, asker, document);
    const { issuer, draftingUnit, type } = document.heading;
    const answer = {
      document: await shown(ports, asker, found.value),
      issuerName: unitLabel(asker.organisation, issuer, asker.today),
      unitName: unitLabel(asker.organisation, draftingUnit, asker.today),
      typeName: documentType(type).name,
      names: await namesOf(ports, [...document.drafters, ...document.participants]),
      allowedActions: await allowedActions(asker.caller, document),
      ...(seen === undefined
        ? {}
        : { lastSeen: { version: seen.version, at: seen.at, changed: seen.contentHash !== document.contentHash } }),
    };
    return ok({ data: answer, version });
  });

/** Earlier versions are drafts: only for those inside. */
const versionsOf = ({ document, inside }: Readable) => (inside ? document.versions : document.versions.slice(-1));
const versionOf = (found: Readable, version: number) => versionsOf(found).findLast((one) => one.version === version);

const content = ({ ports, recordRead }: DocumentQueryDependencies): QueryHandler => {
  const schema = z.object({ version: z.coerce.number().int().positive().optional() });
  return query(ports, schema, async ({ asker, params, query: asked }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document, version } = found.value;
    const wanted = versionOf(found.value, asked.version ?? document.version);
    const text = wanted === undefined ? undefined : await ports.readContent(document.id, wanted.contentHash);
    if (wanted === undefined || text === undefined) return refuse('absent', 'document.unknown-version');
    if (wanted.version === document.version) await recordRead(asker.caller, document, 'content');
    return ok({ data: { version: wanted.version, contentHash: wanted.contentHash, content: text }, version });
  });
};

const versions = ({ ports }: DocumentQueryDependencies): QueryHandler =>
  query(ports, z.object({}), async ({ asker, params }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const Person = z.object({ name: z.string() });
    const people = [...new Set(versionsOf(found.value).map((one) => one.by))];
    const names = new Map<string, string>();
    for (const person of people) {
      const known = Person.safeParse(await ports.views.get(`person#${person}`, 'standing'));
      names.set(person, known.success ? known.data.name : person);
    }
    const items = versionsOf(found.value).map((one) => ({ ...one, name: names.get(one.by) ?? one.by }));
    return data({ items: items.toReversed() });
  });

const diff = ({ ports, diffContent }: DocumentQueryDependencies): QueryHandler =>
  query(ports, DiffQuery, async ({ asker, params, query: asked }) => {
    const found = await readable(ports, asker, params.id);
    if (!found.ok) return found;
    const { document } = found.value;
    // Without a choice: what has changed since the asker last looked; for a first look, since the version before.
    const seen = asked.from ?? (await lastSeenOf(ports, asker, document))?.version ?? Math.max(1, document.version - 1);
    const from = versionOf(found.value, seen);
    const to = versionOf(found.value, asked.to ?? document.version);
    if (from === undefined || to === undefined) return refuse('absent', 'document.unknown-version');
    const before = await ports.readContent(document.id, from.contentHash);
    const after = await ports.readContent(document.id, to.contentHash);
    if (before === undefined || after === undefined) return refuse('absent', 'document.unknown-version');
    return data({ from: from.version, to: to.version, diff: diffContent(before, after) });
  });

export const documentQueriesOf = (d: DocumentQueryDependencies): [string, QueryHandler][] => [
  ['documents.get', get(d)],
  ['documents.content', content(d)],
  ['documents.versions', versions(d)],
  ['documents.diff', diff(d)],
];
