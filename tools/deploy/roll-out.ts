import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { s3Client } from '../../functions/entry/aws/s3.ts';
import { EDGE_REGION } from '../../infra/data/secrets.ts';
import type { StageConfig } from '../../infra/stage.ts';
import type { RunCdk } from './run-cdk.ts';
import { answersHealth } from './smoke.ts';
import { allOutputs, stacksOf } from './stacks.ts';
import { refreshEdge, uploadApp } from './upload.ts';

/** One stack after the other, the data first; false at the first that fails. CloudFormation has then put that one back by itself. */
export const deployStacks = async (
  stage: StageConfig,
  o: { assembly: string; runCdk: RunCdk; only?: string | undefined },
): Promise<boolean> => {
  for (const { id } of stacksOf(stage).filter((place) => o.only === undefined || place.id === o.only)) {
    const args = ['deploy', id, '--exclusively', '--app', o.assembly, '--require-approval', 'never'];
    if ((await o.runCdk(args)) !== 0) return false;
  }
  return true;
};

/** The browser app beside the API, when it is built and the stage has a distribution. */
export const publishApp = async (outputs: ReadonlyMap<string, string>, folder: string): Promise<string> => {
  const [bucket, distribution] = [outputs.get('AppBucketName'), outputs.get('DistributionId')];
  if (!existsSync(join(folder, 'index.html'))) return 'Ứng dụng web chưa được dựng (web/dist): bỏ qua.';
  if (bucket === undefined || distribution === undefined)
    return 'Giai đoạn không có tên miền: không đăng ứng dụng web.';
  const files = await uploadApp(s3Client(EDGE_REGION), { bucket, folder });
  await refreshEdge(distribution, `deploy-${Date.now()}`);
  return `Đã đăng ứng dụng web: ${files} tệp.`;
};

export const smokeCheck = async (stage: StageConfig): Promise<{ ok: boolean; says: string }> => {
  const outputs = await allOutputs(stage);
  const address = outputs.get('PublicUrl') ?? '';
  const ok = await answersHealth(address, { attempts: 10, milliseconds: 6_000, fetch });
  const alias = outputs.get('DistributionAlias');
  const dns = alias === undefined ? '' : ` Kiểm tra bản ghi DNS: ${stage.domain?.name ?? ''} phải trỏ đến ${alias}.`;
  return { ok, says: ok ? `${address} trả lời.` : `${address}/healthz không trả lời.${dns}` };
};
