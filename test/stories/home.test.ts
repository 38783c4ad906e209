import { expect, it } from 'vitest';
import { aStoryOffice } from '../support/office.ts';
import { aSubmittedDraft } from '../support/office-documents.ts';

const office = aStoryOffice();

it('shows a stranger the door, and the head of the room what waits for them', async () => {
  const story = office();
  const stranger = await story.root.fetch(new Request('http://127.0.0.1:8080/'));
  expect(stranger.status).toBe(200);
  expect(await stranger.text()).toContain('href="/dang-nhap?return=/"');
  const paper = await aSubmittedDraft(story);
  await story.settle();
  const head = await story.as('p08');
  const page = await (await head.raw('/')).text();
  expect(page).toContain('Bùi Ngọc Ánh');
  expect(page).toContain('Kiểm tra nội dung');
  expect(page).toContain(`/api/documents/${paper.id}`);
});
