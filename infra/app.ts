import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdk from '../cdk.json' with { type: 'json' };
import { type Assets, apiStack } from './api-stack.ts';
import { dataStack } from './data-stack.ts';
import type { StageConfig } from './stage.ts';

/**
 * The platform of one stage as a graph of stacks by lifetime. Loads the feature flags of cdk.json itself: the command line passes them by
 * environment, and a test would otherwise see another template.
 */
export const createApp = (o: { stage: StageConfig; assets: Assets; nag?: boolean; outdir?: string }) => {
  const app = new App({
    context: { ...cdk.context },
    analyticsReporting: false,
    ...(o.outdir === undefined ? {} : { outdir: o.outdir }),
  });
  const data = dataStack(app, o.stage);
  const api = apiStack(app, o.stage, { data, assets: o.assets });
  if (o.nag === true) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, data, api };
};
