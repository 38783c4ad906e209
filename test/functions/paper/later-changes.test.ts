import { PDFArray, PDFDict, PDFDocument, PDFName } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyFile } from '../../../functions/paper/verify/verify.ts';
import { demoOffice, removeFolders } from './issued.ts';
import { letter3073 } from './samples.ts';

type Office = Awaited<ReturnType<typeof demoOffice>>;
let office: Office;
let signed: Uint8Array;
let sealed: Uint8Array;
beforeAll(async () => {
  office = await demoOffice();
  ({ signed, sealed } = await office.issue(letter3073, 3073));
});
afterAll(removeFolders);

/** An update as an attacker would append it: well-formed, earlier bytes untouched. */
const update = async (pdf: Uint8Array, change: (document: PDFDocument) => void): Promise<Uint8Array> => {
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false });
  change(document);
  return document.save({ useObjectStreams: false, updateFieldAppearances: false });
};
const field = (document: PDFDocument, name: string): PDFDict => {
  const fields = document.catalog.lookup(PDFName.of('AcroForm'), PDFDict).lookup(PDFName.of('Fields'), PDFArray);
  const index = ['number-line', 'date-line', 'signer', 'seal'].indexOf(name);
  return fields.lookup(index, PDFDict);
};

/** The content stream of page 1 in a new version, written by hand. */
const withReplacedContent = (pdf: Uint8Array): Uint8Array => {
  const text = Buffer.from(pdf).toString('latin1');
  const content = Number(/\/Contents (\d+) 0 R/.exec(text)?.[1]);
  const root = /\/Root (\d+) 0 R/.exec(text)?.[1];
  const size = /\/Size (\d+)/g;
  const largest = Math.max(...[...text.matchAll(size)].map((one) => Number(one[1])));
  const info = /\/Info (\d+ 0 R)/.exec(text)?.[1];
  const previous = text.slice(text.lastIndexOf('startxref')).split('\n')[1];
  const object = `\n${content} 0 obj\n<</Length 9>>\nstream\n0 0 m 1 0\nendstream\nendobj\n`;
  const offset = String(pdf.length + 1).padStart(10, '0');
  const table = `xref\n${content} 1\n${offset} 00000 n \ntrailer\n<</Size ${largest}/Root ${root} 0 R/Info ${info}/Prev ${previous}>>\n`;
  return new Uint8Array(
    Buffer.from(`${text}${object}${table}startxref\n${pdf.length + object.length}\n%%EOF\n`, 'latin1'),
  );
};

const attacks: [string, (document: PDFDocument) => void][] = [
  ['a page was added', (document) => document.addPage()],
  ['a page was removed', (document) => document.removePage(1)],
  [
    'text was drawn over a page',
    (document) => document.getPage(0).drawRectangle({ x: 100, y: 400, width: 200, height: 80 }),
  ],
  [
    'the number line was moved',
    (document) => field(document, 'number-line').set(PDFName.of('Rect'), document.context.obj([10, 10, 500, 500])),
  ],
  [
    'the signature image was replaced',
    (document) => field(document, 'signer').set(PDFName.of('AP'), document.context.obj({})),
  ],
  [
    'a note was laid over the page',
    (document) => {
      const { context } = document;
      const note = context.obj({ Type: 'Annot', Subtype: 'FreeText', Rect: [0, 0, 500, 800], DA: '/F 12 Tf' });
      document.getPage(0).node.addAnnot(context.register(note));
    },
  ],
  [
    'a script was put to run at opening',
    (document) => document.catalog.set(PDFName.of('OpenAction'), document.context.obj({ S: 'JavaScript', JS: '(1)' })),
  ],
  ['the certification was taken out of the catalogue', (document) => document.catalog.delete(PDFName.of('Perms'))],
];

describe('a signed document to which something was done afterwards', () => {
  it.each(attacks)('is found out when %s', async (_, attack) => {
    for (const before of [signed, sealed]) {
      const changed = await update(before, attack);
      expect(Buffer.from(changed.subarray(0, before.length)).equals(Buffer.from(before))).toBe(true);
      const report = verifyFile(changed, office.trust);
      expect(report.valid).toBe(false);
      expect(report.signatures[0]?.intact).toBe(true);
      expect(report.signatures[0]?.forbiddenChanges).not.toEqual([]);
    }
  });
  it('is found out when the text of a page was replaced', async () => {
    for (const before of [signed, sealed]) {
      const report = verifyFile(withReplacedContent(before), office.trust);
      expect(report.valid).toBe(false);
      expect(report.signatures[0]).toMatchObject({
        intact: true,
        forbiddenChanges: ['Nội dung trang hoặc hình ảnh bị thay đổi sau khi ký.'],
      });
    }
  });
  it('is still the same document when validation data were added for the archive', async () => {
    const longTerm = await update(sealed, (document) => {
      const certificate = document.context.register(document.context.flateStream('certificate'));
      document.catalog.set(
        PDFName.of('DSS'),
        document.context.register(document.context.obj({ Certs: [certificate] })),
      );
    });
    expect(verifyFile(longTerm, office.trust)).toMatchObject({ valid: true, problems: [] });
  });
  it('is invalid when the seal was made before anybody signed', async () => {
    const { pdf } = await office.paper.render(letter3073);
    const wrongOrder = await office.sign(await office.sign(pdf, 'seal', 'seal:UBND-HN'), 'signer', 'person:p01');
    const report = verifyFile(wrongOrder, office.trust);
    expect(report.valid).toBe(false);
    expect(report.problems).toContain('Chữ ký số của cơ quan không ký sau người có thẩm quyền.');
  });
});
