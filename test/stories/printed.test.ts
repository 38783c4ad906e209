import { describe, expect, it } from 'vitest';
import { aStoryOffice, done } from '../support/office.ts';
import { anIssuedDocument, letter, look, type Wanted } from '../support/office-documents.ts';

// A decision, a typed document, an urgent letter: each through the whole process, and what its page then says.
const office = aStoryOffice({ at: '2023-09-18T08:00' });
const pdfOf = async (path: string): Promise<Uint8Array> => {
  const { data } = await (await office().browser('clerk')).get(path);
  if (!(data instanceof Uint8Array)) throw new Error('no file');
  return data;
};
const valid = async (pdf: Uint8Array) => {
  const { ports } = office();
  return ports.paper.verify(pdf, { ...ports.trust, at: ports.clock.now() });
};
const article = (heading: string, text: string) => ({ kind: 'article', heading, text, clauses: [] });

const decision: Wanted = {
  heading: { type: 'decision', competence: 'head', symbolSuffix: undefined },
  content: {
    subject: 'Về việc thành lập Tổ công tác rà soát quy trình giải quyết công việc',
    addressees: [],
    legalBases: [
      'Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015',
      'Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư',
    ],
    proposedBy: 'Chánh Văn phòng Ủy ban nhân dân Thành phố',
    blocks: [
      article('Thành lập Tổ công tác', 'Thành lập Tổ công tác gồm các ông, bà có tên trong danh sách kèm theo.'),
      article('Trách nhiệm thi hành', 'Chánh Văn phòng và các ông, bà có tên tại Điều 1 chịu trách nhiệm thi hành./.'),
    ],
    recipients: [{ line: 'Các phòng thuộc Văn phòng', purpose: 'implement', targets: [{ kind: 'unit', unit: 'VP' }] }],
  },
};
const programme: Wanted = {
  heading: { type: 'programme', symbolSuffix: undefined },
  content: { ...letter('công tác cải cách hành chính năm 2024'), addressees: [], recipients: [] },
};

describe('a decision of the chair', () => {
  it('passes content, form and legal review, is signed without TM. and gets the next number of its own series', async () => {
    const paper = await anIssuedDocument(office(), decision);
    expect(paper.display).toBe('4888/QĐ-UBND');
    const { document } = await look(office(), 'clerk', paper);
    if (document.status !== 'issued') throw new Error(document.status);
    expect(document.checks.map((check) => check.kind)).toEqual(['unit-review', 'format-check', 'legal-review']);
    expect(document.signature.capacity.lines).toEqual(['CHỦ TỊCH']);
    const report = await valid(await pdfOf(paper.path('pdf')));
    expect(report).toMatchObject({ valid: true, problems: [] });
  });
});

describe('a typed document', () => {
  it('keeps the case of its abbreviation: Chương trình is CTr', async () => {
    const paper = await anIssuedDocument(office(), programme);
    expect(paper.display).toBe('01/CTr-UBND');
    expect((await valid(await pdfOf(paper.path('pdf')))).valid).toBe(true);
  });
});

describe('an urgent letter', () => {
  it('is due to be issued on the day of its signature', async () => {
    const paper = await anIssuedDocument(office(), { heading: { urgency: 'express' } });
    expect(paper.late).toBe(false);
    const waiting = done(await (await office().browser('clerk')).get('/api/clerk/UBND-HN'));
    expect(JSON.stringify(waiting)).not.toContain(paper.id);
  });
});

describe('the file before and after the seal', () => {
  it('differs, and the signed revision stays inside the sealed one untouched', async () => {
    const paper = await anIssuedDocument(office());
    const { document } = await look(office(), 'clerk', paper);
    if (document.status !== 'issued') throw new Error(document.status);
    const sealed = await pdfOf(paper.path('pdf'));
    const signed = await office().ports.files.get('paper', document.id, document.signature.fileHash);
    if (signed === undefined) throw new Error('the signed revision is kept');
    expect(document.seal.fileHash).not.toBe(document.signature.fileHash);
    expect(Buffer.from(sealed.subarray(0, signed.length)).equals(Buffer.from(signed))).toBe(true);
  });
});
