import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localKeys } from '../../functions/adapters/local-keys/local-keys.ts';
import { systemClock } from '../../functions/adapters/system/clock.ts';
import { verifyJournal } from '../../functions/entry/journal/verify.ts';
import { HoldersAnswer, UnitsAnswer } from '../../shared/organisation/organisation-answers.ts';
import {
  type Authority,
  aMachine,
  authority,
  keyPem,
  type Machine,
  type Outside,
  outside,
  PASSPHRASE,
} from '../support/real-office.ts';

const FIRST = [
  '--empty',
  ...['--authority', 'UBND xã Yên Bài', '--abbreviation', 'UBND', '--place', 'Yên Bài', '--regime', 'collective'],
  ...['--admin', 'a1:Nguyễn Văn An', '--second-admin', 'a2:Trần Thị Bình'],
  ...['--series', 'CV:official-letter:120:Quyết định số 05/QĐ-UBND:Lê Văn Chính'],
];
let ca: Authority;
let world: Outside;
const machines: Machine[] = [];
const machine = async (): Promise<Machine> => {
  const made = await aMachine({ issuer: world.issuer });
  machines.push(made);
  return made;
};

beforeAll(async () => {
  ca = authority();
  world = await outside(ca);
});
afterAll(async () => {
  for (const one of machines) await one.remove();
  world.close();
});

const rooms = [
  [
    'Mã đơn vị',
    'Loại đơn vị',
    'Đơn vị cấp trên',
    'Tên đầy đủ',
    'Tên in trên văn bản',
    'Chữ viết tắt',
    'Chế độ',
    'Từ ngày',
  ],
  ['VP', 'room', 'UBND', 'Văn phòng', 'VĂN PHÒNG', 'VP', 'head', '2024-01-01'],
  ['KT', 'room', 'UBND', 'Phòng Kinh tế', 'PHÒNG KINH TẾ', 'KT', 'vua', '2024-01-01'],
];
const workbook = async (rows: string[][]): Promise<Uint8Array> => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Đơn vị').addRows(rows);
  return new Uint8Array(await book.xlsx.writeBuffer());
};
const ask = async (at: Machine, person: string, path: string, body?: unknown) => {
  const response = await fetch(`${at.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${await world.tokenOf(person)}`,
      'idempotency-key': `k-${path.replaceAll(/\W/g, '')}-0123456789`.slice(0, 60),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, data: await response.json() };
};

