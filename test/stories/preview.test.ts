import { expect, it } from 'vitest';
import * as z from 'zod';
import { DocumentAnswer } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, done } from '../support/office.ts';
import { aReviewedDraft, prepare } from '../support/office-documents.ts';

const office = aStoryOffice();
const isPdf = (data: unknown) =>
  data instanceof Uint8Array && new TextDecoder().decode(data.subarray(0, 5)) === '%PDF-';

it('shows the draft as a printed page to those who make it, the same bytes each time', async () => {
  const story = office();
  const paper = await aReviewedDraft(story);
  const drafter = await story.as('p09');
  const first = await drafter.get(paper.path('preview'));
  expect(first.status).toBe(200);
  expect(isPdf(first.data)).toBe(true);
  expect((await drafter.get(paper.path('preview'))).data).toEqual(first.data);
});

it('shows the signatory the very page that will be signed, and nobody else', async () => {
  const story = office();
  const paper = await aReviewedDraft(story);
  const chair = await story.as('p01');
  const { preparedDigest } = await prepare(chair, paper);
  const page = await chair.get(`${paper.path('preview')}?prepared=${preparedDigest}`);
  expect(isPdf(page.data)).toBe(true);
  const drafter = await story.as('p09');
  expect((await drafter.get(`${paper.path('preview')}?prepared=${preparedDigest}`)).status).toBe(404);
});

it('says in words why a button refuses, and names the people', async () => {
  const story = office();
  const paper = await aReviewedDraft(story);
  const drafter = await story.as('p09');
  const answer = DocumentAnswer.parse(done(await drafter.get(`/api/documents/${paper.id}`)));
  expect(answer.names).toMatchObject({ p09: 'Đặng Văn Tú', p08: 'Bùi Ngọc Ánh' });
  const sign = answer.allowedActions.find((one) => one.action === 'sign');
  expect(z.string().parse(sign?.refusal?.detail)).not.toMatch(/^[a-z.-]+$/);
});
