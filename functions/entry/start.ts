import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instant, instant } from '../../shared/kernel/time.ts';
import { offsetClock, storyClock } from '../adapters/system/clock.ts';
import { OfficeFile } from '../app/seed-office.ts';
import { LocalConfig } from '../config.ts';
import openapi from '../http/openapi.json' with { type: 'json' };
import { composeOffice } from './compose.ts';
import { fillDemo } from './demo-fill.ts';
import { demoPeople, seedDemo } from './demo-office.ts';
import { holidays } from './holidays.ts';
import { listen } from './listen.ts';
import { localPorts } from './local-ports.ts';
import { demoWorld } from './seed/demo-world.ts';
import { serveLocal } from './serve-local.ts';
import { setUpOffice } from './set-up-office.ts';

const HELP = `npm start [-- --empty …]

  npm start              văn phòng trình diễn: tạo dữ liệu mẫu lần đầu, in địa chỉ và những người dùng mẫu
  npm start -- --empty   thiết lập cơ quan thật; xem npm start -- --empty --help

Biến môi trường: PORT (8080), HOST (127.0.0.1), DATA_DIR (.data), ANCHOR_DIR (.anchors); cơ quan thật còn cần
PUBLIC_URL, OIDC_PROVIDERS, TIMESTAMP_URL, KEY_PASSPHRASE (xem README). READ_ONLY=true: chỉ xem, không thao tác.
Cơ quan thật có thể giữ tệp và mốc ở kho S3 (S3_…) và báo việc qua thư (SMTP_URL, MAIL_FROM): xem deploy/vanthu.env.sample.`;

const PRODUCT = '0.1.0';
/** The demo's first day (architecture §7): everything in its story lies before it. */
const DEMO_START = '2023-10-20T08:00:00+07:00';
/** The registers and the file plan were opened with the year, before everything that was filed in them. */
const DEMO_SET_UP = '2023-01-03T08:00:00+07:00';
const setUpAt = Instant.parse(new Date(DEMO_SET_UP).toISOString());
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const log = (line: Record<string, unknown>): void => {
  process.stderr.write(`${JSON.stringify(line)}\n`);
};
const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const officePath = (config: LocalConfig) => join(config.DATA_DIR, 'office.json');
const readOffice = (config: LocalConfig): OfficeFile | undefined =>
  existsSync(officePath(config)) ? OfficeFile.parse(JSON.parse(readFileSync(officePath(config), 'utf8'))) : undefined;
const writeOffice = (config: LocalConfig, office: OfficeFile): OfficeFile => {
  mkdirSync(config.DATA_DIR, { recursive: true });
  writeFileSync(officePath(config), `${JSON.stringify(office, null, 2)}\n`);
  return office;
};

/** A demo whose first start was interrupted holds half a story: it is told again from the beginning. Nobody has worked in it yet. */
const finishedOrNothing = (config: LocalConfig): OfficeFile | undefined => {
  const found = readOffice(config);
  if (found === undefined || found.kind !== 'demo' || found.ready === true) return found;
  print('Lần khởi tạo trước bị dừng giữa chừng: tạo lại dữ liệu trình diễn từ đầu.');
  rmSync(config.DATA_DIR, { recursive: true, force: true });
  const anchors = existsSync(config.ANCHOR_DIR) ? readdirSync(config.ANCHOR_DIR) : [];
  for (const name of anchors.filter((one) => /^anchor-\d{10}\.json$/.test(one))) rmSync(join(config.ANCHOR_DIR, name));
  return undefined;
};

const startDemo = async (config: LocalConfig): Promise<void> => {
  if (config.HOST !== '127.0.0.1' && config.HOST !== 'localhost')
    fail('Bản trình diễn chỉ nghe ở 127.0.0.1: mã PIN của nó được in ra màn hình.');
  const created = finishedOrNothing(config);
  const kept =
    created ??
    writeOffice(config, {
      kind: 'demo',
      created: instant(Date.now()),
      product: PRODUCT,
      schema: 1,
      demoStart: new Date(DEMO_START).toISOString(),
      pin: String(randomInt(100_000, 1_000_000)),
    });
  if (kept.kind !== 'demo')
    fail(`${config.DATA_DIR} là dữ liệu của một cơ quan thật. Dùng npm start -- --empty, hoặc đặt DATA_DIR khác.`);
  const started = Instant.parse(kept.demoStart);
  const clock = storyClock(offsetClock({ at: started, since: Instant.parse(kept.created) }));
  const publicUrl = config.PUBLIC_URL ?? `http://127.0.0.1:${config.PORT}`;
  const ports = localPorts({ dataDir: config.DATA_DIR, anchorDir: config.ANCHOR_DIR, clock, demo: true });
  const office = composeOffice(ports, {
    publicUrl,
    demo: true,
    holidays: holidays(),
    holder: `demo-${process.pid}`,
    leaseSeconds: 10,
    log,
  });
  if (created === undefined) print('Đang tạo dữ liệu trình diễn lần đầu (khoảng nửa phút) …');
  const world = created === undefined ? await seedDemo(ports, office, setUpAt) : demoWorld();
  const pin = kept.pin ?? '';
  const root = await serveLocal({
    ports,
    office,
    dataDir: config.DATA_DIR,
    publicUrl,
    log,
    openapi: async () => openapi,
    // The first start tells the demo's story through the API.
    readOnly: config.READ_ONLY && created !== undefined,
    identity: { kind: 'demo', people: demoPeople(world), pin },
  });
  if (created === undefined) {
    await fillDemo({ office, world, root, publicUrl, pin, clock });
    writeOffice(config, { ...kept, ready: true });
  }
  await listen({ config, office, ports, root, clock, log }).catch((error: unknown) =>
    fail(`Không nghe được ở cổng ${config.PORT}: ${error instanceof Error ? error.message : String(error)}`),
  );
  print(`\nVăn Thư – bản trình diễn đang chạy tại ${publicUrl}/dang-nhap`);
  print(`Mã PIN của mọi người dùng mẫu: ${pin}\n`);
  for (const person of demoPeople(world).filter((one) => one.role !== undefined))
    print(`  ${person.id}  ${person.name.padEnd(20)} ${person.title} – ${person.role ?? ''}`);
  print(`\n  … và ${world.standings.length} người khác trên trang đăng nhập. Mô tả API: ${publicUrl}/openapi.json`);
};

const main = async (args: string[]): Promise<void> => {
  if (args.includes('--help') && !args.includes('--empty')) return print(HELP);
  const parsed = LocalConfig.safeParse(process.env);
  if (!parsed.success)
    return fail(`Biến môi trường không hợp lệ: ${parsed.error.issues.map((one) => one.path[0]).join(', ')}.`);
  const config = parsed.data;
  if (args.includes('--empty') || readOffice(config)?.kind === 'office')
    return setUpOffice({ args, config, read: readOffice, write: writeOffice, listen, log, print, fail });
  return startDemo(config);
};

await main(process.argv.slice(2));
