import { parsed } from './arguments.ts';
import { typed } from './deploy/ask.ts';
import { askedStage, finish } from './deploy/asked-stage.ts';
import { assemblyOf, runCdk, runSynth } from './deploy/run-cdk.ts';
import { refusalToTakeDown, takeDown } from './deploy/take-down.ts';

/** `npm run teardown -- --stage NAME`: removes a test or demo stage with everything in it. A production stage is refused. */
const HELP = `npm run teardown -- --stage TÊN: gỡ bỏ một giai đoạn kiểm thử hoặc trình diễn cùng mọi thứ trong đó`;
const { values } = parsed(HELP, { options: { stage: { type: 'string' } } });

await finish(async () => {
  const { stage, file } = askedStage(values.stage);
  const refusal = refusalToTakeDown(stage);
  if (refusal !== undefined) throw new Error(refusal);
  if (!(await typed(`Xóa toàn bộ giai đoạn ${stage.name}: dữ liệu, tệp, khóa, người dùng?`, stage.name))) return false;
  if ((await runSynth(file)) !== 0) return false;
  const done = await takeDown(stage, { assembly: assemblyOf(file), runCdk, print: console.log });
  if (!done)
    console.error(
      'Gỡ chưa xong: nếu kho sao lưu còn điểm phục hồi thì xóa chúng trong AWS Backup, rồi chạy lại lệnh này.',
    );
  return done;
});
