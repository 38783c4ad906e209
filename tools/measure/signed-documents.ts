import * as z from 'zod';
import { documentRef } from '../../functions/app/commands/document-command.ts';
import { stateOf, write } from '../../functions/app/execute.ts';
import type { ApiClient } from '../../functions/entry/api-client.ts';
import { expectStatus } from '../../functions/entry/journey.ts';
import { DocumentEvent } from '../../shared/documents/events.ts';
import { documentAggregate } from '../../shared/documents/evolve.ts';
import { canonicalHash, EventBody } from '../../shared/kernel/event-record.ts';
import { CommandId, DocumentId, Hash, PersonId, VerificationCode } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { type MeasuredOffice, networkClient, PARTS } from './measured-office.ts';

export type SignedDocument = { id: DocumentId; fileHash: Hash };

export const Started = z.object({ id: DocumentId, contentHash: Hash });
export const Prepared = z.object({ preparedDigest: Hash });
export const Signed = z.object({ fileHash: Hash });

const to = (line: string, unit: string) => ({ line, purpose: 'implement', targets: [{ kind: 'unit', unit }] });
/** One page, one addressee, one more recipient: two deliveries each. */
export const CAMPAIGN_LETTER = {
  heading: {
    type: 'official-letter',
    issuer: 'UBND-HN',
    competence: 'collective',
    field: 'NC',
    draftingUnit: 'VP-NC',
    urgency: 'normal',
    symbolSuffix: 'NC',
  },
  content: {
    subject: 'báo cáo tình hình thực hiện nhiệm vụ thường xuyên',
    addressees: [to('Sở Nội vụ', 'SNV')],
    blocks: [
      {
        kind: 'paragraph',
        runs: [
          { text: 'UBND Thành phố yêu cầu Sở Nội vụ tổng hợp, báo cáo tình hình thực hiện các nhiệm vụ thường xuyên.' },
        ],
      },
    ],
    recipients: [to('Sở Tài chính', 'STC')],
    fileCopy: 'NC',
  },
  relations: [],
};

export type Parts = Record<keyof typeof PARTS, ApiClient>;
export const signedInParts = async (port: () => number): Promise<Parts> => {
  const client = async (person: string) => {
    const made = networkClient(port, person);
    await made.signIn();
    return made;
  };
  return {
    drafter: await client(PARTS.drafter),
    contentReviewer: await client(PARTS.contentReviewer),
    formatReviewer: await client(PARTS.formatReviewer),
    signer: await client(PARTS.signer),
    clerk: await client(PARTS.clerk),
  };
};

/** From the draft to the signed file, each act by the person whose act it is, over the API. */
export const signThroughApi = async (parts: Parts): Promise<SignedDocument> => {
  const { drafter, contentReviewer, formatReviewer, signer } = parts;
  const post = async (who: ApiClient, path: string, body: unknown) =>
    expectStatus(await who.post(path, body), 200, path).data;
  const { id, contentHash } = Started.parse(await post(drafter, '/api/documents', CAMPAIGN_LETTER));
  const at = (verb: string) => `/api/documents/${id}/${verb}`;
  await post(drafter, at('submit'), { contentHash });
  await post(contentReviewer, at('pass-check'), { contentHash, endorse: true });
  await post(formatReviewer, at('pass-check'), { contentHash, endorse: true });
  const { preparedDigest } = Prepared.parse(await post(signer, at('prepare-signature'), { contentHash }));
  const intent = await signer.stepUp('sign', [{ id, hash: preparedDigest }]);
  const { fileHash } = Signed.parse(await post(signer, at('sign'), { contentHash, preparedDigest, intent }));
  return { id, fileHash };
};

const COPIED = [
  ['contentHash', 'content', 'application/json'],
  ['fileHash', 'paper', 'application/pdf'],
  ['preparedDigest', 'prepared', 'application/pdf'],
] as const;

/**
 * Another document in the state of a signed one: the same history under a new id and a new verification code, sealed into a chain of its own and
 * committed through the one way in which anything changes; the same files under the new owner. The printed QR is the original's.
 */
const likeSigned = async ({ opened }: MeasuredOffice, original: SignedDocument): Promise<SignedDocument> => {
  const { ports, office } = opened;
  const id = DocumentId.parse(ports.ids.ulid());
  const code = VerificationCode.parse(ports.ids.code());
  const history = await ports.store.history(documentRef(original.id), 1, 100);
  const events = history.map(({ bytes }) => {
    const event = DocumentEvent.parse(EventBody.parse(JSON.parse(bytes)).event);
    if (event.type === 'DraftStarted') return { ...event, id };
    if (event.type === 'DocumentSigned') return { ...event, signature: { ...event.signature, verificationCode: code } };
    return event;
  });
  const signature = events.findLast((event) => event.type === 'DocumentSigned')?.signature;
  if (signature === undefined) throw new Error(`${original.id} is not signed`);
  for (const [name, area, type] of COPIED) {
    const bytes = await ports.files.get(area, original.id, signature[name]);
    if (bytes === undefined) throw new Error(`${area} of ${original.id} is missing`);
    await ports.files.put(area, id, bytes, type);
  }
  const stored = await office.execute({
    commandId: CommandId.parse(`react:campaign:${id}`),
    actor: PersonId.parse('system'),
    bodyHash: canonicalHash(id),
    refs: [documentRef(id)],
    decide: async (streams) =>
      ok({
        writes: [write(documentAggregate, stateOf(documentAggregate, streams, id), events)],
        guards: [],
        answer: null,
      }),
  });
  if (!stored.ok) throw new Error(`${id}: ${stored.error.code}`);
  return { id, fileHash: original.fileHash };
};

/** Signed documents that wait for their number: `walked` of them signed through the API, the others stored like those. */
export const prepareSigned = async (
  office: MeasuredOffice,
  o: { documents: number; walked: number },
): Promise<SignedDocument[]> => {
  const parts = await signedInParts(() => office.port);
  const signed: SignedDocument[] = [];
  for (let at = 0; at < Math.min(o.walked, o.documents); at += 1) signed.push(await signThroughApi(parts));
  const originals = [...signed];
  for (let at = signed.length; at < o.documents; at += 1) {
    const original = originals[at % originals.length];
    if (original === undefined) throw new Error('at least one document is signed through the API');
    signed.push(await likeSigned(office, original));
  }
  return signed;
};
