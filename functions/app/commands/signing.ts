import type { Document } from '../../../shared/documents/document.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import { SignDocument, sign } from '../../../shared/documents/issuing/sign.ts';
import type { Hash } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { SigningCapacity } from '../../../shared/organisation/authority.ts';
import { registryUnits } from '../../../shared/organisation/registry.ts';
import type { Caller, CommandHandler } from '../call.ts';
import { guard, write } from '../execute.ts';
import { NoCertificate, type PreparedRecord, readPrepared, signPrepared, TimestampUnavailable } from '../seal-bytes.ts';
import { intentRef, spendIntent } from '../step-up.ts';
import { documentIdOf, documentRef, factsOn, loadedDocument, onDocument } from './document-command.ts';
import type { SigningDependencies } from './prepare-signature.ts';
import { capacityNow } from './signing-capacity.ts';

/** Ký ban hành: the key is used only after every rule has agreed; what it made is reused when the commit has to be tried again. */
export const signCommand =
  (d: SigningDependencies): CommandHandler =>
  async (call) => {
    const command = SignDocument.parse(call.body);
    return onDocument(
      d,
      { call, refs: () => [intentRef(command.intent)] },
      async ({ id, at, facts, guards, streams }) => {
        const record = await readPrepared(d, command.preparedDigest);
        const ready = capacityNow(
          at.state,
          { contentHash: command.contentHash, capacity: record?.capacity?.kind },
          facts,
        );
        if (!ready.ok) return ready;
        const prepared = preparedFor(at.state, command, record);
        if (!prepared.ok) return prepared;
        const { capacity, verificationCode, digest } = prepared.value;
        const act = { act: 'sign' as const, documents: [{ id, hash: digest }], capacity: capacity.lines.join(' / ') };
        const spent = spendIntent(streams, command.intent, {
          command: act,
          now: facts.now,
          realNow: d.realNow(),
          actor: facts.actor,
        });
        if (!spent.ok) return spent;
        const made = await useKey(d, prepared.value, capacity);
        if (!made.ok) return made;
        const { document, events } = ready.value;
        const { stepUp } = spent.value;
        const signed = sign(document, command, {
          ...facts,
          ...made.value,
          prepared: prepared.value,
          stepUp,
          clerks: clerksOf(document, facts),
        });
        if (!signed.ok) return signed;
        return ok({
          writes: [write(documentAggregate, at, [...events, ...signed.value]), spent.value.write],
          guards: guards.map(guard),
          answer: { id, status: 'signed', ...made.value, verificationCode },
        });
      },
    );
  };

type ForSignature = PreparedRecord & {
  capacity: NonNullable<PreparedRecord['capacity']>;
  verificationCode: NonNullable<PreparedRecord['verificationCode']>;
};
/** Before the key is used: no signature may come to lie over a text that was superseded (Điều 11.2). */
const preparedFor = (
  document: Document,
  command: SignDocument,
  record: PreparedRecord | undefined,
): Result<ForSignature, Refusal> => {
  const { capacity, verificationCode } = record ?? {};
  const { contentHash } = document;
  const same =
    record?.document === document.id && record.contentHash === contentHash && command.contentHash === contentHash;
  if (!same || capacity === undefined || verificationCode === undefined)
    return refuse('conflict', 'document.prepared-for-other-text');
  return ok({ ...record, capacity, verificationCode });
};

const clerksOf = (document: Document, { organisation, today }: DocumentFacts) => {
  const registry = registryUnits(organisation.organisation, document.heading.issuer, today);
  return organisation.organisation.positions
    .filter((p) => p.rank === 'clerk' && registry.includes(p.unit))
    .map((p) => p.id);
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
  const ready = capacityNow(
    document,
    { contentHash: document.contentHash, capacity: record.capacity.kind },
    gathered.value.facts,
  );
  return ready.ok ? ok({ actor: gathered.value.facts.actor, capacity: record.capacity.lines.join(' / ') }) : ready;
};
