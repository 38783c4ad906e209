import { existsSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import { createApp } from './app.ts';
import { assetFolder } from './bundle.ts';
import { loadStage } from './stage.ts';

/**
 * What the `cdk` command runs (cdk.json): `cdk diff -c stage=NAME`, after `npm run synth` has made the bundles. The command passes its context by
 * ways of its own that only the library knows, so an empty app is asked for the name of the stage.
 */
const asked = z.string().safeParse(new App({ autoSynth: false }).node.tryGetContext('stage'));
if (!asked.success) throw new Error('Hãy nêu giai đoạn triển khai: cdk … -c stage=TÊN (tệp infra/stages/TÊN.json)');
createApp({
  stage: loadStage(asked.data),
  assets: (name) => Code.fromAsset(assetFolder(name)),
  hasApp: existsSync('web/dist/index.html'),
  nag: true,
}).app.synth();
