import type { Commit, Store } from '../../functions/ports/store.ts';
import { DeliveryLine } from '../../shared/documents/lines.ts';
import { page } from '../../shared/documents/query-answers.ts';
import { streamKey } from '../../shared/kernel/event-record.ts';
import { done, type Part, PEOPLE, type Story } from './office.ts';
import {
  aDraft,
  anIssuedDocument,
  aReviewedDraft,
  aSignedDocument,
  aSubmittedDraft,
  look,
  type Paper,
} from './office-documents.ts';

/** A store that writes down every commit that it took, so that another store can be brought to any point of the same history. */
export const recording = (store: Store, commits: Commit[]): Store => ({
  ...store,
  commit: async (write) => {
    const taken = await store.commit(write);
    if (taken.ok) commits.push(structuredClone(write));
    return taken;
  },
});

/** Documents in many states, so that every kind of row is made: turns, opinions, deliveries handed on, grants, reading, relations. */
export const liveThroughDays = async (story: Story): Promise<void> => {
  const post = async (part: Part, paper: Paper, tail: string, body: unknown = {}) =>
    done(await (await story.browser(part)).post(paper.path(tail), body));
  const asked = await aDraft(story, { content: { subject: 'phân công chủ trì' } });
  const round = { units: ['SNV', 'STC', 'SXD'], question: 'Xin ý kiến về phân công chủ trì tại mục 2' };
  await post('drafter', asked, 'consultations', round);
  const opinion = { contentHash: asked.contentHash, position: 'agree' };
  await post('departmentHead', asked, 'consultations/1/opinions/SNV', opinion);
  await aSubmittedDraft(story, { heading: { urgency: 'urgent' } });
  await aReviewedDraft(story);
  await aSignedDocument(story);
  const issued = await anIssuedDocument(story, { heading: { dossier: 'VP.2023.01.NC' } });
  const answer = done(await (await story.browser('clerk')).get(issued.path('dispatch?limit=100')));
  const line = page(DeliveryLine)
    .parse(answer)
    .items.find((one) => one.unit === 'SNV')?.line;
  for (const verb of ['open', 'receive']) await post('departmentClerk', issued, `deliveries/${line}/${verb}`);
  const to = { to: 'SNV-CCVC', person: PEOPLE.departmentRoomHead, note: 'Tham mưu trả lời' };
  await post('departmentClerk', issued, `deliveries/${line}/hand-on`, to);
  await story.settle();
  await look(story, 'departmentRoomHead', issued);
  for (const key of [`person:${PEOPLE.otherDrafter}`, `person:${PEOPLE.cultureDrafter}`])
    await post('roomHead', issued, 'readers', { key, reason: 'Phối hợp thực hiện' });
  const relations = [{ kind: 'replaces', display: issued.display, date: issued.date }];
  await anIssuedDocument(story, { relations });
  await story.settle();
};

/** The commits after the first `setUp`, with those of the set-up that they build on: the rest of the demo office only costs time. */
export const historyOf = (commits: readonly Commit[], setUp: number): Commit[] => {
  const later = commits.slice(setUp);
  const needed = new Set(['organisation/main']);
  for (const commit of later) for (const { ref } of [...commit.streams, ...commit.guards]) needed.add(streamKey(ref));
  const before = commits.slice(0, setUp);
  return [...before.filter((commit) => commit.streams.some(({ ref }) => needed.has(streamKey(ref)))), ...later];
};
