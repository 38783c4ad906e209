import { ApproveDocument, approve } from '../../../shared/documents/approve.ts';
import type { Document } from '../../../shared/documents/document.ts';
import type { DocumentEvent } from '../../../shared/documents/events.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import { canSign, PrepareSignature, SignDocument, sign } from '../../../shared/documents/sign.ts';
import { fold } from '../../../shared/kernel/aggregate.ts';
import { type Hash, VerificationCode } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { SigningCapacity } from '../../../shared/organisation/authority.ts';
import { registryUnits } from '../../../shared/organisation/registry.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Caller, CommandHandler } from '../call.ts';
import { guard, write } from '../execute.ts';
import { paperRequest } from '../paper-request.ts';
import {
  type AppearanceOf,
  keepPrepared,
  NoCertificate,
  type PreparedRecord,
  readPrepared,
  type SigningTools,
  signPrepared,
  TimestampUnavailable,
} from '../seal-bytes.ts';
import { intentRef, spendIntent } from '../step-up.ts';
import {
  type CommandDependencies,
  documentIdOf,
  documentRef,
  factsOn,
  getContent,
  loadedDocument,
} from './document-command.ts';
import { unprintable } from './unprintable.ts';

export type SigningDependencies = CommandDependencies &
  SigningTools & {
    store: Store;
    clock: Clock;
    ids: Ids;
    realNow: () => Instant;
    appearanceOf: AppearanceOf;
    publicUrl: string;
    /** A demo CA signs: the page says so, and no switch removes it. */
    demo: boolean;
  };

/** Duyệt và ký: whoever may approve now may also sign; the approval comes first, in the same commit. */
const approvedFirst = (
  document: Document,
  o: { contentHash: Hash; capacity?: SigningCapacity['kind'] | undefined },
  facts: DocumentFacts,
): Result<{ document: Document; events: readonly DocumentEvent[] }, Refusal> => {
  if (document.status !== 'awaiting-approval') return ok({ document, events: [] });
  const command = ApproveDocument.parse({
    contentHash: o.contentHash,
    ...(o.capacity === undefined ? {} : { capacity: o.capacity }),
  });
  const events = approve(document, command, facts);
  if (!events.ok) return events;
  return ok({ document: fold(documentAggregate, document, events.value) ?? document, events: events.value });
};

/** In which capacity would the caller sign? Checked before anything is rendered, and again when the key is used. */
const capacityNow = (
  document: Document,
  contentHash: Hash,
  capacity: SigningCapacity['kind'] | undefined,
  facts: DocumentFacts,
) => {
  const ready = approvedFirst(document, { contentHash, capacity }, facts);
  if (!ready.ok) return ready;
  const allowed = canSign(ready.value.document, facts);
  return allowed.ok
    ? ok({ document: allowed.value.document, capacity: allowed.value.capacity, events: ready.value.events })
    : allowed;
};

/** Chuẩn bị trang ký: renders the exact bytes and keeps them; answers what the step-up will be bound to. */
export const prepareSignatureCommand =
  (d: SigningDependencies): CommandHandler =>
  async (call) => {
    const id = documentIdOf(call.params);
    if (!id.ok) return id;
    const command = PrepareSignature.parse(call.body);
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [documentRef(id.value)],
      decide: async (streams) => {
        const at = loadedDocument(streams, id.value);
        if (at.state === null) return refuse('absent', 'kernel.absent');
        const gathered = await factsOn(d, { document: at.state, caller: call.caller });
        if (!gathered.ok) return gathered;
        const { facts } = gathered.value;
        const ready = capacityNow(at.state, command.contentHash, command.capacity, facts);
        if (!ready.ok) return ready;
        if (command.contentHash !== at.state.contentHash)
          return refuse('conflict', 'document.version-superseded', {
            basis: 'Điều 11.2 Nghị định 30/2020/NĐ-CP',
            facts: { version: at.state.version },
          });
        if ((await d.signer.certificates(`person:${facts.actor.person}`)) === undefined)
          return refuse('unmet', 'document.no-certificate', { facts: { name: facts.actor.name } });
        const made = await renderForSignature(d, {
          document: ready.value.document,
          capacity: ready.value.capacity,
          facts,
          slot: call.commandId,
        });
        if (!made.ok) return made;
        const { digest, pages } = made.value;
        const answer = {
          preparedDigest: digest,
          pages,
          contentHash: command.contentHash,
          capacity: ready.value.capacity,
        };
        return ok({ writes: [], guards: [guard(at.loaded)], answer });
      },
    });
  };

