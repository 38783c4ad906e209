import type { Document } from '../../../shared/documents/document.ts';
import type { DocumentEvent } from '../../../shared/documents/events.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import { recordDispatch, recordFailure, recordSeal } from '../../../shared/documents/issuing/after-number.ts';
import { dispatchLines } from '../../../shared/documents/issuing/recipients.ts';
import type { Actor } from '../../../shared/kernel/actor.ts';
import { canonicalHash } from '../../../shared/kernel/event-record.ts';
import { CommandId, type DocumentId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { unitOf } from '../../../shared/organisation/directory.ts';
import { Organisation } from '../../../shared/organisation/organisation.ts';
import { unitLabel } from '../../../shared/organisation/registry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Store } from '../../ports/store.ts';
import type { Views } from '../../ports/views.ts';
import { documentRef, getContent, loadedDocument } from '../commands/document-command.ts';
import { type Execute, write } from '../execute.ts';
import { ORGANISATION } from '../facts/document-facts.ts';
import { type AppearanceOf, keepPrepared, type SigningTools, signPrepared } from '../seal-bytes.ts';

export type ReactDependencies = SigningTools & {
  store: Store;
  views: Views;
  execute: Execute;
  clock: Clock;
  appearanceOf: AppearanceOf;
};
export type IssuingStep = 'seal' | 'dispatch' | 'file';

/** `react:{event}:{name}`: a reaction that comes twice is answered from the first; these ids never expire. */
export const reactionId = (cause: string, name: string): CommandId => CommandId.parse(`react:${cause}:${name}`);

export const currentDocument = async (store: Store, id: DocumentId): Promise<Document | null> =>
  loadedDocument((await store.load([documentRef(id)])).streams, id).state;

export const currentOrganisation = async (store: Store): Promise<Organisation> => {
  const [stream] = (await store.load([ORGANISATION])).streams;
  return Organisation.parse(stream?.state);
};

/** Records what a step has done, as an act of `by`. */
export const recordOn = (
  { execute }: Pick<ReactDependencies, 'execute'>,
  o: {
    id: DocumentId;
    commandId: CommandId;
    by: Actor;
    rule: (document: Document) => Result<DocumentEvent[], Refusal>;
  },
) =>
  execute({
    commandId: o.commandId,
    actor: o.by.person,
    bodyHash: canonicalHash({ id: o.id, command: o.commandId }),
    refs: [documentRef(o.id)],
    decide: async (streams) => {
      const at = loadedDocument(streams, o.id);
      if (at.state === null) return refuse('absent', 'kernel.absent');
      const decided = o.rule(at.state);
      return decided.ok
        ? ok({ writes: [write(documentAggregate, at, decided.value)], guards: [], answer: null })
        : decided;
    },
  });

const must = (result: Result<unknown, Refusal>): void => {
  if (!result.ok) throw new Error(`refused: ${result.error.code}`);
};

/** Ký số của cơ quan (Điều 17.2): number and date onto the signed file, then the seal over everything. The clerk's act, carried out. */
export const sealStep = async (d: ReactDependencies, id: DocumentId, cause: string): Promise<void> => {
  const document = await currentDocument(d.store, id);
  if (document === null || document.status !== 'numbered') return;
  const { signature, number, heading } = document;
  const organisation = await currentOrganisation(d.store);
  const signed = await d.files.get('paper', id, signature.fileHash);
  if (signed === undefined) throw new Error('the signed file is missing');
  const place = unitOf(organisation, heading.issuer)?.place ?? '';
  const numbered = await d.paper.number(signed, {
    number: number.number,
    symbol: document.symbol,
    place,
    date: number.date,
  });
  await d.files.put('paper', id, numbered, 'application/pdf');
  const keyRef = `seal:${heading.issuer}`;
  const at: Instant = d.clock.now();
  const prepared = await d.paper.prepareSignature(numbered, {
    field: 'seal',
    at,
    name: unitLabel(organisation, heading.issuer, number.date),
    reason: 'Phát hành văn bản',
    appearance: await d.appearanceOf(keyRef, 'seal'),
  });
  const record = await keepPrepared(d, `seal/${id}/${signature.fileHash}`, {
    prepared,
    record: { document: id, contentHash: document.contentHash, at, pages: signature.pages },
  });
  const sealed = await signPrepared(d, { record, keyRef });
  const said = { at: d.clock.now(), by: number.by };
  must(
    await recordOn(d, {
      id,
      commandId: reactionId(cause, 'seal'),
      by: number.by,
      rule: (now) => recordSeal(now, sealed, said),
    }),
  );
};

/** Phát hành (Điều 18): recipients as they exist on the day of issue. */
export const dispatchStep = async (d: ReactDependencies, id: DocumentId, cause: string): Promise<void> => {
  const document = await currentDocument(d.store, id);
  if (document === null || document.status !== 'sealed') return;
  const [organisation, content] = await Promise.all([
    currentOrganisation(d.store),
    getContent(d.files, id, document.contentHash),
  ]);
  const lines = dispatchLines(organisation, content, document.number.date);
  const by = document.number.by;
  const said = { at: d.clock.now(), by };
  must(
    await recordOn(d, {
      id,
      commandId: reactionId(cause, 'dispatch'),
      by,
      rule: (now) => recordDispatch(now, lines, said),
    }),
  );
};

export const failedStep = (
  d: ReactDependencies,
  o: { id: DocumentId; step: IssuingStep; cause: string; error: unknown; by: Actor },
) => {
  const why = o.error instanceof Error ? o.error.message : String(o.error);
  const said = { at: d.clock.now(), by: o.by };
  return recordOn(d, {
    id: o.id,
    commandId: reactionId(o.cause, `${o.step}-failed:${said.at}`),
    by: o.by,
    rule: (document) => recordFailure(document, { step: o.step, cause: why }, said),
  });
};
