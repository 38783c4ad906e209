import { parseArgs } from 'node:util';
import { orderAnchor } from '../functions/entry/aws/operate/order-anchor.ts';
import { rebuildStage } from '../functions/entry/aws/operate/rebuild.ts';
import { redrive } from '../functions/entry/aws/operate/redrive.ts';
import { setUpStage } from '../functions/entry/aws/operate/set-up-stage.ts';
import { verifyKept } from '../functions/entry/aws/operate/verify-kept.ts';
import { readRoots } from '../functions/entry/aws/s3.ts';
import { type OpenStage, openStage } from '../functions/entry/aws/stage-ports.ts';
import { reportLines } from '../functions/entry/journal/report.ts';
import { setUpArguments } from '../functions/entry/set-up-arguments.ts';
import type { StageConfig } from '../infra/stage.ts';
import { askedStage, finish } from './deploy/asked-stage.ts';
import { placesOf } from './deploy/stacks.ts';
import { createPoolUser } from './stage/administrators.ts';

const HELP = `npm run stage -- LỆNH --stage TÊN [tham số]: vận hành một giai đoạn đã triển khai

  set-up    thiết lập cơ quan thật; tham số như npm start -- --empty (--authority, --admin, --organisation …)
  verify    kiểm tra nhật ký, mốc và trạng thái; --no-files bỏ qua việc băm lại tệp
  redrive   chạy lại việc đã bỏ cuộc: hàng đợi chết, lô sự kiện hỏng, luồng đứng lại
  rebuild   dựng lại danh sách và chỉ mục tra cứu từ nhật ký (đặt "readOnly": true và triển khai trước)
  anchor    chốt mốc nhật ký ngay
  places    bảng, thùng và hàng đợi của giai đoạn`;

/** What a command does with the open stage and the arguments after `--stage`; false = not as it should be. */
type Command = (stage: OpenStage, o: { config: StageConfig; rest: readonly string[] }) => Promise<boolean>;
const print = (line: string): void => console.log(line);
const fail = (message: string): never => {
  throw new Error(message);
};

const setUp: Command = async (stage, { rest }) => {
  const parsed = setUpArguments(rest);
  if (!parsed.ok) return fail(parsed.error);
  const done = await setUpStage(stage, parsed.value, { print, fail });
  const pool = stage.places.PEOPLE_POOL;
  if (done !== 'done' || pool === undefined) return true;
  for (const person of [...parsed.value.admin, ...parsed.value['second-admin']]) {
    const password = await createPoolUser(pool, person);
    print(
      password === undefined
        ? `${person.id} đã có tài khoản đăng nhập.`
        : `Mật khẩu tạm của ${person.id} (chỉ hiện lần này, đổi khi đăng nhập lần đầu): ${password}`,
    );
  }
  return true;
};

const verify: Command = async ({ ports, s3, places }, { rest }) => {
  const files = !rest.includes('--no-files');
  const report = await verifyKept(ports, { roots: await readRoots(s3, places.FILES_BUCKET), files });
  for (const line of reportLines(report)) print(line);
  return report.ok;
};

const again: Command = async (stage) => {
  const { issuing, mail, batches, changes, resumed } = await redrive(stage);
  print(`Đã đưa lại ${issuing} việc ban hành, ${mail} thư; ${batches} lô sự kiện (${changes} thay đổi).`);
  print(`Đã xử lý tiếp ${resumed} thay đổi của các luồng đứng lại.`);
  return (await stage.push.stalled(stage.office.projector.name)).length === 0;
};

const remake: Command = async (stage, { config }) => {
  if (!config.readOnly) print('Lưu ý: giai đoạn không ở chế độ chỉ đọc: danh sách thiếu dòng cho đến khi dựng xong.');
  const began = performance.now();
  let failures = 0;
  const count = await rebuildStage(stage, ({ stream, seq, cause }) => {
    failures += 1;
    print(`HỎNG  ${stream} số ${seq}: ${cause}`);
  });
  print(`Đã dựng lại từ ${count} sự kiện trong ${((performance.now() - began) / 1000).toFixed(1)} giây.`);
  return failures === 0;
};

const anchor: Command = async ({ places }) => {
  await orderAnchor(places);
  print('Đã yêu cầu chốt mốc: mốc mới có trong khoảng một phút (npm run stage -- verify).');
  return true;
};

const show: Command = async ({ places }) => {
  for (const [name, value] of Object.entries(places)) print(`${name}=${value}`);
  return true;
};

const COMMANDS = new Map<string, Command>([
  ['set-up', setUp],
  ['verify', verify],
  ['redrive', again],
  ['rebuild', remake],
  ['anchor', anchor],
  ['places', show],
]);

/** Everything but `--stage NAME` belongs to the command. */
const [name = '', ...args] = process.argv.slice(2);
const at = args.indexOf('--stage');
const { values } = parseArgs({ args: at < 0 ? [] : args.slice(at, at + 2), options: { stage: { type: 'string' } } });
const rest = at < 0 ? args : args.toSpliced(at, 2);

await finish(async () => {
  const command = COMMANDS.get(name);
  if (command === undefined) return fail(HELP);
  const { stage: config } = askedStage(values.stage);
  const stage = await openStage(await placesOf(config));
  try {
    return await command(stage, { config, rest });
  } finally {
    await stage.close();
  }
});
