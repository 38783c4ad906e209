import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { s3Files } from '../functions/adapters/s3/files.ts';
import type { CertificateErrand } from '../functions/entry/aws/certificate-errand.ts';
import { enrolCertificate, enrolRoots, requestCertificate } from '../functions/entry/aws/enrol-certificate.ts';
import { s3Client } from '../functions/entry/aws/s3.ts';
import { RETRIES, realNow } from '../functions/entry/aws/state.ts';
import { enrolImage } from '../functions/entry/enrol-keys.ts';
import { err, ok, type Result } from '../shared/kernel/result.ts';
import { instant, officeDate, shortDate } from '../shared/kernel/time.ts';

const HELP = `npm run enrol-certificate -- [tham số]: chứng thư và ảnh của khóa ký trong AWS KMS

  Chứng thư gốc được tin cậy:  --roots TỆP.pem --bucket THÙNG
  Yêu cầu cấp chứng thư:       --request --key seal:VP --stage TÊN --subject "CN=…, O=…, C=VN" --function HÀM [--out TỆP.csr]
  Nhập chứng thư được cấp:     --certificate TỆP.pem --key seal:VP --stage TÊN --bucket THÙNG [--roots TỆP.pem]
  Ảnh con dấu, chữ ký:         --image TỆP.png --key seal:VP --bucket THÙNG

  --key     seal:đơn-vị, person:mã hoặc anchor:main
  --stage   tên giai đoạn như trong tệp cấu hình
  --function  hàm "issue" của giai đoạn: chỉ vai trò của nó được ký bằng khóa này
  --bucket  thùng tệp làm việc (S3) của giai đoạn
  --roots   khi nhập chứng thư: dùng tệp này thay cho chứng thư gốc đã nhập`;

const text = (name: string) => z.string({ error: `Cần --${name}. Xem --help.` }).min(1, `--${name} trống.`);
const key = text('key').regex(
  /^(person|seal|anchor):[A-Za-z0-9][A-Za-z0-9_-]*$/,
  '--key có dạng seal:VP, person:mã hoặc anchor:main (chữ không dấu, chữ số, "-", "_").',
);
const stage = text('stage').regex(/^[a-z][a-z0-9-]{0,19}$/, '--stage gồm chữ thường, chữ số và "-".');
const bucket = text('bucket');
const ToRequest = z.object({
  key,
  stage,
  subject: text('subject'),
  out: text('out').optional(),
  function: text('function').optional(),
});
const ToEnrol = z.object({ certificate: text('certificate'), key, stage, bucket, roots: text('roots').optional() });
const ToShow = z.object({ image: text('image'), key, bucket });
const ToTrust = z.object({ roots: text('roots'), bucket });

const options = {
  help: { type: 'boolean' },
  request: { type: 'boolean' },
  certificate: { type: 'string' },
  image: { type: 'string' },
  roots: { type: 'string' },
  bucket: { type: 'string' },
  key: { type: 'string' },
  stage: { type: 'string' },
  function: { type: 'string' },
  subject: { type: 'string' },
  out: { type: 'string' },
} as const;

const keyOf = (o: { key: string; stage: string }) => ({
  kms: new KMSClient(RETRIES),
  aliasPrefix: `alias/vanthu-${o.stage}/`,
  keyRef: o.key,
});
type Outcome = Promise<Result<string, string>>;

const Answered = z.union([z.object({ pem: z.string() }), z.object({ problem: z.string() })]);
/** By the signing function itself when it is named: under the key's policy nobody else can sign, not even an administrator. */
const requestOf = async (o: z.infer<typeof ToRequest>): Outcome => {
  if (o.function === undefined) return requestCertificate(keyOf(o), o.subject);
  const errand: CertificateErrand = { certificateRequest: { key: o.key, subject: o.subject } };
  const command = new InvokeCommand({ FunctionName: o.function, Payload: JSON.stringify(errand) });
  const { FunctionError, Payload } = await new LambdaClient(RETRIES).send(command);
  const told = new TextDecoder().decode(Payload);
  if (FunctionError !== undefined) return err(`Hàm ${o.function} không lập được yêu cầu: ${told.slice(0, 400)}`);
  const answer = Answered.parse(JSON.parse(told));
  return 'pem' in answer ? ok(answer.pem) : err(answer.problem);
};

const request = async (o: z.infer<typeof ToRequest>): Outcome => {
  const made = await requestOf(o);
  if (!made.ok || o.out === undefined) return made;
  // The authority may have one request in hand already: another must not take its place unseen.
  try {
    writeFileSync(o.out, made.value, { flag: 'wx' });
  } catch {
    return err(`Không ghi được ${o.out}, hoặc tệp đã có.`);
  }
  return ok(`Đã ghi yêu cầu cấp chứng thư cho ${o.key} vào ${o.out}.`);
};

const enrol = async (o: z.infer<typeof ToEnrol>): Outcome => {
  const place = { ...keyOf(o), s3: s3Client(), bucket: o.bucket };
  const done = await enrolCertificate(place, { file: o.certificate, roots: o.roots, now: realNow() });
  if (!done.ok) return done;
  const until = shortDate(officeDate(instant(done.value.validToDate.getTime())));
  return ok(`Đã nhập chứng thư của ${o.key}, có hiệu lực đến ${until}; dùng được sau chậm nhất năm phút.`);
};

const show = async (o: z.infer<typeof ToShow>): Outcome => {
  const files = s3Files({ client: s3Client(), bucket: o.bucket, lockMode: 'GOVERNANCE', now: realNow });
  const done = await enrolImage(files, { keyRef: o.key, first: o.image });
  return done.ok ? ok(`Đã nhập ảnh ${o.key}.`) : done;
};

const trust = async (o: z.infer<typeof ToTrust>): Outcome => {
  const done = await enrolRoots({ s3: s3Client(), bucket: o.bucket }, o.roots);
  return done.ok ? ok('Đã nhập chứng thư gốc.') : done;
};

const withParsed = async <T extends z.ZodObject>(
  schema: T,
  given: object,
  act: (o: z.infer<T>) => Outcome,
): Outcome => {
  const parsed = schema.safeParse(given);
  return parsed.success ? act(parsed.data) : err(parsed.error.issues.map((issue) => issue.message).join('\n'));
};

const given = (() => {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    return process.exit(2);
  }
})();
const run = (): Outcome => {
  if (given.request === true) return withParsed(ToRequest, given, request);
  if (given.certificate !== undefined) return withParsed(ToEnrol, given, enrol);
  if (given.image !== undefined) return withParsed(ToShow, given, show);
  if (given.roots !== undefined) return withParsed(ToTrust, given, trust);
  return Promise.resolve(ok(HELP));
};

const outcome = given.help === true ? ok(HELP) : await run();
if (outcome.ok) console.log(outcome.value);
else console.error(outcome.error);
process.exitCode = outcome.ok ? 0 : 1;
