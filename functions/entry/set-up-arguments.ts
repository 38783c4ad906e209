import { parseArgs } from 'node:util';
import * as z from 'zod';
import { PersonId, SeriesId, UnitId } from '../../shared/kernel/ids.ts';
import { err, ok, type Result } from '../../shared/kernel/result.ts';
import { DocumentType } from '../../shared/organisation/document-type.ts';
import { UnitKind } from '../../shared/organisation/unit.ts';

export const SET_UP_HELP = `npm start -- --empty [tham số]: thiết lập cơ quan thật rồi chạy; lần sau chỉ cần npm start

  --authority TÊN          tên cơ quan, ví dụ "UBND xã Yên Bài"
  --abbreviation CHỮ       chữ viết tắt trong ký hiệu, ví dụ UBND (cũng là mã đơn vị; đổi bằng --authority-id)
  --place ĐỊA_DANH         địa danh ghi trên văn bản
  --regime collective|head chế độ tập thể (ký TM.) hoặc thủ trưởng
  --kind LOẠI              loại đơn vị (mặc định: commune-committee khi tập thể, department khi thủ trưởng)
  --printed "A;B"          tên in trên văn bản, mỗi dòng cách nhau dấu chấm phẩy
  --printed-parent TÊN     cơ quan chủ quản in phía trên
  --head-title CHỨC_DANH   chức danh người đứng đầu (mặc định Chủ tịch hoặc Giám đốc)
  --admin "mã:Họ tên"      quản trị hệ thống (lặp lại được)
  --second-admin "mã:Họ tên"  người thứ hai, xác nhận thay đổi liên quan chính quản trị thứ nhất
  --series "MÃ:loại[,loại]:số cuối đã cấp:căn cứ:người duyệt"  dãy số và số đã cấp trong năm (lặp lại được)
  --organisation TỆP       cơ cấu tổ chức, .xlsx hoặc .json
  --dry-run                chỉ đọc và báo các dòng bị loại, không ghi gì
  --skip-refused-rows      vẫn thiết lập khi có dòng bị loại
  --roots TỆP.pem          chứng thư gốc được tin cậy (chữ ký và dấu thời gian)
  --key "person:mã=khóa.p8,chuỗi.pem"  khóa đã mã hóa và chuỗi chứng thư; seal:đơn-vị cho con dấu (lặp lại được)
  --image "person:mã=ảnh.png"          ảnh chữ ký hoặc con dấu (lặp lại được)

Biến môi trường: PUBLIC_URL, OIDC_PROVIDERS, TIMESTAMP_URL, KEY_PASSPHRASE, DATA_DIR, ANCHOR_DIR, PORT, HOST.`;

const options = {
  empty: { type: 'boolean' },
  help: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  'skip-refused-rows': { type: 'boolean' },
  authority: { type: 'string' },
  'authority-id': { type: 'string' },
  abbreviation: { type: 'string' },
  place: { type: 'string' },
  regime: { type: 'string' },
  kind: { type: 'string' },
  printed: { type: 'string' },
  'printed-parent': { type: 'string' },
  'head-title': { type: 'string' },
  organisation: { type: 'string' },
  roots: { type: 'string' },
  admin: { type: 'string', multiple: true },
  'second-admin': { type: 'string', multiple: true },
  series: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
  image: { type: 'string', multiple: true },
} as const;

const Person = z.string().transform((text, context) => {
  const [id = '', ...name] = text.split(':');
  const parsed = PersonId.safeParse(id);
  const called = name.join(':').normalize('NFC').trim();
  if (parsed.success && called !== '') return { id: parsed.data, name: called };
  context.addIssue({ code: 'custom', message: `"${text}" phải có dạng "mã:Họ tên"` });
  return z.NEVER;
});
const Numbers = z.object({
  id: SeriesId,
  types: z.array(DocumentType).min(1),
  opening: z.coerce.number().int().min(0),
  basis: z.string().trim().min(3),
  approver: z.string().trim().min(2),
});
const SeriesText = z.string().transform((text, context) => {
  const [id, types = '', opening, basis, ...approver] = text.split(':');
  const parsed = Numbers.safeParse({ id, types: types.split(','), opening, basis, approver: approver.join(':') });
  if (parsed.success && /^\d+$/.test(opening ?? '')) return parsed.data;
  const message = `"${text}" phải có dạng "MÃ:loại:số cuối đã cấp:căn cứ:người duyệt"`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
const named = (form: string) =>
  z.string().transform((text, context) => {
    const [keyRef = '', ...files] = text.split('=');
    const [first = '', second] = files.join('=').split(',');
    if (/^(person|seal|anchor):[A-Za-z0-9._-]+$/.test(keyRef) && first !== '') return { keyRef, first, second };
    context.addIssue({ code: 'custom', message: `"${text}" phải có dạng "${form}"` });
    return z.NEVER;
  });

const SetUpArguments = z.object({
  help: z.boolean().default(false),
  'dry-run': z.boolean().default(false),
  'skip-refused-rows': z.boolean().default(false),
  authority: z.string().trim().min(2).optional(),
  'authority-id': UnitId.optional(),
  abbreviation: z.string().trim().min(1).optional(),
  place: z.string().trim().min(1).optional(),
  regime: z.enum(['collective', 'head']).default('collective'),
  kind: UnitKind.optional(),
  printed: z.string().optional(),
  'printed-parent': z.string().optional(),
  'head-title': z.string().trim().min(2).optional(),
  organisation: z.string().optional(),
  roots: z.string().optional(),
  admin: z.array(Person).default([]),
  'second-admin': z.array(Person).default([]),
  series: z.array(SeriesText).default([]),
  key: z.array(named('person:mã=khóa.p8,chuỗi.pem')).default([]),
  image: z.array(named('person:mã=ảnh.png')).default([]),
});
export type SetUpArguments = z.infer<typeof SetUpArguments>;

/** The command line of the set-up, or a sentence about the first thing wrong with it. */
export const setUpArguments = (args: readonly string[]): Result<SetUpArguments, string> => {
  let values: unknown;
  try {
    ({ values } = parseArgs({ args: [...args], options, strict: true }));
  } catch (cause) {
    return err(`Tham số không đúng (${cause instanceof Error ? cause.message : String(cause)}). Xem --empty --help.`);
  }
  const parsed = SetUpArguments.safeParse(values);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const reason = issue?.code === 'custom' ? issue.message : 'giá trị không hợp lệ';
  return err(`Tham số --${String(issue?.path[0] ?? '')}: ${reason}. Xem --empty --help.`);
};
