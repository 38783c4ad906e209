import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { RegisterAnswer } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, done, expectRefusal, PEOPLE } from '../support/office.ts';
import { appoint, endHolding } from '../support/office-authority.ts';
import {
  anIssuedDocument,
  aReviewedDraft,
  aSignedDocument,
  issue,
  letter,
  look,
  type SignedPaper,
} from '../support/office-documents.ts';

// Domain §2.3, Điều 15 and 32.2: who numbers, in which order, on which day.
const Numbered = z.object({ display: z.string() });
const office = aStoryOffice({ at: '2023-09-18T08:00' });
const issueAs = async (part: string, paper: SignedPaper, fileHash = paper.fileHash) => {
  const client = await office().browser(part);
  const intent = await client.stepUp('issue', [{ id: paper.id, hash: paper.fileHash }]);
  return () => client.post(paper.path('issue'), { fileHash, intent });
};
const stepUpAs = (part: string, paper: { id: string }, hash: string) => async () =>
  (await office().browser(part)).post('/api/step-up', { act: 'issue', documents: [{ id: paper.id, hash }] });
const registerRow = async (number: number) => {
  const answered = await (await office().browser('clerk')).get('/api/registers/CV/2023?limit=100');
  return RegisterAnswer.parse(done(answered)).items.find((row) => row.number === number);
};

describe('the clerk’s act', () => {
  it('is nobody else’s: not the signatory’s, not the drafter’s, not another agency’s clerk’s', async () => {
    const paper = await aSignedDocument(office());
    const refused = {
      status: 403,
      code: 'document.not-the-clerk',
      detail: 'Chỉ văn thư của cơ quan ban hành được làm việc này.',
      basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP',
    };
    for (const part of ['chair', 'drafter']) {
      await expectRefusal(office(), stepUpAs(part, paper, paper.fileHash), refused);
      const client = await office().browser(part);
      const body = { fileHash: paper.fileHash, intent: '01HD5Z2N6B8W3V9KQJ4T7RXABC' };
      await expectRefusal(office(), () => client.post(paper.path('issue'), body), refused);
    }
    await expectRefusal(office(), stepUpAs('departmentClerk', paper, paper.fileHash), {
      status: 404,
      code: 'kernel.absent',
      detail: 'Không tìm thấy, hoặc bạn không có quyền xem.',
    });
  });

  it('is not done by whoever signed, also when that person is clerk as well', async () => {
    const paper = await aSignedDocument(office(), {
      heading: { competence: 'head' },
      cast: { signer: 'officeHead' },
      signer: 'VP.chanh-van-phong',
    });
    await appoint(office(), PEOPLE.officeHead, { id: 'h-kiem', position: 'VP.van-thu', from: '2023-09-18' });
    await expectRefusal(office(), stepUpAs('officeHead', paper, paper.fileHash), {
      status: 403,
      code: 'document.signer-cannot-seal',
      detail: 'Người ký văn bản không tự cấp số và đóng dấu chính văn bản đó.',
      basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP',
    });
    await endHolding(office(), PEOPLE.officeHead, { holding: 'h-kiem', on: '2023-09-17' });
  });

  it('waits for the signature', async () => {
    const paper = await aReviewedDraft(office());
    const clerk = await office().browser('clerk');
    const start = { fileHash: 'a'.repeat(64), intent: '01HD5Z2N6B8W3V9KQJ4T7RXABC' };
    // A draft is not the registry's business yet: it does not exist for the clerk.
    await expectRefusal(office(), () => clerk.post(paper.path('issue'), start), {
      status: 404,
      code: 'kernel.absent',
      detail: 'Không tìm thấy, hoặc bạn không có quyền xem.',
    });
    const drafter = await office().browser('drafter');
    await expectRefusal(office(), () => drafter.post(paper.path('issue'), start), {
      status: 409,
      code: 'document.not-signed',
      detail: 'Văn bản chưa có chữ ký của người có thẩm quyền nên chưa được cấp số, đóng dấu.',
      basis: 'Điều 15.2, Điều 32.2 Nghị định 30/2020/NĐ-CP',
    });
  });

  it('names the file that the clerk looked at', async () => {
    const paper = await aSignedDocument(office());
    await expectRefusal(office(), await issueAs('clerk', paper, 'b'.repeat(64)), {
      status: 409,
      code: 'document.version-superseded',
      detail: /bản mới hơn/,
    });
  });

  it('needs a proof of presence of its own', async () => {
    const paper = await aSignedDocument(office());
    const clerk = await office().browser('clerk');
    await expectRefusal(
      office(),
      () => clerk.post(paper.path('issue'), { fileHash: paper.fileHash, intent: '01HD5Z2N6B8W3V9KQJ4T7RXABC' }),
      {
        status: 422,
        code: 'step-up.required',
        detail: 'Ký và phát hành cần xác nhận lại danh tính ngay trước khi thực hiện.',
      },
    );
  });

  it('is done once: a second number is refused with the first one named', async () => {
    const paper = await anIssuedDocument(office());
    const clerk = await office().browser('clerk');
    await expectRefusal(
      office(),
      () => clerk.post(paper.path('issue'), { fileHash: paper.fileHash, intent: '01HD5Z2N6B8W3V9KQJ4T7RXABC' }),
      {
        status: 409,
        code: 'document.already-numbered',
        detail: `Văn bản đã được cấp số ${paper.display}.`,
        basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
      },
    );
  });
});

