import type { Document } from '../../../shared/documents/document.ts';
import type { DocumentFacts } from '../../../shared/documents/facts.ts';
import { PrepareSignature } from '../../../shared/documents/issuing/sign.ts';
import { VerificationCode } from '../../../shared/kernel/ids.ts';
import { type Refusal, refuse } from '../../../shared/kernel/refusal.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { SigningCapacity } from '../../../shared/organisation/authority.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { CommandHandler } from '../call.ts';
import { guard } from '../execute.ts';
import { paperRequest } from '../paper-request.ts';
import {
  type AppearanceOf,
  keepPrepared,
  NoSignatureImage,
  type PreparedRecord,
  type SigningTools,
} from '../seal-bytes.ts';
import { type CommandDependencies, getContent, onDocument } from './document-command.ts';
import { capacityNow } from './signing-capacity.ts';
import { unprintable } from './unprintable.ts';

export type SigningDependencies = CommandDependencies &
  SigningTools & {
    clock: Clock;
    ids: Ids;
    realNow: () => Instant;
    appearanceOf: AppearanceOf;
    publicUrl: string;
    /** A demo CA signs: the page says so, and no switch removes it. */
    demo: boolean;
  };

/** Chuẩn bị trang ký: renders the exact bytes and keeps them; answers what the step-up will be bound to. */
export const prepareSignatureCommand =
  (d: SigningDependencies): CommandHandler =>
  async (call) => {
    const command = PrepareSignature.parse(call.body);
    return onDocument(d, { call }, async ({ at, facts }) => {
      const ready = capacityNow(at.state, command, facts);
      if (!ready.ok) return ready;
      const { contentHash, version } = at.state;
      if (command.contentHash !== contentHash)
        return refuse('conflict', 'document.version-superseded', {
          basis: 'Điều 11.2 Nghị định 30/2020/NĐ-CP',
          facts: { version },
        });
      const { document, capacity } = ready.value;
      if ((await d.signer.certificates(`person:${facts.actor.person}`)) === undefined)
        return refuse('unmet', 'document.no-certificate', { facts: { name: facts.actor.name } });
      const made = await renderForSignature(d, { document, capacity, facts, slot: call.commandId });
      if (!made.ok) return made;
      const { digest, pages } = made.value;
      return ok({
        writes: [],
        guards: [guard(at.loaded)],
        answer: { preparedDigest: digest, pages, contentHash, capacity },
      });
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
    if (error instanceof NoSignatureImage)
      return refuse('unmet', 'document.no-signature-image', {
        basis: 'Phụ lục I.II.7 Nghị định 30/2020/NĐ-CP',
        facts: { name: capacity.name },
      });
    return unprintable(error);
  }
};
