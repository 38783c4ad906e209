import { existsSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Instant } from '../../shared/kernel/time.ts';
import { type ImportedOrganisation, importOrganisation, importRows } from '../app/import-organisation.ts';
import { firstRows, importReport, withoutSecondHead } from './office-seed.ts';
import type { SetUpArguments } from './set-up-arguments.ts';

/** How a set-up speaks: a line, or a sentence with which it ends. */
export type SetUpVoice = { print: (line: string) => void; fail: (message: string) => never };

/** The organisation from command line and file together, read as one: a dry run and the real thing are the same reading. */
const readOrganisation = async (o: SetUpVoice, a: SetUpArguments, at: Instant): Promise<ImportedOrganisation> => {
  const rows = firstRows(a, at);
  if (a.organisation === undefined) return importRows(rows);
  const kind = extname(a.organisation).toLowerCase();
  if (kind !== '.xlsx' && kind !== '.json') o.fail('--organisation phải là tệp .xlsx hoặc .json.');
  if (!existsSync(a.organisation)) o.fail(`Không đọc được tệp ${a.organisation}.`);
  const bytes = new Uint8Array(readFileSync(a.organisation));
  const as = kind === '.xlsx' ? 'xlsx' : 'json';
  const alone = await importOrganisation(bytes, as);
  return importOrganisation(bytes, as, withoutSecondHead(rows, alone));
};

const firstNeeds = (o: SetUpVoice, a: SetUpArguments): void => {
  const missing = (['authority', 'abbreviation', 'place'] as const).filter((name) => a[name] === undefined);
  if (missing.length > 0)
    o.fail(`Lần thiết lập đầu cần ${missing.map((name) => `--${name}`).join(', ')}. Xem --empty --help.`);
  if (a.admin.length === 0) o.fail('Cần ít nhất một quản trị hệ thống: --admin "mã:Họ tên".');
};

/** Refused before anything is written: an office is never half made from what could not be read. */
export const checkedSetUp = async (o: SetUpVoice, a: SetUpArguments, at: Instant): Promise<ImportedOrganisation> => {
  firstNeeds(o, a);
  const imported = await readOrganisation(o, a, at);
  for (const line of importReport(imported)) o.print(line);
  if (imported.refused.length > 0 && !a['dry-run'] && !a['skip-refused-rows'])
    o.fail('Chưa thiết lập gì. Sửa các dòng trên rồi chạy lại, hoặc thêm --skip-refused-rows để bỏ qua chúng.');
  return imported;
};

export const sayAloneAdministrator = (o: SetUpVoice, a: SetUpArguments): void => {
  if (a['second-admin'].length + a.admin.length < 2)
    o.print('Lưu ý: chỉ có một quản trị; thay đổi liên quan chính người đó phải do người đứng đầu cơ quan xác nhận.');
};
