import { expect, it } from 'vitest';
import * as z from 'zod';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import { RegisterAnswer } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, done, expectRefusal } from '../support/office.ts';
import { anIssuedDocument, aSignedDocument, issue, look } from '../support/office-documents.ts';

// Domain §2.3: if numbering succeeds but sealing fails, the number stays, the document is shown as stuck, and the step is tried again.
const tsa = { down: false };
const unreliable = (ports: LocalPorts): LocalPorts => ({
  ...ports,
  timestamper: {
    stamp: (hash) => (tsa.down ? Promise.reject(new Error('connect ECONNREFUSED')) : ports.timestamper.stamp(hash)),
  },
});
const office = aStoryOffice({ at: '2023-09-18T08:00', adapt: unreliable });
const Stuck = z.object({
  items: z.array(
    z.object({ document: z.string(), step: z.string(), cause: z.string().optional(), attempts: z.number() }),
  ),
});
const stuckNow = async (part: string) =>
  Stuck.parse(done(await (await office().browser(part)).get('/api/stuck'))).items;
const retry = (part: string, paper: { path: (tail: string) => string }) => async () =>
  (await office().browser(part)).post(paper.path('retry-issuing'));
const numbered = async () => {
  const signed = await aSignedDocument(office());
  tsa.down = true;
  const paper = await issue(office(), signed);
  tsa.down = false;
  return paper;
};

it('a document whose sealing fails keeps its number, is shown to the clerk with the cause, and is retried under the same number', async () => {
  const paper = await numbered();
  const { document } = await look(office(), 'clerk', paper);
  expect(document.status).toBe('numbered');
  expect(await stuckNow('clerk')).toEqual([
    expect.objectContaining({
      document: paper.id,
      step: 'seal',
      attempts: 1,
      cause: expect.stringMatching(/timestamp/),
    }),
  ]);
  expect(await stuckNow('drafter')).toEqual([]);
  await expectRefusal(office(), retry('chair', paper), {
    status: 403,
    code: 'document.not-the-clerk',
    detail: 'Chỉ văn thư của cơ quan ban hành được làm việc này.',
    basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP',
  });
  done(await retry('clerk', paper)());
  await office().settle();
  const after = (await look(office(), 'clerk', paper)).document;
  expect(after.status === 'issued' && after.number.display).toBe(paper.display);
  expect(await stuckNow('clerk')).toEqual([]);
  const next = await anIssuedDocument(office());
  expect(Number.parseInt(next.display, 10)).toBe(Number.parseInt(paper.display, 10) + 1);
});

it('a retry that fails again counts its attempts', async () => {
  const paper = await numbered();
  tsa.down = true;
  office().go('2023-09-18T08:05');
  done(await retry('clerk', paper)());
  await office().settle();
  tsa.down = false;
  expect(await stuckNow('clerk')).toMatchObject([{ document: paper.id, attempts: 2 }]);
  const { document } = await look(office(), 'clerk', paper);
  // Nothing is filed that may still lose its number.
  expect(document.status === 'numbered' && document.filed).toBe(undefined);
  done(await retry('clerk', paper)());
  await office().settle();
  expect((await look(office(), 'clerk', paper)).document.status).toBe('issued');
});

it('the sweep carries on with everything that stands still, without anybody’s click', async () => {
  const papers = [await numbered(), await numbered()];
  office().go('2023-09-18T08:30');
  expect(await office().office.sweep()).toBe(2);
  await office().settle();
  for (const paper of papers) expect((await look(office(), 'clerk', paper)).document.status).toBe('issued');
});

it('nothing is retried on a document that went through', async () => {
  const paper = await anIssuedDocument(office(), { heading: { dossier: 'VP.2023.01.NC' } });
  await expectRefusal(office(), retry('clerk', paper), {
    status: 409,
    code: 'document.nothing-to-retry',
    detail: 'Không có bước phát hành nào đang mắc để chạy lại.',
  });
});

it('a number is voided before the seal with reason and approver: its row stays in the register, its number is never given again', async () => {
  const paper = await numbered();
  const clerk = await office().browser('clerk');
  const body = { reason: 'Chứng thư số của cơ quan đã bị thu hồi', approver: 'Chánh Văn phòng' };
  const chair = await office().browser('chair');
  await expectRefusal(office(), () => chair.post(paper.path('void-number'), body), {
    status: 403,
    code: 'document.not-the-clerk',
    detail: 'Chỉ văn thư của cơ quan ban hành được làm việc này.',
  });
  done(await clerk.post(paper.path('void-number'), body));
  await office().settle();
  const register = RegisterAnswer.parse(done(await clerk.get('/api/registers/CV/2023?limit=100')));
  const row = register.items.find((one) => one.display === paper.display);
  expect(row).toMatchObject({ voided: true });
  expect(row?.note).toContain('Chứng thư số của cơ quan đã bị thu hồi');
  const next = await anIssuedDocument(office());
  expect(Number.parseInt(next.display, 10)).toBe(Number.parseInt(paper.display, 10) + 1);
});

it('a sealed document’s number is never voided', async () => {
  const paper = await anIssuedDocument(office());
  const clerk = await office().browser('clerk');
  const body = { reason: 'Ban hành nhầm nội dung', approver: 'Chánh Văn phòng' };
  await expectRefusal(office(), () => clerk.post(paper.path('void-number'), body), {
    status: 409,
    code: 'document.sealed-cannot-be-voided',
    detail: /Hãy ban hành văn bản thay thế, đính chính hoặc thu hồi\./,
    basis: 'Điều 18.3, 18.4 Nghị định 30/2020/NĐ-CP',
  });
});
