import type { Content } from '../../../shared/documents/content.ts';
import type { Document, Heading } from '../../../shared/documents/document.ts';
import { abandon } from '../../../shared/documents/drafting/abandon.ts';
import { documentAggregate } from '../../../shared/documents/evolve.ts';
import { approve } from '../../../shared/documents/review/approve.ts';
import { passCheck } from '../../../shared/documents/review/pass-check.ts';
import { submit } from '../../../shared/documents/review/submit.ts';
import { VerificationCode } from '../../../shared/kernel/ids.ts';
import { aDraft, apply, as, hash, letter, NOW, type World } from './office.ts';

/** The same document further along its way, by the real verbs. */
export type Plan = { heading?: Heading; content?: Content; world?: World };
const worldOf = (plan: Plan): World => ({ ...plan.world, content: plan.content ?? letter() });

export const inReview = (plan: Plan = {}): Document => {
  const draft = aDraft(plan);
  return apply(draft, submit(draft, { contentHash: draft.contentHash }, as('an', worldOf(plan))));
};
export const passed = (document: Document, who: string, plan: Plan = {}): Document =>
  apply(document, passCheck(document, { contentHash: document.contentHash, endorse: true }, as(who, worldOf(plan))));
export const atFormatCheck = (plan: Plan = {}): Document => passed(inReview(plan), 'hung', plan);
export const awaitingApproval = (plan: Plan = {}): Document => passed(atFormatCheck(plan), 'binh', plan);
export const approved = (plan: Plan = {}): Document => {
  const before = awaitingApproval(plan);
  return apply(before, approve(before, { contentHash: before.contentHash }, as('khai', worldOf(plan))));
};
export const signed = (): Document => {
  const before = approved();
  if (before.status !== 'approved') throw new Error('not approved');
  const by = as('khai').actor;
  const { contentHash, approval } = before;
  return documentAggregate.evolve(before, {
    type: 'DocumentSigned',
    at: NOW,
    by,
    turns: [],
    signature: {
      by,
      at: NOW,
      capacity: approval.capacity,
      contentHash,
      fileHash: hash('a'),
      preparedDigest: hash('b'),
      level: 'B-B',
      stepUp: { method: 'oidc', at: NOW, challenge: hash('c') },
      verificationCode: VerificationCode.parse('abcdefghijklmnopqrstuvwxyz'),
      pages: 1,
    },
  });
};
export const abandoned = (): Document =>
  apply(aDraft(), abandon(aDraft(), { reason: 'Không còn cần ban hành' }, as('an')));
