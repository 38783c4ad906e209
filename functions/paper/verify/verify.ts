import { createHash } from 'node:crypto';
import type { SignatureReport, VerificationReport } from '../../ports/paper.ts';
import { type Checked, checkField } from './check-field.ts';
import { PdfView } from './pdf-file.ts';
import { signedFields } from './signature-fields.ts';
import { BadPdf } from './syntax.ts';
import type { Trust } from './trust.ts';

const MAX_BYTES = 60 * 1024 * 1024;
const MAX_SIGNATURES = 20;

export const unreadable = (pdf: Uint8Array, problem: string): VerificationReport => ({
  valid: false,
  revisions: 0,
  sha256: createHash('sha256').update(pdf).digest('hex'),
  signatures: [],
  problems: [problem],
});

const isGood = (report: SignatureReport): boolean =>
  report.intact && report.trusted && report.forbiddenChanges.length === 0 && report.problems.length === 0;

/** The order that the law asks for: the authorised person, then the agency over the whole file (Điều 13, Điều 17.2, Phụ lục I.II.7–8). */
const overallProblems = (checked: readonly Checked[]): string[] => {
  const people = checked.filter((one) => one.report.kind === 'person');
  const agencies = checked.filter((one) => one.report.kind === 'agency');
  const [person] = people;
  const [agency] = agencies;
  const problems: string[] = [];
  if (person === undefined) problems.push('Không có chữ ký số của người có thẩm quyền.');
  if (agency === undefined) problems.push('Không có chữ ký số của cơ quan, tổ chức.');
  if (people.length > 1 || agencies.length > 1) problems.push('Có nhiều hơn một chữ ký số cùng loại.');
  if (person !== undefined && agency !== undefined) {
    if (person.end >= agency.end) problems.push('Chữ ký số của cơ quan không ký sau người có thẩm quyền.');
    if (!agency.report.coversWholeFile) problems.push('Chữ ký số của cơ quan không bao phủ toàn bộ tệp.');
  }
  if (checked.some((one) => !isGood(one.report))) problems.push('Có chữ ký số không hợp lệ.');
  return problems;
};

const verifyView = (pdf: Uint8Array, trust: Trust): VerificationReport => {
  const view = new PdfView(pdf);
  const fields = signedFields(view);
  if (fields.length > MAX_SIGNATURES) throw new BadPdf('too many signatures');
  const checked = fields.map((field) => checkField(view, field, trust)).sort((a, b) => a.end - b.end);
  const values = fields.map((field) => field.number).filter((number) => number >= 0);
  const problems = fields.length === 0 ? ['Tệp không có chữ ký số.'] : overallProblems(checked);
  if (new Set(values).size !== values.length) problems.push('Một chữ ký được dùng cho nhiều trường.');
  return {
    valid: problems.length === 0,
    revisions: view.sections.length,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    signatures: checked.map((one) => one.report),
    problems,
  };
};

/** Verification of a file (xác thực văn bản): never throws, never asks the network. Runs in a limited worker, see `in-worker.ts`. */
export const verifyFile = (pdf: Uint8Array, trust: Trust): VerificationReport => {
  if (pdf.length > MAX_BYTES) return unreadable(pdf, 'Tệp quá lớn để xác thực.');
  try {
    return verifyView(pdf, trust);
  } catch (error) {
    const isEncrypted = error instanceof BadPdf && error.message === 'encrypted';
    return unreadable(
      pdf,
      isEncrypted ? 'Tệp bị mã hóa nên không xác thực được.' : 'Tệp không đọc được hoặc đã bị hỏng.',
    );
  }
};
