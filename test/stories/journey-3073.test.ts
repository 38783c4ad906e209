import { beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { type Journey, walk } from '../../functions/entry/journey.ts';
import { DossierItem, RelationsAnswer, SearchAnswer } from '../../shared/archive/contract.ts';
import { DeliveryLine, DocumentLine } from '../../shared/documents/lines.ts';
import { MetadataAnswer, page, RegisterAnswer, TimelineAnswer } from '../../shared/documents/query-answers.ts';
import { aStoryOffice, at, done } from '../support/office.ts';
import { look } from '../support/office-documents.ts';

// Công văn 3073/UBND-NC from the first draft to the archive, each act by the person whose act it is.
const office = aStoryOffice({ at: '2023-09-14T08:00' });
const told: { journey?: Journey } = {};
const the3073 = (): Journey => {
  if (told.journey === undefined) throw new Error('the journey is walked before the first test');
  return told.journey;
};
const ask = async (part: string, path: string) => done(await (await office().browser(part)).get(path));
const search = async (part: string, text: string) =>
  SearchAnswer.parse(await ask(part, `/api/archive/search?text=${encodeURIComponent(text)}`));

beforeAll(async () => {
  const { world, settle, clock, browser } = office();
  const document = world.documents.find((one) => one.kind === 'outgoing');
  if (document?.kind !== 'outgoing') throw new Error('the demo has no letter');
  const { roles } = document;
  const relations = document.relations.map(({ kind, to }) => {
    const cited = world.documents.find((one) => one.id === to);
    return { kind, display: cited?.display ?? to, ...(cited === undefined ? {} : { date: cited.date }) };
  });
  told.journey = await walk({
    document,
    dossier: 'VP.2023.01.NC',
    relations,
    people: {
      drafter: await browser(roles.drafter),
      contentReviewer: await browser(roles.contentReviewer),
      formatReviewer: await browser(roles.formatReviewer),
      signer: await browser(roles.signer),
      clerk: await browser(roles.clerk),
    },
    times: {
      draft: '2023-09-14T09:10',
      submit: '2023-09-14T10:05',
      review: '2023-09-14T16:20',
      format: '2023-09-15T10:00',
      sign: '2023-09-18T08:31',
      issue: '2023-09-18T09:02:11',
    },
    act: async ({ at: time }, work) => {
      clock.set(at(time));
      return work();
    },
    settle,
  });
  await settle();
});

it('gets number 3073/UBND-NC of 18/9/2023, the same day as its signature', async () => {
  expect(the3073().display).toBe('3073/UBND-NC');
  const { document } = await look(office(), 'drafter', the3073());
  if (document.status !== 'issued') throw new Error(document.status);
  expect(document.number).toMatchObject({ number: 3073, date: '2023-09-18', late: false, year: 2023 });
  expect(document.signature.capacity.lines).toEqual(['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']);
  expect(document.checks.map((check) => check.endorsed)).toEqual([true, true]);
});

it('reaches the thirty quận, huyện, thị xã that existed on that day, each in its own registry', async () => {
  const lines = [];
  let cursor = '';
  do {
    const tail = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = page(DeliveryLine).parse(
      await ask('drafter', `/api/documents/${the3073().id}/dispatch?limit=100${tail}`),
    );
    lines.push(...answer.items);
    cursor = answer.next ?? '';
  } while (cursor !== '');
  const districts = lines.filter((line) => line.via === '@UBND_QUAN_HUYEN_THI_XA');
  expect(districts).toHaveLength(30);
  expect(new Set(districts.map((line) => line.unit)).size).toBe(30);
  expect(districts.every((line) => line.status === 'delivered')).toBe(true);
  expect(new Set(lines.map((line) => line.line)).size).toBe(lines.length);
  expect(lines.filter((line) => line.unit === undefined)).toMatchObject([
    { to: 'Thường trực Thành ủy Hà Nội', status: 'to-send', purpose: 'report' },
  ]);
  const registry = page(DeliveryLine).parse(await ask('districtClerk', '/api/registry/UBND-BADINH'));
  expect(registry.items).toMatchObject([{ display: '3073/UBND-NC', unit: 'UBND-BADINH', status: 'delivered' }]);
});

it('stands first in dossier 01.NC of the year, and its row has the ten columns of the register', async () => {
  const dossier = z.object({ items: z.array(DossierItem) }).parse(await ask('drafter', '/api/dossiers/VP.2023.01.NC'));
  expect(dossier.items).toMatchObject([
    { document: the3073().id, display: '3073/UBND-NC', ordinal: 1, pages: the3073().preparedPages },
  ]);
  const register = RegisterAnswer.parse(await ask('clerk', '/api/registers/CV/2023'));
  const row = register.items.find((one) => one.number === 3073);
  expect(row).toMatchObject({
    document: the3073().id,
    display: '3073/UBND-NC',
    date: '2023-09-18',
    signer: 'Nguyễn Quốc Khải',
    copies: 1,
    sentOn: '2023-09-18',
    voided: false,
  });
  expect(row?.typeAndSubject).toMatch(/^Công văn.*triển khai thực hiện Kế hoạch số 171-KH\/TU/);
  expect(row?.recipients).toContain('Ủy ban nhân dân các quận, huyện, thị xã');
  expect(row?.fileCopy).toContain('NC');
});

it('is listed in the tree under Kế hoạch 171-KH/TU of Thành ủy, which itself is outside', async () => {
  const tree = RelationsAnswer.parse(
    await ask('drafter', `/api/archive/relations?of=${encodeURIComponent('171-KH/TU')}`),
  );
  expect(tree.under).toMatchObject([{ document: the3073().id, display: '3073/UBND-NC', kind: 'implements', depth: 1 }]);
  const decision = RelationsAnswer.parse(
    await ask('drafter', `/api/archive/relations?of=${encodeURIComponent('4610/QĐ-UBND')}`),
  );
  expect(decision.under).toMatchObject([{ display: '3073/UBND-NC', kind: 'refers-to' }]);
});

it.each([
  '3073',
  '3073/UBND-NC',
  '3073 ubnd nc',
  'kỷ luật, kỷ cương',
  'ky luat ky cuong',
  'kỷ luật, kỷ cương'.normalize('NFD'),
  'DIEU CHUYEN nguoi khong dap ung',
])('is found by “%s”', async (text) => {
  const { hits } = await search('drafter', text);
  expect(hits.map((hit) => hit.display)).toContain('3073/UBND-NC');
});

it('gives the same hits with and without accents', async () => {
  const [accented, plain] = [await search('drafter', 'đơn giản hóa'), await search('drafter', 'don gian hoa')];
  expect(accented.hits.map((hit) => hit.id)).toEqual(plain.hits.map((hit) => hit.id));
  expect(accented.total.n).toBe(1);
});

it('is found by a receiving district and not by one to whom it was not sent', async () => {
  expect((await search('districtClerk', '3073')).total.n).toBe(1);
  expect((await search('administrator', '3073')).total.n).toBe(0);
});

it('is verified from paper: number, date and issuer by its code, both signatures by its file', async () => {
  const reader = await office().browser('drafter');
  const publicPage = await reader.raw(`/xac-thuc/${the3073().verificationCode}`);
  expect(publicPage.status).toBe(200);
  expect(await publicPage.text()).toContain('3073/UBND-NC');
  const pdf = (await reader.get(`/api/documents/${the3073().id}/pdf`)).data;
  if (!(pdf instanceof Uint8Array)) throw new Error('no file');
  const { ports } = office();
  const report = await ports.paper.verify(pdf, { ...ports.trust, at: ports.clock.now() });
  expect(report.problems).toEqual([]);
  expect(report.signatures.map((one) => [one.kind, one.level, one.intact])).toEqual([
    ['person', 'B-T', true],
    ['agency', 'B-T', true],
  ]);
  const touched = Uint8Array.from(pdf);
  touched[Math.floor(touched.length / 3)] = (touched[Math.floor(touched.length / 3)] ?? 0) ^ 1;
  expect((await ports.paper.verify(touched, { ...ports.trust, at: ports.clock.now() })).valid).toBe(false);
});

it('tells the whole way that it went, each step with its person and time, and the fields of Phụ lục VI', async () => {
  const { items } = TimelineAnswer.parse(await ask('drafter', `/api/documents/${the3073().id}/timeline`));
  expect(items.map((item) => item.type)).toEqual([
    'DraftStarted',
    'DraftSubmitted',
    'CheckPassed',
    'CheckPassed',
    'DocumentApproved',
    'DocumentSigned',
    'DocumentNumbered',
    'DocumentSealed',
    'DocumentDispatched',
    'DocumentFiled',
  ]);
  expect(items.find((item) => item.type === 'DocumentNumbered')).toMatchObject({
    at: '2023-09-18T02:02:11.000Z',
    by: { name: 'Ngô Thị Hạnh' },
    display: '3073/UBND-NC',
  });
  expect(items.find((item) => item.type === 'DocumentFiled')?.dossier).toMatch(/01\.NC$/);
  const metadata = MetadataAnswer.parse(await ask('drafter', `/api/documents/${the3073().id}/metadata`));
  expect(metadata).toMatchObject({ CodeNumber: '3073', CodeNotation: 'UBND-NC' });
});

it('no longer waits for anybody', async () => {
  const clerk = page(DocumentLine).parse(await ask('clerk', '/api/clerk/UBND-HN'));
  expect(clerk.items).toEqual([]);
  for (const part of ['drafter', 'roomHead', 'formatChecker', 'chair', 'clerk'])
    expect(await ask(part, '/api/inbox')).toMatchObject({ items: [] });
});
