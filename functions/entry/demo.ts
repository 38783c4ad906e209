import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instant } from '../../shared/kernel/time.ts';
import type { ApiClient, Exchange } from './api-client.ts';
import { relationsOf } from './demo-fill.ts';
import { type Act, expectStatus, type Journey, type JourneyPeople, walk } from './journey.ts';
import { type OpenDemo, openDemo } from './open-demo.ts';

const HELP = `npm run demo [-- --step] [-- --help]

Đi trọn vòng đời của Công văn 3073/UBND-NC (dữ liệu trình diễn) trên một kho tạm, qua API, với đồng hồ cố định ngày 18/9/2023:
soạn thảo, kiểm tra, duyệt và ký số, cấp số, đóng dấu, phát hành, lập hồ sơ, tra cứu, xác thực.

  --step   in từng yêu cầu và câu trả lời của API
  --help   in hướng dẫn này

Ghi out/3073-UBND-NC.pdf và out/3073-UBND-NC.json. Kết thúc với mã khác 0 nếu một bước hỏng hoặc không xác thực được cả hai chữ ký.`;

const at = (text: string) => Instant.parse(new Date(text).toISOString());
const TIMES = {
  draft: '2023-09-14T09:10:00+07:00',
  submit: '2023-09-14T10:05:00+07:00',
  review: '2023-09-14T16:20:00+07:00',
  format: '2023-09-15T10:00:00+07:00',
  sign: '2023-09-18T08:31:00+07:00',
  issue: '2023-09-18T09:02:11+07:00',
};

const print = (line: string) => process.stdout.write(`${line}\n`);
const printExchange = (exchange: Exchange) => {
  print(
    `    → ${exchange.method} ${exchange.path}${exchange.body === undefined ? '' : `\n      ${JSON.stringify(exchange.body).slice(0, 600)}`}`,
  );
  print(`    ← ${exchange.status} ${JSON.stringify(exchange.answer).slice(0, 900)}`);
};

/** Every way in which an officer would look for the document years later. */
const findAgain = async (reader: ApiClient, display: string): Promise<void> => {
  const asked = [
    '3073/UBND-NC',
    '3073 ubnd nc',
    'kỷ luật, kỷ cương',
    'ky luat ky cuong',
    '"trách nhiệm giải quyết công việc"',
  ];
  for (const text of asked) {
    const found = expectStatus(
      await reader.get(`/api/archive/search?text=${encodeURIComponent(text)}`),
      200,
      `tra cứu ${text}`,
    );
    if (!JSON.stringify(found.data).includes(display)) throw new Error(`tra cứu "${text}" không thấy ${display}`);
    print(`    tra cứu ${text.padEnd(38)} thấy ${display}`);
  }
};

const verifyFile = async ({ ports }: OpenDemo, pdf: Uint8Array): Promise<void> => {
  const report = await ports.paper.verify(pdf, { ...ports.trust, at: ports.clock.now() });
  for (const signature of report.signatures) {
    print(
      `    ${signature.kind === 'agency' ? 'cơ quan  ' : 'cá nhân  '} ${signature.subject} · ${signature.level} · ${signature.intact && signature.trusted ? 'hợp lệ' : 'KHÔNG HỢP LỆ'}`,
    );
  }
  if (!report.valid || report.signatures.length !== 2) throw new Error(`xác thực không đạt: ${JSON.stringify(report)}`);
};

const save = async (opened: OpenDemo, journey: Journey, reader: ApiClient): Promise<Uint8Array> => {
  const pdf = expectStatus(await reader.get(`/api/documents/${journey.id}/pdf`), 200, 'tải PDF').data;
  if (!(pdf instanceof Uint8Array)) throw new Error('PDF không phải là tệp');
  const metadata = expectStatus(await reader.get(`/api/documents/${journey.id}/metadata`), 200, 'siêu dữ liệu').data;
  const { ports } = opened;
  mkdirSync('out', { recursive: true });
  const name = journey.display.replace('/', '-');
  writeFileSync(join('out', `${name}.pdf`), pdf);
  writeFileSync(join('out', `${name}.json`), `${JSON.stringify(metadata, null, 2)}\n`);
  writeFileSync(join('out', 'demo-root.der'), ports.trust.roots[0] ?? new Uint8Array());
  print(`    out/${name}.pdf (${pdf.length} byte), out/${name}.json`);
  return pdf;
};

const run = async (step: boolean): Promise<void> => {
  const started = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'vanthu-demo-'));
  try {
    print('Chuẩn bị văn phòng trình diễn (kho tạm, CA trình diễn) …');
    const opened = await openDemo({
      dataDir,
      at: at('2023-09-14T08:00:00+07:00'),
      ...(step ? { watch: printExchange } : {}),
    });
    const { world, clock, settle } = opened;
    const outgoing = world.documents.find((document) => document.kind === 'outgoing');
    if (outgoing?.kind !== 'outgoing') throw new Error('dữ liệu trình diễn không có công văn');
    const { roles } = outgoing;
    const people: JourneyPeople = {
      drafter: await opened.as(roles.drafter),
      contentReviewer: await opened.as(roles.contentReviewer),
      formatReviewer: await opened.as(roles.formatReviewer),
      signer: await opened.as(roles.signer),
      clerk: await opened.as(roles.clerk),
    };
    const names = new Map(world.standings.map((standing) => [String(standing.person), standing.name]));
    const act: Act = async ({ at: time, who, what }, work) => {
      clock.set(at(time));
      const from = performance.now();
      const result = await work();
      const person = Object.entries(people).find(([role]) => role === who)?.[1].person ?? '';
      print(
        `${time.slice(0, 16).replace('T', ' ')}  ${(names.get(person) ?? who).padEnd(18)} ${what.padEnd(32)} ${(performance.now() - from).toFixed(0).padStart(5)} ms`,
      );
      return result;
    };
    const relations = relationsOf(world, outgoing);
    const plan = world.filePlan;
    const journey = await walk({
      document: outgoing,
      dossier: `${plan.agency}.${plan.year}.${outgoing.dossier}`,
      relations,
      people,
      times: TIMES,
      act,
      settle,
    });
    print(`Đã phát hành số ${journey.display}; mã xác thực ${journey.verificationCode}`);
    const pdf = await save(opened, journey, people.drafter);
    await findAgain(people.drafter, journey.display);
    await verifyFile(opened, pdf);
    const page = await people.drafter.raw(`/xac-thuc/${journey.verificationCode}`);
    if (page.status !== 200 || !(await page.text()).includes(journey.display))
      throw new Error('trang xác thực công khai không thấy văn bản');
    print(`    trang xác thực công khai: /xac-thuc/${journey.verificationCode}`);
    await opened.close();
    print(`Xong trong ${((performance.now() - started) / 1000).toFixed(1)} giây.`);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const args = process.argv.slice(2);
if (args.includes('--help')) print(HELP);
else
  await run(args.includes('--step')).catch((error: unknown) => {
    process.stderr.write(`HỎNG: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  });
