import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnprintableText } from '../../../functions/paper/unprintable-text.ts';
import { demoOffice, removeFolders } from './issued.ts';
import { decision, general, letter3073 } from './samples.ts';

type Office = Awaited<ReturnType<typeof demoOffice>>;
type Issued = Awaited<ReturnType<Office['issue']>>;
let office: Office;
let issued: Issued;
beforeAll(async () => {
  office = await demoOffice();
  issued = await office.issue(letter3073, 5);
});
afterAll(removeFolders);

const startsWith = (whole: Uint8Array, part: Uint8Array) =>
  Buffer.from(whole.subarray(0, part.length)).equals(Buffer.from(part));
const hexText = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('hex').toUpperCase();

describe('a document on paper', () => {
  it('prints the same bytes for the same document', async () => {
    for (const request of [letter3073, decision, general]) {
      const [first, second] = [await office.paper.render(request), await office.paper.render(request)];
      expect(Buffer.from(first.pdf).equals(Buffer.from(second.pdf))).toBe(true);
    }
  });
  it('is signed, numbered and sealed without touching the bytes before', () => {
    expect(startsWith(issued.signed, issued.rendered)).toBe(true);
    expect(startsWith(issued.numbered, issued.signed)).toBe(true);
    expect(startsWith(issued.sealed, issued.numbered)).toBe(true);
  });
  it('shows visible blanks for number and date until the clerk gives them', () => {
    const before = Buffer.from(issued.rendered).toString('latin1').toUpperCase();
    const after = Buffer.from(issued.sealed.subarray(issued.signed.length)).toString('latin1').toUpperCase();
    expect(before).toContain(hexText(`Số:${'\u00a0'.repeat(8)}/UBND-NC`));
    expect(after).toContain(hexText('Số: 05/UBND-NC'));
    expect(after).toContain(hexText('Hà Nội, ngày 18 tháng 9 năm 2023'));
  });
  it('gives a working copy no place for a signature', async () => {
    const draft = await office.paper.render({ ...letter3073, draft: true });
    expect(Buffer.from(draft.pdf).includes('/AcroForm')).toBe(false);
  });
  it('names the characters that the typeface cannot print instead of losing them', async () => {
    const content = { ...letter3073.content, subject: 'kiểm tra ☐ và 漢' };
    const failure = await office.paper.render({ ...letter3073, content }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnprintableText);
    expect(failure instanceof UnprintableText ? failure.characters : []).toEqual(['☐', '漢']);
  });
  it('takes user text as text, never as markup', async () => {
    const content = { ...letter3073.content, subject: '#panic("x") *đậm* $a$ \\ [x] <y> @z _n_' };
    await expect(office.paper.render({ ...letter3073, content })).resolves.toMatchObject({ pages: 2 });
  });
  it('refuses a place and number too long for their line', async () => {
    const place = 'Thành phố có tên rất dài '.repeat(6);
    await expect(office.number(issued.signed, { ...letter3073, place }, 7)).rejects.toThrow('needs');
  });
  it('refuses to sign the same field twice', async () => {
    await expect(office.sign(issued.sealed, 'signer', 'person:p01')).rejects.toThrow('signed already');
  });
});

describe('verification of an issued document', () => {
  it('finds person and agency signatures valid, with time stamps', async () => {
    const report = await office.paper.verify(issued.sealed, office.trust);
    expect(report).toMatchObject({ valid: true, problems: [] });
    expect(report.signatures.map((one) => [one.field, one.kind, one.level, one.timestampedAt])).toEqual([
      ['signer', 'person', 'B-T', '2023-09-18T02:02:11.000Z'],
      ['seal', 'agency', 'B-T', '2023-09-18T02:02:11.000Z'],
    ]);
  });
  it('says that a document without seal is not issued yet', async () => {
    const report = await office.paper.verify(issued.numbered, office.trust);
    expect(report.valid).toBe(false);
    expect(report.signatures[0]).toMatchObject({ intact: true, trusted: true, forbiddenChanges: [] });
    expect(report.problems).toContain('Không có chữ ký số của cơ quan, tổ chức.');
  });
  it('trusts nobody when no root is configured', async () => {
    const report = await office.paper.verify(issued.sealed, { ...office.trust, roots: [] });
    expect(report.valid).toBe(false);
    expect(report.signatures.every((one) => one.intact && !one.trusted)).toBe(true);
  });
  it('does not take a person for an agency', async () => {
    const forged = await office.sign(issued.numbered, 'seal', 'person:p01');
    const report = await office.paper.verify(forged, office.trust);
    expect(report.valid).toBe(false);
    expect(report.signatures[1]?.problems).toContain('Chứng thư số không dành cho loại chữ ký này.');
  });
  it('does not accept a number changed after the seal', async () => {
    const renumbered = await office.number(issued.sealed, letter3073, 6);
    const report = await office.paper.verify(renumbered, office.trust);
    expect(report.valid).toBe(false);
    expect(report.signatures[1]?.forbiddenChanges).not.toEqual([]);
  });
  it('does not accept anything appended after the seal', async () => {
    for (const tail of ['x', '\n%%EOF\n', '\n']) {
      const longer = new Uint8Array(Buffer.concat([issued.sealed, Buffer.from(tail)]));
      expect((await office.paper.verify(longer, office.trust)).valid, JSON.stringify(tail)).toBe(false);
    }
  });
  it('answers instead of failing for a file that is no PDF', async () => {
    const report = await office.paper.verify(new TextEncoder().encode('không phải PDF'), office.trust);
    expect(report).toMatchObject({ valid: false, signatures: [] });
  });
});