const renderForSignature = async (
  d: SigningDependencies,
  o: { document: Document; capacity: SigningCapacity; facts: DocumentFacts; slot: string },
): Promise<Result<PreparedRecord, Refusal>> => {
  const { document, capacity, facts } = o;
  const content = await getContent(d.files, document.id, document.contentHash);
  const code = VerificationCode.parse(d.ids.code());
  const context = {
    organisation: facts.organisation.organisation,
    on: facts.today,
    createdAt: facts.now,
    publicUrl: d.publicUrl,
    demo: d.demo,
  };
  try {
    const { pdf, pages } = await d.paper.render(paperRequest(document, content, { ...context, capacity, code }));
    const prepared = await d.paper.prepareSignature(pdf, {
      field: 'signer',
      at: facts.now,
      name: capacity.name,
      reason: 'Ký ban hành văn bản',
      appearance: await d.appearanceOf(`person:${capacity.person}`, 'signer'),
    });
    const record = {
      document: document.id,
      contentHash: document.contentHash,
      at: facts.now,
      capacity,
      verificationCode: code,
      pages,
    };
    return ok(await keepPrepared(d, `prepare/${o.slot}`, { prepared, record }));
  } catch (error) {
    return unprintable(error);
  }
};

/** Ký ban hành: the key is used only after every rule has agreed; what it made is reused when the commit has to be tried again. */
export const signCommand =
  (d: SigningDependencies): CommandHandler =>
  async (call) => {
    const id = documentIdOf(call.params);
    if (!id.ok) return id;
    const command = SignDocument.parse(call.body);
    return d.execute({
      commandId: call.commandId,
      actor: call.caller.person,
      bodyHash: call.bodyHash,
      refs: [documentRef(id.value), intentRef(command.intent)],
      decide: async (streams) => {
        const at = loadedDocument(streams, id.value);
        if (at.state === null) return refuse('absent', 'kernel.absent');
        const gathered = await factsOn(d, { document: at.state, caller: call.caller });
        if (!gathered.ok) return gathered;
        const { facts, guards } = gathered.value;
        const record = await readPrepared(d, command.preparedDigest);
        const { capacity, verificationCode } = record ?? {};
        const ready = capacityNow(at.state, command.contentHash, capacity?.kind, facts);
        if (!ready.ok) return ready;
        if (
          record === undefined ||
          capacity === undefined ||
          verificationCode === undefined ||
          record.document !== id.value ||
          record.contentHash !== at.state.contentHash ||
          command.contentHash !== at.state.contentHash
        )
          // Before the key is used: no signature may come to lie over a text that was superseded (Điều 11.2).
          return refuse('conflict', 'document.prepared-for-other-text');
        const spent = spendIntent(streams, command.intent, {
          command: {
            act: 'sign',
            documents: [{ id: id.value, hash: record.digest }],
            capacity: capacity.lines.join(' / '),
          },
          now: facts.now,
          realNow: d.realNow(),
          actor: facts.actor,
        });
        if (!spent.ok) return spent;
        const made = await useKey(d, record, capacity);
        if (!made.ok) return made;
        const { organisation } = facts.organisation;
        const registry = registryUnits(organisation, ready.value.document.heading.issuer, facts.today);
        const signed = sign(ready.value.document, command, {
          ...facts,
          ...made.value,
          prepared: {
            digest: record.digest,
            contentHash: record.contentHash,
            capacity,
            verificationCode,
            pages: record.pages,
          },
          stepUp: spent.value.stepUp,
          clerks: organisation.positions
            .filter((p) => p.rank === 'clerk' && registry.includes(p.unit))
            .map((p) => p.id),
        });
        if (!signed.ok) return signed;
        const events = [...ready.value.events, ...signed.value];
        return ok({
          writes: [write(documentAggregate, at, events), spent.value.write],
          guards: guards.map(guard),
          answer: {
            id: id.value,
            status: 'signed',
            fileHash: made.value.fileHash,
            level: made.value.level,
            verificationCode,
          },
        });
      },
    });
  };

const useKey = async (
  d: SigningDependencies,
  record: PreparedRecord,
  capacity: SigningCapacity,
): Promise<Result<{ fileHash: Hash; level: 'B-T' }, Refusal>> => {
  try {
    return ok(await signPrepared(d, { record, keyRef: `person:${capacity.person}` }));
  } catch (error) {
    if (error instanceof TimestampUnavailable)
      return refuse('unmet', 'document.timestamp-unavailable', { basis: 'RFC 3161' });
    if (error instanceof NoCertificate)
      return refuse('unmet', 'document.no-certificate', { facts: { name: capacity.name } });
    throw error;
  }
};

/** For the step-up: who would sign this prepared page, in which capacity. */
export const describeSigning = async (
  d: SigningDependencies,
  caller: Caller,
  asked: { id: string; hash: Hash },
): Promise<Result<{ actor: DocumentFacts['actor']; capacity: string }, Refusal>> => {
  const id = documentIdOf({ id: asked.id });
  if (!id.ok) return id;
  const document = loadedDocument((await d.store.load([documentRef(id.value)])).streams, id.value).state;
  if (document === null) return refuse('absent', 'kernel.absent');
  const gathered = await factsOn(d, { document, caller });
  if (!gathered.ok) return gathered;
  const record = await readPrepared(d, asked.hash);
  if (record?.capacity === undefined || record.document !== document.id || record.contentHash !== document.contentHash)
    return refuse('conflict', 'document.prepared-for-other-text');
  const ready = capacityNow(document, document.contentHash, record.capacity.kind, gathered.value.facts);
  return ready.ok ? ok({ actor: gathered.value.facts.actor, capacity: record.capacity.lines.join(' / ') }) : ready;
};
