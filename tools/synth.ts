import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { createApp } from '../infra/app.ts';
import { assetFolder, bundle } from '../infra/bundle.ts';
import { loadStage, type StageConfig, stageNames } from '../infra/stage.ts';
import { parsed } from './arguments.ts';

/**
 * `npm run synth [-- --stage NAME]`: bundles the functions and writes the templates of a stage (of every stage in infra/stages when none is named)
 * to cdk.out/NAME, offline and without credentials. Fails on a finding of the AWS Solutions checks or of the library's own validation of templates.
 * `cdk deploy --app cdk.out/NAME --all` then deploys exactly what was checked.
 */
const project = join(import.meta.dirname, '..');
const HELP = `npm run synth [-- --stage TÊN]: dựng mã và mẫu CloudFormation vào cdk.out/, không cần mạng hay tài khoản`;
const { values } = parsed(HELP, { options: { stage: { type: 'string' } } });
const names = values.stage === undefined ? stageNames() : [values.stage];
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

const bundleFor = async (stages: readonly StageConfig[]): Promise<void> => {
  const architectures = new Set(stages.map((stage) => stage.renderArchitecture));
  if (architectures.size > 1)
    throw new Error('các giai đoạn dùng kiến trúc khác nhau cho hàm dựng trang: hãy chạy từng giai đoạn với --stage');
  const made = await bundle({ typst: architectures.has('arm64') ? 'arm64' : 'x64' });
  console.log(`${made.length} functions bundled`);
};

const synth = (name: string, stage: StageConfig): void => {
  const began = performance.now();
  const outdir = join(project, 'cdk.out', name);
  rmSync(outdir, { recursive: true, force: true });
  const { app, api } = createApp({
    stage,
    assets: (one) => Code.fromAsset(assetFolder(one)),
    hasApp: existsSync(join(project, 'web', 'dist', 'index.html')),
    nag: true,
    outdir,
  });
  const { stacks } = app.synth();
  const resources = stacks.map(({ template }) => Object.keys(template.Resources).length);
  const total = resources.reduce((sum, count) => sum + count, 0);
  const list = stacks.map(({ stackName }, index) => `${stackName} ${resources[index]}`).join(', ');
  console.log(`${name}: ${total} resources, ${api.functions.size} functions in ${seconds(began)} s (${list})`);
};

const began = performance.now();
const stages = names.map((name): [string, StageConfig] => [name, loadStage(name)]);
await bundleFor(stages.map(([, stage]) => stage));
console.log(`bundles after ${seconds(began)} s`);
try {
  for (const [name, stage] of stages) synth(name, stage);
  console.log(`every check passed in ${seconds(began)} s; templates are in cdk.out/`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
