import { describe, expect, it } from 'vitest';
import { DeliveryLine } from '../../shared/documents/lines.ts';
import { page, RegisterAnswer } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, done, expectRefusal, PEOPLE } from '../support/office.ts';
import { anIssuedDocument, type IssuedPaper, letter } from '../support/office-documents.ts';

// After the issue: the registry of each recipient (Điều 21–23), and what goes by post (Điều 18.1).
const office = aStoryOffice({ at: '2023-09-18T08:00' });
const as = (part: string) => office().browser(part);
const OUTSIDE = {
  line: 'Thường trực Thành ủy',
  purpose: 'report',
  targets: [{ kind: 'outside', name: 'Thành ủy Hà Nội' }],
};
const issued = () => anIssuedDocument(office(), { content: { recipients: [OUTSIDE] } });

const lines = async (paper: IssuedPaper) => {
  await office().settle();
  const answer = await (await as('clerk')).get(paper.path('dispatch?limit=100'));
  return page(DeliveryLine).parse(done(answer)).items;
};
const lineTo = async (paper: IssuedPaper, unit: string | undefined) => {
  const line = (await lines(paper)).find((one) => one.unit === unit);
  if (line === undefined) throw new Error(`no line to ${unit}`);
  return line;
};
const act = async (part: string, paper: IssuedPaper, o: { unit?: string; verb: string; body?: unknown }) => {
  const { line } = await lineTo(paper, o.unit);
  const client = await as(part);
  return () => client.post(paper.path(`deliveries/${line}/${o.verb}`), o.body ?? {});
};

describe('the registry of a recipient', () => {
  it('finds the document, opens, receives and hands it on; each step is seen by the sender', async () => {
    const paper = await issued();
    const registry = done(await (await as('departmentClerk')).get('/api/registry/SNV'));
    expect(
      page(DeliveryLine)
        .parse(registry)
        .items.map((one) => one.display),
    ).toContain(paper.display);
    expect((await lineTo(paper, 'SNV')).status).toBe('delivered');
    done(await (await act('departmentClerk', paper, { unit: 'SNV', verb: 'open' }))());
    expect((await lineTo(paper, 'SNV')).status).toBe('opened');
    done(await (await act('departmentClerk', paper, { unit: 'SNV', verb: 'receive' }))());
    expect(await lineTo(paper, 'SNV')).toMatchObject({
      status: 'received',
      received: { at: '2023-09-18T01:00:00.000Z' },
    });
    const body = { to: 'SNV-CCVC', person: PEOPLE.departmentRoomHead, note: 'Tham mưu trả lời' };
    done(await (await act('departmentClerk', paper, { unit: 'SNV', verb: 'hand-on', body }))());
    expect(await lineTo(paper, 'SNV')).toMatchObject({
      status: 'handed-on',
      handedOn: [{ to: 'SNV-CCVC', person: PEOPLE.departmentRoomHead }],
    });
    // The other recipient's clock is its own.
    expect((await lineTo(paper, 'STC')).status).toBe('delivered');
    expect((await (await as('departmentRoomHead')).get(`/api/documents/${paper.id}`)).status).toBe(200);
  });

  it('receives before it hands on, once, inside its own unit, by its own people', async () => {
    const paper = await issued();
    const hand = { unit: 'SNV', verb: 'hand-on', body: { to: 'SNV-CCVC' } };
    await expectRefusal(office(), await act('departmentClerk', paper, hand), {
      status: 422,
      code: 'delivery.not-received',
      detail: 'Phải tiếp nhận văn bản trước khi chuyển tiếp.',
      basis: 'Điều 22 Nghị định 30/2020/NĐ-CP',
    });
    await expectRefusal(office(), await act('clerk', paper, { unit: 'SNV', verb: 'receive' }), {
      status: 403,
      code: 'delivery.not-your-registry',
      detail: 'Chỉ văn thư hoặc lãnh đạo của đơn vị nhận được tiếp nhận và chuyển văn bản này.',
      basis: 'Điều 21, 22 Nghị định 30/2020/NĐ-CP',
    });
    const receive = await act('departmentClerk', paper, { unit: 'SNV', verb: 'receive' });
    done(await receive());
    await expectRefusal(office(), receive, {
      status: 409,
      code: 'delivery.already-received',
      detail: /^Văn bản đã được .+ tiếp nhận\.$/,
    });
    const elsewhere = { ...hand, body: { to: 'STC' } };
    await expectRefusal(office(), await act('departmentClerk', paper, elsewhere), {
      status: 422,
      code: 'delivery.unit-not-inside',
      detail: 'Chỉ chuyển tiếp trong nội bộ đơn vị nhận.',
    });
  });

  it('does not exist for whoever was not sent the document', async () => {
    const paper = await issued();
    await expectRefusal(office(), await act('districtClerk', paper, { unit: 'SNV', verb: 'receive' }), {
      status: 404,
      code: 'kernel.absent',
      detail: 'Không tìm thấy, hoặc bạn không có quyền xem.',
    });
    const registry = done(await (await as('districtClerk')).get('/api/registry/SNV'));
    expect(registry).toMatchObject({ items: [] });
  });
});

