import { join } from 'node:path';
import type { StageConfig } from '../infra/stage.ts';
import { parsed } from './arguments.ts';
import { typed } from './deploy/ask.ts';
import { askedStage, finish } from './deploy/asked-stage.ts';
import { differenceLines, type StackDifference, stageDifference } from './deploy/difference.ts';
import { findingLine, preflight } from './deploy/preflight.ts';
import { deployStacks, publishApp, smokeCheck } from './deploy/roll-out.ts';
import { assemblyOf, runCdk, runSynth } from './deploy/run-cdk.ts';
import { allOutputs } from './deploy/stacks.ts';

/**
 * `npm run deploy -- --stage NAME [--check] [--only Data|Api|Web|Observability] [--yes]`: checks, bundles, synthesises, shows what would change,
 * deploys stack by stack, publishes the browser app and asks /healthz. `--check` ends after the checks. `--yes` answers the question before the
 * deployment; it answers neither the one about an irrevocable Object Lock nor a loss of data, which ends the deployment.
 */
const HELP = `npm run deploy -- --stage TÊN [tham số]: triển khai một giai đoạn lên AWS

  --stage  tệp cấu hình trong infra/stages, không có .json
  --check  chỉ kiểm tra: danh tính, hạn mức, chứng chỉ, thư, bí mật
  --only   chỉ một phần: Data, Api, Web hoặc Observability
  --yes    không hỏi lại trước khi triển khai; vẫn hỏi khi khóa COMPLIANCE và vẫn dừng khi mất dữ liệu`;
const { values } = parsed(HELP, {
  options: {
    stage: { type: 'string' },
    check: { type: 'boolean', default: false },
    only: { type: 'string' },
    yes: { type: 'boolean', default: false },
  },
});
const WEB = join(import.meta.dirname, '..', 'web', 'dist');

const isReady = async (stage: StageConfig): Promise<boolean> => {
  const findings = await preflight(stage, { fetch, now: Date.now() });
  for (const finding of findings) console.log(findingLine(finding));
  return findings.every(({ ok }) => ok);
};

/** Under COMPLIANCE nobody, not even AWS, can remove an original before its term: said once, before the bucket is made. */
const acceptsLock = (stage: StageConfig, differences: readonly StackDifference[]): Promise<boolean> | boolean => {
  const { mode, days } = stage.objectLock;
  const isFirst = differences[0]?.isNew === true;
  if (mode !== 'COMPLIANCE' || !isFirst) return true;
  return typed(
    `Kho lưu trữ sẽ khóa COMPLIANCE: văn bản và mốc (${days} ngày) không ai xóa được trước hạn, kể cả AWS.`,
    `khóa ${days} ngày`,
  );
};

const agreed = async (stage: StageConfig, differences: readonly StackDifference[]): Promise<boolean> => {
  for (const line of differenceLines(differences)) console.log(line);
  if (differences.some(({ losses }) => losses.length > 0)) {
    console.error('Không triển khai: thay đổi này làm mất dữ liệu. Xem docs/runbook.md, mục "Losses".');
    return false;
  }
  if (!(await acceptsLock(stage, differences))) return false;
  return values.yes || typed(`Triển khai giai đoạn ${stage.name} vào vùng ${stage.region}?`, stage.name);
};

await finish(async () => {
  const { stage, file } = askedStage(values.stage);
  const assembly = assemblyOf(file);
  if (!(await isReady(stage))) throw new Error('Chưa triển khai: sửa các dòng HỎNG rồi chạy lại.');
  if (values.check) return true;
  if ((await runSynth(file)) !== 0) throw new Error('Chưa triển khai: bản dựng không qua kiểm tra.');
  if (!(await agreed(stage, await stageDifference(stage, assembly)))) return false;
  if (!(await deployStacks(stage, { assembly, runCdk, only: values.only })))
    throw new Error('Triển khai dừng giữa chừng; CloudFormation tự trả phần lỗi về bản trước.');
  if (values.only !== undefined && values.only !== 'Web') return true;
  console.log(await publishApp(await allOutputs(stage), WEB));
  const { ok, says } = await smokeCheck(stage);
  console.log(says);
  return ok;
});
