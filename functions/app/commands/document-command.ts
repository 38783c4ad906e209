import type * as z from 'zod';
import { callerKeys, mayRead, readerKeysOfDocument } from '../../../shared/documents/access/rights.ts';
import { Content } from '../../../shared/documents/content.ts';
import type { Document } from '../../../shared/documents/document.ts';
import type { DocumentEvent } from '../../../shared/documents/events.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import { signingMatterOf } from '../../../shared/documents/signing.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { canonicalJson, type StreamRef } from '../../../shared/kernel/event-record.ts';
import { DocumentId, type Hash, type UnitId } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Files } from '../../ports/files.ts';
import type { LoadedStream, Store } from '../../ports/store.ts';
import type { Caller, CommandCall, CommandHandler } from '../call.ts';
import { type Decision, type Execute, guard, stateOf, write } from '../execute.ts';
import type { GatheredFacts, GatherFacts } from '../facts/document-facts.ts';

export type CommandDependencies = { store: Store; execute: Execute; gather: GatherFacts; files: Files };

export const documentRef = (id: string) => ({ aggregate: documentAggregate.name, id });

/** The id in the path; anything else is "no such document". */
export const documentIdOf = (params: Record<string, string>): Result<DocumentId, Refusal> => {
  const parsed = DocumentId.safeParse(params.id);
  return parsed.success ? ok(parsed.data) : refuse('absent', 'kernel.absent');
};

export const putContent = async (files: Files, id: string, content: Content): Promise<Hash> =>
  files.put('content', id, new TextEncoder().encode(canonicalJson(content)), 'application/json');

export const getContent = async (files: Files, id: string, hash: Hash): Promise<Content> => {
  const bytes = await files.get('content', id, hash);
  if (bytes === undefined) throw new Error(`content ${hash} of ${id} is missing`);
  return Content.parse(JSON.parse(new TextDecoder().decode(bytes)));
};

/** What the asker may open, from the facts of the act. */
export const keysOf = (facts: DocumentFacts): string[] => {
  const standing = facts.organisation.standings.get(facts.actor.person);
  if (standing === undefined) return [];
  const { organisation, portfolios } = facts.organisation;
  const own = callerKeys({ standing, substituted: [], organisation, portfolios: portfolios.values(), on: facts.today });
  return [...own, ...facts.positions.map((held) => `position:${held.position}`)];
};

/** Facts for an act on this document; a document that the caller may not read does not exist for them. */
export const factsOn = async (
  { gather }: Pick<CommandDependencies, 'gather'>,
  o: { document: Document; caller: Caller; content?: Content | undefined; units?: readonly UnitId[]; alone?: boolean },
): Promise<Result<GatheredFacts, Refusal>> => {
  const { document, caller, content, alone = false } = o;
  const gathered = await gather({
    caller,
    content,
    alone,
    wanted: document.turns.flatMap((turn) => turn.positions),
    matter: signingMatterOf(document),
    units: [...new Set([document.heading.draftingUnit, document.heading.issuer, ...(o.units ?? [])])],
  });
  if (!gathered.ok) return gathered;
  const readable = mayRead(
    readerKeysOfDocument(document, gathered.value.facts.organisation.organisation),
    keysOf(gathered.value.facts),
  );
  return readable ? gathered : refuse('absent', 'kernel.absent');
};

export type DocumentVerb<C> = {
  body: z.ZodType<C>;
  rule: (document: Document, command: C, facts: DocumentFacts) => Result<readonly DocumentEvent[], Refusal>;
  /** The rule looks at the text. */
  needsContent?: boolean;
  /** New text that the command brings: stored before the commit, under its own hash. */
  brings?: (command: C) => Content | undefined;
  /** Looks outside the record before the rule is asked, e.g. whether an uploaded file is there. */
  check?: (command: C, id: DocumentId) => Promise<Result<void, Refusal>>;
  /** Act of legal weight: guards the streams that lend the actor authority. */
  weighty?: boolean;
  units?: (command: C) => UnitId[];
};

/** What every verb answers: where the document stands now. */
export const answerOf = (document: Document) => ({
  id: document.id,
  status: document.status,
  version: document.version,
  contentHash: document.contentHash,
});

export const loadedDocument = (streams: readonly LoadedStream[], id: DocumentId) =>
  stateOf(documentAggregate, streams, id);

export type OnDocument = {
  id: DocumentId;
  at: { loaded: LoadedStream; state: Document };
  facts: DocumentFacts;
  /** Streams that lend the actor authority. */
  guards: LoadedStream[];
  /** Everything loaded, the document's own stream first. */
  streams: readonly LoadedStream[];
};
export type ActOptions = {
  /** Other streams of the act, loaded in the same read. */
  refs?: (id: DocumentId) => readonly StreamRef[];
  units?: readonly UnitId[];
  needsContent?: boolean;
};

/** The shell of every act on a document: loads it, refuses what the caller may not see, gathers the facts, commits what is decided. */
export const onDocument = async (
  d: CommandDependencies,
  { call, ...o }: ActOptions & { call: CommandCall },
  decide: (act: OnDocument) => Promise<Result<Decision, Refusal>>,
): ReturnType<CommandHandler> => {
  const id = documentIdOf(call.params);
  if (!id.ok) return id;
  return d.execute({
    commandId: call.commandId,
    actor: call.caller.person,
    bodyHash: call.bodyHash,
    refs: [documentRef(id.value), ...(o.refs?.(id.value) ?? [])],
    decide: async (streams) => {
      const { loaded, state } = loadedDocument(streams, id.value);
      if (state === null) return refuse('absent', 'kernel.absent');
      if (call.ifMatch !== undefined && call.ifMatch !== loaded.version)
        return refuse('conflict', 'document.version-superseded', { facts: { version: state.version } });
      const content = o.needsContent === true ? await getContent(d.files, id.value, state.contentHash) : undefined;
      const gathered = await factsOn(d, { document: state, caller: call.caller, content, units: o.units ?? [] });
      if (!gathered.ok) return gathered;
      return decide({ id: id.value, at: { loaded, state }, ...gathered.value, streams });
    },
  });
};

/** One verb on one document and nothing else. */
export const documentCommand =
  <C>(d: CommandDependencies, verb: DocumentVerb<C>): CommandHandler =>
  async (call) => {
    const command = verb.body.parse(call.body);
    const options = { call, units: verb.units?.(command) ?? [], needsContent: verb.needsContent === true };
    return onDocument(d, options, async ({ id, at, facts, guards }) => {
      const decided = verb.rule(at.state, command, facts);
      if (!decided.ok) return decided;
      const checked = await verb.check?.(command, id);
      if (checked?.ok === false) return checked;
      const text = verb.brings?.(command);
      if (text !== undefined) await putContent(d.files, id, text);
      return ok({
        writes: [write(documentAggregate, at, decided.value)],
        guards: verb.weighty === true ? guards.map(guard) : [],
        answer: answerOf(fold(documentAggregate, at.state, decided.value) ?? at.state),
      });
    });
  };