describe('npm start -- --empty', { timeout: 120_000 }, () => {
  it('says in Vietnamese what a real office lacks, and writes nothing', async () => {
    const at = await machine();
    const none = {
      PUBLIC_URL: undefined,
      OIDC_PROVIDERS: undefined,
      TIMESTAMP_URL: undefined,
      KEY_PASSPHRASE: undefined,
    };
    const { code, err } = await at.run(FIRST, none);
    expect(code).toBe(1);
    for (const name of Object.keys(none)) expect(err).toContain(`Thiếu ${name}:`);
    const open = await at.run(FIRST, { PUBLIC_URL: 'http://vanthu.yenbai.example' });
    expect(open.err).toContain('PUBLIC_URL phải là địa chỉ https');
    const unnamed = await at.run(['--empty']);
    expect(unnamed.err).toContain('--authority, --abbreviation, --place');
    const odd = await at.run([...FIRST, '--series', 'CV:khong-co:x:y:z']);
    expect(odd.err).toContain('phải có dạng "MÃ:loại:số cuối đã cấp:căn cứ:người duyệt"');
    expect(existsSync(at.dataDir)).toBe(false);
  });

  it('names every row that it would leave out, by sheet, row, column and reason; a dry run writes nothing', async () => {
    const at = await machine();
    const file = at.file('co-cau.xlsx', await workbook(rooms));
    const dry = await at.run([...FIRST, '--organisation', file, '--dry-run']);
    expect(dry.code).toBe(1);
    expect(dry.out).toContain('1 dòng bị loại:');
    expect(dry.out).toMatch(/Đơn vị, dòng 3, cột "Chế độ": .+/);
    expect(dry.out).toContain('Đọc được: 2 đơn vị');
    const real = await at.run([...FIRST, '--organisation', file]);
    expect(real.code).toBe(1);
    expect(real.err).toContain('Chưa thiết lập gì.');
    expect(existsSync(at.dataDir)).toBe(false);
    const good = at.file('dung.xlsx', await workbook(rooms.slice(0, 2)));
    const clean = await at.run([...FIRST, '--organisation', good, '--dry-run']);
    expect(clean).toMatchObject({ code: 0 });
    expect(clean.out).toContain('Không có dòng nào bị loại.');
    expect(existsSync(at.dataDir)).toBe(false);
  });

  it('serves the office that it set up, with its own people, registers and anchors, and simply runs the next time', async () => {
    const at = await machine();
    const file = at.file('co-cau.xlsx', await workbook(rooms));
    const roots = at.file('goc.pem', ca.pem(ca.root));
    const first = await at.serve([...FIRST, '--organisation', file, '--skip-refused-rows', '--roots', roots]);
    expect(first.said.out).toContain('Văn Thư – UBND xã Yên Bài đang chạy tại');
    const units = UnitsAnswer.parse((await ask(at, 'a1', '/api/organisation/units')).data);
    expect(units.items.map((one) => one.name)).toEqual(['Ủy ban nhân dân xã Yên Bài', 'Văn phòng']);
    const held = HoldersAnswer.parse((await ask(at, 'a2', '/api/organisation/positions/UBND.quan-tri/holders')).data);
    expect(held.items.map((one) => one.name)).toEqual(['Nguyễn Văn An', 'Trần Thị Bình']);
    expect((await ask(at, 'nobody', '/api/organisation/units')).status).toBe(403);
    const person = { person: 'ct', name: 'Lê Văn Chính' };
    expect((await ask(at, 'a1', '/api/organisation/register-person', person)).status).toBe(200);
    const holding = {
      person: 'ct',
      position: 'UBND.nguoi-dung-dau',
      basis: 'Nghị quyết HĐND xã',
      period: { from: units.on },
    };
    expect((await ask(at, 'a1', '/api/organisation/appoint', holding)).status).toBe(200);
    // The first day's anchor is made beside the serving.
    await expect.poll(() => readdirSync(at.anchorDir).length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(await first.stop()).toBe(0);

    const kept: unknown = JSON.parse(readFileSync(join(at.dataDir, 'office.json'), 'utf8'));
    expect(kept).toMatchObject({ kind: 'office', authority: 'UBND xã Yên Bài', ready: true });
    const again = await at.serve([]);
    expect(again.said.out).toContain('Văn Thư – UBND xã Yên Bài đang chạy tại');
    const heads = HoldersAnswer.parse(
      (await ask(at, 'a1', '/api/organisation/positions/UBND.nguoi-dung-dau/holders')).data,
    );
    expect(heads.items.map((one) => one.name)).toEqual(['Lê Văn Chính']);
    await again.stop();
    const repeated = await at.serve(FIRST);
    expect(repeated.said.out).toContain('Cơ quan đã được thiết lập ngày');
    await repeated.stop();

    const report = await verifyJournal({
      dataDir: at.dataDir,
      anchorDir: at.anchorDir,
      roots: [roots, join(at.dataDir, 'keys', 'anchor-root.crt.pem')],
      files: true,
    });
    expect(report.faults).toEqual([]);
    expect(report.counts.anchors).toBeGreaterThan(0);
    expect(report.counts.streams).toBeGreaterThanOrEqual(5);
  });

  it('refuses the directory of the demo, and data of unknown origin', async () => {
    const at = await machine();
    mkdirSync(at.dataDir, { recursive: true });
    const demo = { kind: 'demo', created: '2026-01-01T00:00:00.000Z', product: '0.1.0', schema: 1, pin: '123456' };
    writeFileSync(join(at.dataDir, 'office.json'), JSON.stringify(demo));
    const refused = await at.run(FIRST);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('đang chứa bản trình diễn');
    const other = await machine();
    mkdirSync(other.dataDir, { recursive: true });
    writeFileSync(join(other.dataDir, 'store.sqlite'), '');
    expect((await other.run(FIRST)).err).toContain('không có office.json');
  });
});

describe('keys of a real office', { timeout: 120_000 }, () => {
  const pair = (at: Machine, name: string, o: { passphrase?: string } = {}) => {
    const key = ca.key();
    const chain = at.file(`${name}.pem`, ca.pem(ca.certify('Lê Văn Chính', key, 'person')));
    return `person:ct=${at.file(`${name}.p8`, keyPem(key, o.passphrase))},${chain}`;
  };

  it('are taken in encrypted, with a chain to a trusted root, beside the image of the signature', async () => {
    const at = await machine();
    const roots = at.file('goc.pem', ca.pem(ca.root));
    const image = at.file('ky.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]));
    const good = pair(at, 'dung', { passphrase: PASSPHRASE });
    const served = await at.serve([...FIRST, '--roots', roots, '--key', good, '--image', `person:ct=${image}`]);
    expect(served.said.out).toContain('Đã nhập khóa person:ct.');
    expect(served.said.out).toContain('Đã nhập ảnh person:ct.');
    await served.stop();
    expect(readFileSync(join(at.dataDir, 'keys', 'key_20person_3Act.key.pem'), 'utf8')).toContain(
      'BEGIN ENCRYPTED PRIVATE KEY',
    );
    expect(existsSync(join(at.dataDir, 'keys', 'ca-root.key.pem'))).toBe(false);
  });

  it('are refused in the clear, under another pass phrase, without a trusted root, or from the demo authority', async () => {
    const at = await machine();
    const roots = at.file('goc.pem', ca.pem(ca.root));
    const said = async (...args: string[]) => (await at.run([...FIRST, ...args])).err;
    expect(await said('--roots', roots, '--key', pair(at, 'tran'))).toContain('chưa được mã hóa');
    const foreign = pair(at, 'khac', { passphrase: 'mat-khau-khac-hoan-toan' });
    expect(await said('--key', foreign)).toContain('không mở được bằng KEY_PASSPHRASE');
    const other = at.file('goc-khac.pem', authority().pem(authority().root));
    const good = pair(at, 'dung', { passphrase: PASSPHRASE });
    expect(await said('--roots', other, '--key', good)).toContain('không do tổ chức chứng thực được tin cậy cấp');
    const demo = localKeys({ directory: join(at.folder, 'demo'), clock: systemClock });
    const [root = new Uint8Array()] = demo.roots;
    expect(await said('--roots', at.file('demo.pem', ca.pem(root)))).toContain('chứng thư của bản trình diễn');
    writeFileSync(join(at.dataDir, 'keys', 'lo.key.pem'), keyPem(ca.key()));
    expect(await said()).toContain('có khóa chưa được mã hóa');
  });
});
