import { expect, it } from 'vitest';
import { sample, synthesise } from './templates.ts';

const name = 'vanthu-restored';
const streamArn = `arn:aws:dynamodb:ap-southeast-1:111122223333:table/${name}/stream/2026-11-23T00:00:00.000`;

it('a restored table takes the place of the own one everywhere, and the own one is still kept', () => {
  const before = synthesise(sample('sample-ward'));
  const after = synthesise({ ...sample('sample-ward'), restoredTable: { name, streamArn } });
  const tables = (platform: typeof before) =>
    platform.found.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable');
  expect(tables(after)).toEqual(tables(before));
  const functions = after.found.filter(({ type }) => type === 'AWS::Lambda::Function');
  const using = functions.filter((one) => JSON.stringify(one).includes('"TABLE"'));
  expect(using.length).toBeGreaterThan(5);
  for (const one of using) expect(JSON.stringify(one)).toContain(`"TABLE":"${name}"`);
  const streams = after.found.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping');
  expect(JSON.stringify(streams)).toContain(streamArn);
});