describe('a recipient outside', () => {
  const sent = { means: 'post', date: '2023-09-18', evidence: 'Vận đơn EB123456789VN' };

  it('is sent to by the clerk with evidence, and its receipt is recorded; the register shows the day', async () => {
    const paper = await issued();
    expect(await lineTo(paper, undefined)).toMatchObject({ to: 'Thành ủy Hà Nội', status: 'to-send' });
    const receipt = { date: '2023-09-18', evidence: 'Ký nhận của văn thư Thành ủy' };
    await expectRefusal(office(), await act('clerk', paper, { verb: 'receipt', body: receipt }), {
      status: 422,
      code: 'delivery.not-sent',
      detail: 'Chưa ghi việc gửi văn bản này.',
    });
    done(await (await act('clerk', paper, { verb: 'sent', body: sent }))());
    expect(await lineTo(paper, undefined)).toMatchObject({ status: 'sent', sent: { means: 'post' } });
    done(await (await act('clerk', paper, { verb: 'receipt', body: receipt }))());
    expect((await lineTo(paper, undefined)).status).toBe('receipt-recorded');
    const register = RegisterAnswer.parse(done(await (await as('clerk')).get('/api/registers/CV/2023?limit=100')));
    expect(register.items.find((row) => row.display === paper.display)?.sentOn).toBe('2023-09-18');
  });

  it.each([
    ['before the issue', 'clerk', { ...sent, date: '2023-09-17' }, 422, 'delivery.date-out-of-range'],
    ['tomorrow', 'clerk', { ...sent, date: '2023-09-19' }, 422, 'delivery.date-out-of-range'],
    ['by the drafter', 'drafter', sent, 403, 'document.not-the-clerk'],
  ])('is not recorded as sent %s', async (_, part, body, status, code) => {
    const paper = await issued();
    await expectRefusal(office(), await act(part, paper, { verb: 'sent', body }), {
      status,
      code,
      detail: code === 'document.not-the-clerk' ? /Chỉ văn thư/ : /Ngày ghi nhận phải từ ngày ban hành/,
    });
  });

  it('has no registry here to receive it, and a unit here is not sent to by post', async () => {
    const paper = await issued();
    await expectRefusal(office(), await act('clerk', paper, { verb: 'receive' }), {
      status: 409,
      code: 'delivery.outside',
      detail: 'Nơi nhận này ở ngoài hệ thống, văn thư ghi việc gửi và bằng chứng.',
    });
    await expectRefusal(office(), await act('clerk', paper, { unit: 'SNV', verb: 'sent', body: sent }), {
      status: 409,
      code: 'delivery.inside',
      detail: 'Nơi nhận này ở trong hệ thống, văn bản đã được chuyển tới sổ của đơn vị.',
    });
  });
});

it('a whole group that no longer exists is not sent to: after 1/7/2025 no district is left', async () => {
  office().go('2025-07-01T08:00');
  const clerk = await as('clerk');
  done(
    await clerk.post('/api/registers/CV/2025/open', {
      first: 1,
      basis: 'Quyết định mở sổ năm 2025',
      approver: 'Chánh Văn phòng',
    }),
  );
  const districts = {
    line: 'Ủy ban nhân dân các quận, huyện, thị xã',
    purpose: 'implement',
    targets: [{ kind: 'group', group: '@UBND_QUAN_HUYEN_THI_XA' }],
  };
  const paper = await anIssuedDocument(office(), {
    content: { addressees: [...letter().addressees, districts], recipients: [] },
  });
  expect((await lines(paper)).map((line) => line.unit).toSorted()).toEqual(['SNV', 'STC']);
});
