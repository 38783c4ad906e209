import { parsed } from './arguments.ts';
import { askedStage, finish } from './deploy/asked-stage.ts';
import { differenceLines, stageDifference } from './deploy/difference.ts';
import { assemblyOf, runSynth } from './deploy/run-cdk.ts';

/** `npm run diff -- --stage NAME`: what a deployment would change, and 1 when it would lose data. Reads the account, changes nothing. */
const HELP = `npm run diff -- --stage TÊN: triển khai sẽ thay đổi gì; kết thúc với mã 1 khi sẽ mất dữ liệu`;
const { values } = parsed(HELP, { options: { stage: { type: 'string' } } });

await finish(async () => {
  const { stage, file } = askedStage(values.stage);
  if ((await runSynth(file)) !== 0) return false;
  const differences = await stageDifference(stage, assemblyOf(file));
  for (const line of differenceLines(differences)) console.log(line);
  return differences.every(({ losses }) => losses.length === 0);
});