describe('numbers', () => {
  it('of two documents issued at the same instant follow each other, without gap or double', async () => {
    const papers = [await aSignedDocument(office()), await aSignedDocument(office()), await aSignedDocument(office())];
    const acts = [];
    for (const paper of papers) acts.push(await issueAs('clerk', paper));
    const answers = await Promise.all(acts.map((act) => act()));
    const numbers = answers.map((answer) => Number.parseInt(Numbered.parse(done(answer)).display, 10));
    const sorted = numbers.toSorted((a, b) => a - b);
    const [first = 0] = sorted;
    expect(sorted).toEqual([first, first + 1, first + 2]);
    await office().settle();
  });

  it('run in a series of each type: a plan does not take a letter’s number', async () => {
    const plan = await anIssuedDocument(office(), {
      heading: { type: 'plan', symbolSuffix: undefined },
      content: { ...letter(), addressees: [] },
    });
    expect(plan.display).toBe('232/KH-UBND');
  });

  it('under 10 are written with a zero', async () => {
    const notice = await anIssuedDocument(office(), {
      heading: { type: 'power-of-attorney', symbolSuffix: undefined, competence: 'head' },
      content: { ...letter(), addressees: [] },
    });
    expect(notice.display).toBe('04/GUQ-UBND');
  });

  it('never go back in time', async () => {
    const before = await aSignedDocument(office());
    await issue(office(), await aSignedDocument(office()));
    const act = await issueAs('clerk', before);
    office().go('2023-09-15T08:00');
    await expectRefusal(office(), act, {
      status: 422,
      code: 'register.date-goes-back',
      detail:
        'Ngày ban hành 15/09/2023 sớm hơn ngày của số liền trước (18/09/2023). Số và ngày trong sổ phải theo đúng thứ tự thời gian.',
      basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
    });
    office().go('2023-09-18T09:00');
  });

  it('later than the next working day after the signature are marked late', async () => {
    office().go('2023-09-22T16:00');
    const [inTime, late] = [await aSignedDocument(office()), await aSignedDocument(office())];
    office().go('2023-09-25T16:00');
    expect((await issue(office(), inTime)).late).toBe(false);
    office().go('2023-09-26T08:00');
    expect((await issue(office(), late)).late).toBe(true);
  });

  it('belong to the year of issue in Hà Nội: signed 31/12 at 23:59, numbered 01/01 at 00:05, it is the new year’s first', async () => {
    office().go('2023-12-31T23:59');
    const paper = await aSignedDocument(office());
    const lastOfYear = await anIssuedDocument(office());
    expect(lastOfYear.date).toBe('2023-12-31');
    // 17:05 UTC on 31 December: the office is in the new year already.
    office().go('2024-01-01T00:05');
    const issued = await issue(office(), paper);
    expect(issued).toMatchObject({ display: '01/UBND-NC', date: '2024-01-01' });
    const { document } = await look(office(), 'clerk', issued);
    expect(document.status === 'issued' && document.number.year).toBe(2024);
    const old = Number(lastOfYear.display.split('/')[0]);
    expect((await registerRow(old))?.date).toBe('2023-12-31');
    expect(await registerRow(old + 1)).toBeUndefined();
  });
});
