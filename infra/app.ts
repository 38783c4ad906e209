import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdk from '../cdk.json' with { type: 'json' };
import { type Assets, apiStack } from './api-stack.ts';
import { dataStack } from './data-stack.ts';
import { observabilityStack } from './observability-stack.ts';
import type { StageConfig } from './stage.ts';
import { webStack } from './web-stack.ts';

/**
 * The platform of one stage as a graph of stacks by lifetime. Loads the feature flags of cdk.json itself: the command line passes them by
 * environment, and a test would otherwise see another template.
 */
export const createApp = (o: {
  stage: StageConfig;
  assets: Assets;
  /** Whether the browser app is built: then it answers at `/`. */
  hasApp?: boolean;
  nag?: boolean;
  outdir?: string;
}) => {
  const app = new App({
    context: { ...cdk.context },
    analyticsReporting: false,
    ...(o.outdir === undefined ? {} : { outdir: o.outdir }),
  });
  const data = dataStack(app, o.stage);
  const api = apiStack(app, o.stage, { data, assets: o.assets });
  const observability = observabilityStack(app, o.stage, { data, api });
  const web = webStack(app, o.stage, { hasApp: o.hasApp ?? false });
  // The distribution reads the copy of the origin secret.
  web?.stack.addStackDependency(data.stack);
  if (o.nag === true) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, data, api, web, observability };
};
