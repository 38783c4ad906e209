import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PdfView } from '../../functions/paper/verify/pdf-file.ts';
import { signedBytes, signedFields } from '../../functions/paper/verify/signature-fields.ts';
import { readSignedData } from '../../functions/paper/verify/signed-data.ts';

export type Extracted = {
  /** The file as it stood after each update, oldest first. */
  revisions: string[];
  signatures: {
    field: string;
    cms: string;
    content: string;
    value: string;
    token: string | undefined;
    revision: string;
  }[];
};

/** End of the revision whose cross-reference section starts at `offset`. */
const endOf = (bytes: Buffer, offset: number): number => {
  const at = bytes.indexOf(`startxref\n${offset}\n%%EOF`, offset);
  if (at < 0) throw new Error(`no end for the revision at ${offset}`);
  return at + `startxref\n${offset}\n%%EOF`.length;
};

/** Takes a file apart into what other programs can check by themselves. */
export const extract = (path: string, folder: string): Extracted => {
  mkdirSync(folder, { recursive: true });
  const bytes = readFileSync(path);
  const view = new PdfView(new Uint8Array(bytes));
  const write = (name: string, content: Uint8Array) => {
    const target = join(folder, name);
    writeFileSync(target, content);
    return target;
  };
  const ends = view.sections.map((offset) => endOf(bytes, offset)).sort((a, b) => a - b);
  const revisions = ends.map((end, index) => write(`revision-${index}.pdf`, bytes.subarray(0, end)));
  const signatures = signedFields(view).map((field) => {
    const gap = signedBytes(view, field.dict);
    const data = gap === undefined ? undefined : readSignedData(gap.cms);
    if (gap === undefined || data === undefined) throw new Error(`the signature ${field.name} cannot be read`);
    const { signature, timestampToken } = data.signer;
    return {
      field: field.name,
      cms: write(`${field.name}.cms`, gap.cms),
      content: write(`${field.name}.content`, Buffer.concat(gap.content)),
      value: write(`${field.name}.value`, signature),
      token: timestampToken === undefined ? undefined : write(`${field.name}.token`, timestampToken),
      revision: write(`${field.name}.pdf`, bytes.subarray(0, gap.end)),
    };
  });
  return { revisions, signatures };
};
