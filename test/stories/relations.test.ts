import { expect, it } from 'vitest';
import { aStoryOffice } from '../support/office.ts';
import { anIssuedDocument, look } from '../support/office-documents.ts';

const office = aStoryOffice();

it('marks a document as replaced when its replacement is issued, cited by number and date only, and keeps its number', async () => {
  const story = office();
  const old = await anIssuedDocument(story);
  await story.settle();
  const relations = [{ kind: 'replaces', display: old.display, date: old.date }];
  const next = await anIssuedDocument(story, { relations });
  await story.settle();
  const { document } = await look(story, 'drafter', old);
  expect(document.status).toBe('issued');
  if (document.status !== 'issued') return;
  expect(document.standing).toBe('replaced');
  expect(document.affectedBy.map((one) => [one.display, one.kind])).toEqual([[next.display, 'replaces']]);
  expect(document.number.display).toBe(old.display);
});

it('leaves a document in force when another issuer claims to replace it', async () => {
  const story = office();
  const old = await anIssuedDocument(story);
  await story.settle();
  const other = {
    heading: {
      type: 'notice',
      issuer: 'VP',
      competence: 'head',
      field: 'VP-TH',
      draftingUnit: 'VP-NC',
      symbolSuffix: undefined,
    },
  };
  await anIssuedDocument(story, {
    ...other,
    content: {
      subject: 'điều chỉnh lịch họp',
      addressees: [],
      recipients: [{ line: 'Các phòng thuộc Văn phòng', purpose: 'implement' }],
      blocks: [{ kind: 'paragraph', runs: [{ text: 'Văn phòng thông báo điều chỉnh lịch họp./.' }] }],
      fileCopy: 'NC',
    },
    relations: [{ kind: 'replaces', document: old.id, display: old.display }],
    cast: { signer: 'officeHead' },
  });
  await story.settle();
  const { document } = await look(story, 'drafter', old);
  expect(document.status === 'issued' ? document.standing : document.status).toBe('in-force');
});
