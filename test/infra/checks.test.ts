import type { IConstruct } from 'constructs';
import { expect, it } from 'vitest';
import { SAMPLES, sample, synthesise, testStage } from './templates.ts';

it.each([...SAMPLES.map(sample), testStage()])('the stage $name passes the AWS Solutions checks', (stage) => {
  expect(() => synthesise(stage, { nag: true })).not.toThrow();
});

it('the checks look: a bucket without TLS does not pass', () => {
  const { made } = synthesise(sample('sample-ward'), { nag: true });
  const policies = made.data.stack.node.findAll().filter((one: IConstruct) => one.node.path.endsWith('Files/Policy'));
  expect(policies).toHaveLength(1);
  made.data.buckets.files.node.tryRemoveChild('Policy');
  expect(() => made.app.synth({ force: true })).toThrow('AwsSolutions-S10');
});
