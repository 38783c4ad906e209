import { describe, expect, it } from 'vitest';
import { aStoryOffice, done, expectRefusal } from '../support/office.ts';
import { approveAs, aReviewedDraft, look, type Paper, sign } from '../support/office-documents.ts';
import { minutes, sha256, upload } from '../support/office-files.ts';

// Domain §3 S5, §8.2: what the body must decide is signed TM. only on the recorded decision.
const office = aStoryOffice();
const prepareAgain = (paper: Paper) => async () =>
  (await office().browser(paper.cast.signer)).post(paper.path('prepare-signature'), {
    contentHash: paper.contentHash,
  });

describe('a matter of the collective catalogue', () => {
  const matter = { heading: { matter: 'C08', competence: 'collective' } };
  const decision = (change: Record<string, unknown>) => ({
    body: 'UBND Thành phố',
    date: '2023-09-12',
    number: '45/NQ-UBND',
    result: 'passed',
    votes: { for: 5, against: 0, abstain: 0, members: 5 },
    file: sha256(minutes),
    matter: 'C08',
    ...change,
  });
  const missing = {
    status: 422,
    code: 'document.collective-decision-missing',
    detail:
      'Nội dung “Tổ chức bộ máy, biên chế” phải được tập thể bàn và quyết định. Hãy ghi nghị quyết, biên bản hoặc kết quả phiếu đã thông qua trước.',
    basis: 'Điều 13.2 Nghị định 30/2020/NĐ-CP',
  };

  it('is neither approved nor prepared for signature without the decision of the body, nor on a decision without its file, nor on one that did not pass', async () => {
    const paper = await aReviewedDraft(office(), matter);
    await expectRefusal(office(), () => approveAs(office(), 'chair', paper), missing);
    await expectRefusal(office(), prepareAgain(paper), missing);
    const drafter = await office().browser('drafter');
    await expectRefusal(office(), () => drafter.post(paper.path('decision'), decision({})), {
      status: 422,
      code: 'document.file-not-uploaded',
      detail: 'Tệp 45/NQ-UBND chưa được tải lên, hoặc không đúng kích thước và mã băm đã khai.',
      basis: 'Điều 13.2 Nghị định 30/2020/NĐ-CP',
    });
    await upload(office(), 'drafter', { paper, bytes: minutes });
    done(await drafter.post(paper.path('decision'), decision({ result: 'not-passed' })));
    await expectRefusal(office(), () => approveAs(office(), 'chair', paper), missing);
  });

  it.each([
    ['a decision of tomorrow', { date: '2023-09-15' }, 'document.collective-decision-in-future', /15\/09\/2023/],
    ['a decision on another matter', { matter: 'C03' }, 'document.decision-matter-differs', /nội dung C03.*C08/],
    [
      'votes that do not add up',
      { votes: { for: 2, against: 1, abstain: 0, members: 5 } },
      'document.collective-decision-tally',
      /tán thành 2, không tán thành 1/,
    ],
  ])('does not rest on %s', async (_, change, code, detail) => {
    const paper = await aReviewedDraft(office(), matter);
    await upload(office(), 'drafter', { paper, bytes: minutes });
    const drafter = await office().browser('drafter');
    await expectRefusal(office(), () => drafter.post(paper.path('decision'), decision(change)), {
      status: 422,
      code,
      detail,
    });
  });

  it('is signed TM. once the decision that passed is recorded', async () => {
    const paper = await aReviewedDraft(office(), matter);
    await upload(office(), 'drafter', { paper, bytes: minutes });
    done(await (await office().browser('drafter')).post(paper.path('decision'), decision({})));
    const signed = await sign(office(), paper);
    const { document } = await look(office(), 'chair', signed);
    expect(document.status).toBe('signed');
    expect(document.decision?.number).toBe('45/NQ-UBND');
  });
});
