import { describe, expect, it } from 'vitest';
import { aStoryOffice, done, expectRefusal } from '../support/office.ts';
import {
  aDraft,
  anIssuedDocument,
  aSignedDocument,
  aSubmittedDraft,
  letter,
  look,
} from '../support/office-documents.ts';

// Registers, dossiers and procedures: whose they are, and what cannot be set at all (scenario D9.85).
const office = aStoryOffice({ at: '2023-09-18T08:00' });
const send = (part: string, path: string, body: unknown) => async () => (await office().browser(part)).post(path, body);

describe('a register', () => {
  const opening = { first: 1, basis: 'Quyết định mở sổ năm 2025', approver: 'Chánh Văn phòng' };

  it('is opened by the clerk of its agency only, once, and only for the year that it is', async () => {
    await expectRefusal(office(), send('drafter', '/api/registers/CV/2023/open', opening), {
      status: 403,
      code: 'register.not-the-clerk',
      detail: 'Chỉ văn thư của cơ quan được mở sổ đăng ký văn bản đi.',
      basis: 'Điều 32.2 Nghị định 30/2020/NĐ-CP',
    });
    await expectRefusal(office(), send('departmentClerk', '/api/registers/CV/2023/open', opening), {
      status: 403,
      code: 'register.not-the-clerk',
      detail: 'Chỉ văn thư của cơ quan được mở sổ đăng ký văn bản đi.',
    });
    await expectRefusal(office(), send('clerk', '/api/registers/CV/2023/open', opening), {
      status: 409,
      code: 'register.already-open',
      detail: 'Sổ đăng ký năm 2023 của dãy số này đã mở.',
    });
    await expectRefusal(office(), send('clerk', '/api/registers/CV/2024/open', opening), {
      status: 422,
      code: 'register.other-year',
      detail: 'Chỉ mở được sổ của năm hiện tại, không mở sổ năm 2024.',
    });
  });

  it('of a year that follows no register must be opened first, at a stated number', async () => {
    office().go('2025-03-03T08:00');
    const paper = await aSignedDocument(office());
    const clerk = await office().browser('clerk');
    const intent = await clerk.stepUp('issue', [{ id: paper.id, hash: paper.fileHash }]);
    const issue = () => clerk.post(paper.path('issue'), { fileHash: paper.fileHash, intent });
    await expectRefusal(office(), issue, {
      status: 422,
      code: 'register.not-opened',
      detail: 'Dãy số CV chưa mở sổ đăng ký năm 2025. Văn thư phải mở sổ với số bắt đầu, căn cứ và người duyệt.',
      basis: 'Điều 15.1 Nghị định 30/2020/NĐ-CP',
    });
    done(await send('clerk', '/api/registers/CV/2025/open', { ...opening, first: 415 })());
    expect(done(await issue())).toMatchObject({ display: '415/UBND-NC', date: '2025-03-03' });
    await office().settle();
    office().go('2023-09-18T08:00');
  });
});

describe('a dossier', () => {
  const dossier = {
    notation: '05.NC',
    title: 'Hồ sơ kiểm tra công vụ năm 2023',
    retention: '10 năm',
    unit: 'VP',
    year: 2023,
  };

  it('is opened by people of its unit, once', async () => {
    await expectRefusal(office(), send('departmentHead', '/api/dossiers', dossier), {
      status: 403,
      code: 'dossier.not-your-unit',
      detail: 'Chỉ người của đơn vị được mở hồ sơ trong danh mục của đơn vị.',
    });
    done(await send('clerk', '/api/dossiers', dossier)());
    await expectRefusal(office(), send('clerk', '/api/dossiers', dossier), {
      status: 409,
      code: 'dossier.already-open',
      detail: 'Hồ sơ 05.NC đã được mở.',
    });
  });

  it('counts its documents in the order in which they come', async () => {
    const heading = { dossier: 'VP.2023.02.NC' };
    const [first, second] = [
      await anIssuedDocument(office(), { heading }),
      await anIssuedDocument(office(), { heading }),
    ];
    for (const [paper, ordinal] of [
      [first, 1],
      [second, 2],
    ] as const) {
      const { document } = await look(office(), 'clerk', paper);
      expect(document.status === 'issued' && document.filed).toMatchObject({ dossier: 'VP.2023.02.NC', ordinal });
    }
  });

  it('that was never opened leaves the document issued and visibly stuck in filing', async () => {
    const paper = await anIssuedDocument(office(), { heading: { dossier: 'VP.2023.99.NC' } });
    const { document } = await look(office(), 'clerk', paper);
    expect(document).toMatchObject({ status: 'issued', failure: { step: 'file' } });
    const stuck = done(await (await office().browser('clerk')).get('/api/stuck'));
    expect(JSON.stringify(stuck)).toContain(paper.id);
  });
});

describe('a procedure', () => {
  const step = (id: string, kind: string, actor: unknown, group: number) => ({
    id,
    kind,
    actor,
    group,
    workingDays: 1,
    endorses: kind !== 'approval',
  });
  const steps = [
    step('unit-review', 'unit-review', { kind: 'head-of-drafting-unit' }, 0),
    step('format-check', 'format-check', { kind: 'format-checker' }, 1),
    step('approval', 'approval', { kind: 'signer' }, 2),
  ];
  const procedure = (change: Record<string, unknown> = {}) => ({
    procedure: {
      id: 'letters',
      name: 'Quy trình công văn',
      types: ['official-letter'],
      fields: [],
      steps,
      period: { from: '2023-09-19' },
      ...change,
    },
  });

  it.each([
    ['by a drafter', 'drafter', {}, 403, 'procedure.not-yours'],
    ['for the whole authority by one of its departments', 'departmentHead', {}, 403, 'procedure.not-yours'],
    ['for another agency', 'departmentHead', { issuer: 'STC' }, 403, 'procedure.not-yours'],
    ['without a check of the form', 'chair', { steps: [steps[0], steps[2]] }, 422, 'procedure.checks-missing'],
    ['without the signatory', 'chair', { steps: steps.slice(0, 2) }, 422, 'procedure.must-end-with-the-signer'],
    ['from yesterday', 'chair', { period: { from: '2023-09-17' } }, 422, 'procedure.starts-in-the-past'],
  ])('is not set %s', async (_, part, change, status, code) => {
    await expectRefusal(office(), send(part, '/api/procedures', procedure(change)), {
      status,
      code,
      detail: /uy trình/,
    });
  });

  it('in force is frozen into what was submitted: a later change does not touch it', async () => {
    const paper = await aDraft(office());
    done(await send('drafter', paper.path('submit'), { contentHash: paper.contentHash })());
    done(
      await send(
        'chair',
        '/api/procedures',
        procedure({ period: { from: '2023-09-18' }, steps: [{ ...steps[0], workingDays: 5 }, ...steps.slice(1)] }),
      )(),
    );
    const frozen = (await look(office(), 'drafter', paper)).document;
    expect(frozen.procedure?.id).toBe('general');
    const next = (await look(office(), 'drafter', await aSubmittedDraft(office()))).document;
    expect(next.procedure).toMatchObject({ id: 'letters', version: 1 });
    // What the office wrote for letters says nothing about a plan: that goes the way it always went.
    const plan = await aSubmittedDraft(office(), {
      heading: { type: 'plan', symbolSuffix: undefined },
      content: { ...letter(), addressees: [] },
    });
    expect((await look(office(), 'drafter', plan)).document.procedure?.id).toBe('general');
  });
});
