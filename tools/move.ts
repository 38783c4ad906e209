import { systemClock } from '../functions/adapters/system/clock.ts';
import { copyOffice } from '../functions/entry/move/copy-office.ts';
import { type End, MoveRefused } from '../functions/entry/move/end.ts';
import { type Opener, openEnd, openLocal } from '../functions/entry/move/open-end.ts';
import { settleOffice } from '../functions/entry/move/settle-office.ts';
import { parsed } from './arguments.ts';
import { askedStage } from './deploy/asked-stage.ts';

/**
 * `npm run move -- --from local:DIR[,ANCHORS] --to local:DIR[,ANCHORS]` (either side may be `aws:STAGE`): an office to another place, event by event.
 * Put the source into read-only mode (READ_ONLY=true) and let nothing run at the target. Run again, it goes on where it stopped. Exit code 1 when it was refused, 2 for wrong arguments.
 */
const HELP = `npm run move -- --from NƠI --to NƠI: chép cả cơ quan sang nơi khác, từng sự kiện, giữ nguyên mã băm

  NƠI là local:THƯ_MỤC[,MỐC] hoặc aws:GIAI_ĐOẠN`;
const { values } = parsed(HELP, { options: { from: { type: 'string' }, to: { type: 'string' } } });
const { from, to } = values;
if (from === undefined || to === undefined || from === to) {
  console.error('Cách dùng: npm run move -- --from NƠI --to NƠI, với NƠI là local:THƯ_MỤC[,MỐC] hoặc aws:GIAI_ĐOẠN');
  process.exit(2);
}

/** Two programs must not write the target at once. */
const HOLD_SECONDS = 120;
const holder = `move-${process.pid}`;

const move = async (source: End, target: End): Promise<void> => {
  if (!(await target.views.lease('relay', holder, HOLD_SECONDS)))
    throw new MoveRefused('đích đang có chương trình chạy, hoặc lần chuyển trước vừa dừng: đợi hai phút rồi chạy lại');
  const hold = setInterval(() => void target.views.lease('relay', holder, HOLD_SECONDS), HOLD_SECONDS * 250);
  try {
    const log = (line: Record<string, unknown>): void => console.log(JSON.stringify(line));
    const counts = await copyOffice({ source, target, now: systemClock.now, log });
    await settleOffice(target);
    console.log(
      `Đã chuyển: ${counts.streams} luồng, ${counts.events} sự kiện (lần này ${counts.copied}), ${counts.files} tệp, ${counts.anchors} mốc; chuỗi băm, trạng thái và tệp ở đích khớp với nguồn.`,
    );
    console.log(
      'Khóa ký, mật khẩu và cấu hình không đi theo: đặt ở đích, chạy npm run verify-journal rồi mới mở cho người dùng.',
    );
  } finally {
    clearInterval(hold);
    await target.views.lease('relay', holder, 0);
  }
};

/** The AWS clients are loaded only for a move from or to a stage. */
const openStage: Opener = async (name, side) => {
  const { stage } = askedStage(name);
  const [{ stageOpener }, { placesOf }] = await Promise.all([
    import('../functions/entry/aws/stage-ports.ts'),
    import('./deploy/stacks.ts'),
  ]);
  return stageOpener(() => placesOf(stage))(name, side);
};
const openers = { local: openLocal, aws: openStage };
const ends: End[] = [];
try {
  const source = await openEnd(openers, from, 'source');
  ends.push(source);
  const target = await openEnd(openers, to, 'target');
  ends.push(target);
  await move(source, target);
} catch (error) {
  if (!(error instanceof MoveRefused)) throw error;
  console.error(`Không chuyển: ${error.message}.`);
  process.exitCode = 1;
} finally {
  for (const end of ends) await end.close();
}
