import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { createApp } from '../../infra/app.ts';
import { loadStage, type StageConfig } from '../../infra/stage.ts';

// The library's own validation of templates takes most of the time; `npm run synth` runs with it.
process.env.CDK_VALIDATION = 'false';

const Properties = z.record(z.string(), z.unknown());
const Resource = z.object({
  Type: z.string(),
  Properties: Properties.default({}),
  DeletionPolicy: z.string().optional(),
});
const Template = z.object({
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown().optional() })).default({}),
});
type Template = z.infer<typeof Template>;
export type Found = {
  stack: string;
  id: string;
  type: string;
  properties: z.infer<typeof Properties>;
  deletion?: string | undefined;
};

const placeholder = () => Code.fromInline('exports.handler = async () => {};');
export const SAMPLES = ['sample-production', 'sample-ward', 'sample-demo'] as const;
export const sample = (name: (typeof SAMPLES)[number]): StageConfig => loadStage(name);
/** A stage to be torn down again: the demo without its people. */
export const testStage = (): StageConfig => ({ ...sample('sample-demo'), name: 'thu', kind: 'test', demoSigners: [] });

const PLAIN_REFS: Record<string, (id: string) => string> = {
  'AWS::SQS::Queue': (id) => `https://sqs.ap-southeast-1.amazonaws.com/111122223333/${id}`,
};
const plainRef = (id: string, template: Template): string => {
  const made = PLAIN_REFS[template.Resources[id]?.Type ?? ''];
  return made === undefined ? id.replace(/^AWS::/, '') : made(id);
};
const plainAttribute = (id: string, attribute: string): string => {
  if (attribute.endsWith('Endpoint')) return `https://${id.toLowerCase()}.example.amazonaws.com`;
  return attribute.endsWith('Arn') ? `<${id}>` : `${id}.${attribute}`;
};

const Ref = z.strictObject({ Ref: z.string() });
const GetAtt = z.strictObject({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const Join = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });
const Output = z.strictObject({
  'Fn::GetStackOutput': z.looseObject({ StackName: z.string(), OutputName: z.string() }),
});

/** A stage as templates, and in them what stands behind references: as plausible text, `<LogicalId>` for an ARN. */
export const synthesise = (stage: StageConfig, o: { nag?: boolean; hasApp?: boolean } = {}) => {
  const outdir = mkdtempSync(join(tmpdir(), 'vanthu-templates-'));
  const made = createApp({ stage, assets: placeholder, outdir, ...o });
  const templates = new Map(
    made.app.synth().stacks.map((stack) => [stack.stackName, Template.parse(stack.template)] as const),
  );
  const plain = (value: unknown, stack: string): unknown => {
    const template = templates.get(stack);
    if (template === undefined) throw new Error(`no stack ${stack}`);
    const ref = Ref.safeParse(value);
    if (ref.success) return plainRef(ref.data.Ref, template);
    const attribute = GetAtt.safeParse(value);
    if (attribute.success) return plainAttribute(...attribute.data['Fn::GetAtt']);
    const join = Join.safeParse(value);
    if (join.success) {
      const [separator, parts] = join.data['Fn::Join'];
      return parts.map((part) => String(plain(part, stack))).join(separator);
    }
    const output = Output.safeParse(value);
    if (output.success) {
      const { StackName, OutputName } = output.data['Fn::GetStackOutput'];
      return plain(templates.get(StackName)?.Outputs[OutputName]?.Value, StackName);
    }
    if (Array.isArray(value)) return value.map((one) => plain(one, stack));
    const object = Properties.safeParse(value);
    if (!object.success) return value;
    return Object.fromEntries(Object.entries(object.data).map(([key, one]) => [key, plain(one, stack)]));
  };
  const found: Found[] = [...templates].flatMap(([stack, template]) =>
    Object.entries(template.Resources).map(([id, { Type, Properties: own, DeletionPolicy }]) => ({
      stack,
      id,
      type: Type,
      properties: Properties.parse(plain(own, stack)),
      deletion: DeletionPolicy,
    })),
  );
  return { made, templates, found, of: (type: string) => found.filter((one) => one.type === type) };
};
export type Platform = ReturnType<typeof synthesise>;

const List = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));
export const Statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: List,
  Resource: List.optional(),
  Condition: z.unknown().optional(),
  Principal: z.unknown().optional(),
});
export type Statement = z.infer<typeof Statement>;
const Document = z.looseObject({ Statement: z.array(Statement) });
const Holder = z.looseObject({
  PolicyDocument: Document.optional(),
  KeyPolicy: Document.optional(),
  Roles: z.array(z.string()).optional(),
  ManagedPolicyArns: z.array(z.string()).optional(),
});

/** Statements of the policies that a role carries, its own and the managed ones. */
export const statementsOf = (platform: Platform, role: string): Statement[] => {
  const holders = platform.found.map((one) => ({ ...one, holder: Holder.safeParse(one.properties) }));
  const arns = holders.find((one) => one.id === role)?.holder.data?.ManagedPolicyArns ?? [];
  return holders
    .filter(({ id, holder }) => holder.data?.Roles?.includes(role) === true || arns.includes(id))
    .flatMap(({ holder }) => holder.data?.PolicyDocument?.Statement ?? []);
};
/** Every statement of every policy, with the resource that it stands on. */
export const everyStatement = (platform: Platform): { on: Found; statement: Statement }[] =>
  platform.found.flatMap((on) => {
    const { PolicyDocument, KeyPolicy } = Holder.parse(on.properties);
    const statements = [...(PolicyDocument?.Statement ?? []), ...(KeyPolicy?.Statement ?? [])];
    return statements.map((statement) => ({ on, statement }));
  });
