import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import type { FunctionName } from '../../../functions/platform.ts';
import { createApp } from '../../../infra/app.ts';
import { assetFolder } from '../../../infra/bundle.ts';
import { functionNames } from '../../../infra/contracts.ts';
import type { StageConfig } from '../../../infra/stage.ts';

const Resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource>;
const Template = z.object({ Resources: z.record(z.string(), Resource) });

const Environment = z.object({ Variables: z.record(z.string(), z.unknown()) });
const FunctionProperties = z.object({ Environment, Code: z.object({ S3Key: z.string() }) });
const Route = z.object({ RouteKey: z.string(), Target: z.unknown(), AuthorizationType: z.string().optional() });

/** What a synthesis wrote: templates, and the assets that they name. */
export const synthesized = (stage: StageConfig) => {
  const outdir = mkdtempSync(join(tmpdir(), 'vanthu-cdk-'));
  const { app } = createApp({ stage, outdir, assets: (name) => Code.fromAsset(assetFolder(name)) });
  const assembly = app.synth();
  const resources = new Map<string, Resource>();
  for (const stack of assembly.stacks) {
    const template = Template.parse(JSON.parse(readFileSync(stack.templateFullPath, 'utf8')));
    for (const [id, resource] of Object.entries(template.Resources))
      resources.set(`${stack.stackName}/${id}`, resource);
  }
  const ofType = (type: string): Resource[] => [...resources.values()].filter((one) => one.Type === type);
  const functions = new Map<FunctionName, Resource & { id: string }>();
  // A logical id is the construct's name and eight characters of its path's hash.
  for (const name of functionNames)
    for (const [id, one] of resources)
      if (one.Type === 'AWS::Lambda::Function' && new RegExp(`/${name}[0-9A-F]{8}$`).test(id))
        functions.set(name, { ...one, id: id.split('/').at(-1) ?? '' });
  const functionOf = (name: FunctionName): Resource => {
    const found = functions.get(name);
    if (found === undefined) throw new Error(`no function ${name} in the templates`);
    return found;
  };
  return {
    ofType,
    /** The folder of the asset itself, as it would be uploaded. */
    assetOf: (name: FunctionName): string => {
      const { S3Key } = FunctionProperties.parse(functionOf(name).Properties).Code;
      return join(outdir, `asset.${S3Key.replace(/\.zip$/, '')}`);
    },
    /** Variables by name: text as written, `undefined` where CloudFormation would fill in an address. */
    environmentOf: (name: FunctionName): Record<string, string | undefined> => {
      const { Variables } = FunctionProperties.parse(functionOf(name).Properties).Environment;
      return Object.fromEntries(
        Object.entries(Variables).map(([key, value]) => [key, typeof value === 'string' ? value : undefined]),
      );
    },
    /** `GET /api/x` → function and whether the authorizer is asked first. */
    routes: () => {
      const integrations = [...resources].filter(([, one]) => one.Type === 'AWS::ApiGatewayV2::Integration');
      return ofType('AWS::ApiGatewayV2::Route').map((one) => {
        const route = Route.parse(one.Properties);
        const target = JSON.stringify(route.Target);
        const integration = integrations.find(([id]) => target.includes(`"${id.split('/').at(-1)}"`))?.[1];
        const uri = JSON.stringify(integration?.Properties.IntegrationUri);
        const to = [...functions].find(([, { id }]) => uri?.includes(`"${id}"`))?.[0];
        if (to === undefined) throw new Error(`route ${route.RouteKey} leads nowhere`);
        return { key: route.RouteKey, to, asksAuthorizer: route.AuthorizationType === 'CUSTOM' };
      });
    },
  };
};
export type Synthesized = ReturnType<typeof synthesized>;
