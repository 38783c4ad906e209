import { Content } from '../../shared/documents/content.ts';
import type { DocumentPlan } from './reading-document.ts';

export const contentOf = (plan: DocumentPlan): Content =>
  Content.parse({
    subject: plan.subject ?? `việc số ${plan.n}`,
    blocks: [{ kind: 'paragraph', runs: [{ text: `Nội dung về ${plan.subject ?? `việc số ${plan.n}`}.` }] }],
    ...(plan.internal === true ? { circulation: 'internal' } : {}),
  });

/** The text of the first version. */
export const firstContentOf = (plan: DocumentPlan): Content =>
  plan.edited === true
    ? Content.parse({ ...contentOf(plan), blocks: [{ kind: 'paragraph', runs: [{ text: 'Bản thảo đầu tiên.' }] }] })
    : contentOf(plan);
