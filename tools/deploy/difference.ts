import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';
import type { StageConfig } from '../../infra/stage.ts';
import { cloudFormation, stacksOf, unlessAbsent } from './stacks.ts';

/** What holds records, keys, people or evidence: its replacement is a loss even when the old one is left lying. */
const STATEFUL = new Set([
  'AWS::Backup::BackupVault',
  'AWS::CloudTrail::Trail',
  'AWS::Cognito::UserPool',
  'AWS::DynamoDB::GlobalTable',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
]);
const LOSSES: Readonly<Partial<Record<ResourceImpact, string>>> = {
  [ResourceImpact.WILL_REPLACE]: 'sẽ bị thay bằng cái mới, trống',
  [ResourceImpact.MAY_REPLACE]: 'có thể bị thay bằng cái mới, trống',
  [ResourceImpact.WILL_DESTROY]: 'sẽ bị xóa',
  [ResourceImpact.WILL_ORPHAN]: 'sẽ bị bỏ khỏi hệ thống (dữ liệu còn nhưng không ai dùng)',
};

const Template = z.record(z.string(), z.unknown());
type Template = z.infer<typeof Template>;
export type StackDifference = {
  stack: string;
  /** Not deployed yet: everything is new. */
  isNew: boolean;
  added: number;
  changed: number;
  removed: number;
  /** Sentences about stateful resources that this deployment would lose. */
  losses: string[];
};

/** What a deployment would do to one stack. */
export const differenceOf = (stack: string, deployed: Template | undefined, next: Template): StackDifference => {
  const found: StackDifference = { stack, isNew: deployed === undefined, added: 0, changed: 0, removed: 0, losses: [] };
  fullDiff(deployed ?? {}, next).resources.forEachDifference((id, one) => {
    if (one.isAddition) found.added += 1;
    else if (one.isRemoval) found.removed += 1;
    else found.changed += 1;
    const loss = LOSSES[one.changeImpact];
    const type = one.oldResourceType ?? one.newResourceType ?? '';
    if (loss !== undefined && !one.isAddition && STATEFUL.has(type))
      found.losses.push(`${stack}: ${id} (${type}) ${loss}`);
  });
  return found;
};

const deployedTemplate = async (place: { name: string; region: string }): Promise<Template | undefined> => {
  const command = new GetTemplateCommand({ StackName: place.name, TemplateStage: 'Original' });
  const answer = await unlessAbsent(() => cloudFormation(place.region).send(command));
  return answer === undefined ? undefined : Template.parse(JSON.parse(answer.TemplateBody ?? '{}'));
};

/** The templates of that cloud assembly against those that CloudFormation has. */
export const stageDifference = (stage: StageConfig, assembly: string): Promise<StackDifference[]> =>
  Promise.all(
    stacksOf(stage).map(async (place) => {
      const next = Template.parse(JSON.parse(readFileSync(join(assembly, `${place.id}.template.json`), 'utf8')));
      return differenceOf(place.name, await deployedTemplate(place), next);
    }),
  );

export const differenceLines = (differences: readonly StackDifference[]): string[] => [
  ...differences.map(
    ({ stack, isNew, added, changed, removed }) =>
      `${stack}: ${isNew ? 'chưa có; ' : ''}thêm ${added}, sửa ${changed}, bỏ ${removed} tài nguyên`,
  ),
  ...differences.flatMap(({ losses }) => losses.map((loss) => `NGUY HIỂM  ${loss}`)),
];
