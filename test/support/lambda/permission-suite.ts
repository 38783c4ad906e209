import { beforeAll, expect, it } from 'vitest';
import type { FunctionName } from '../../../functions/platform.ts';
import { functionNames } from '../../../infra/contracts.ts';
import { synthesise } from '../../infra/templates.ts';
import { policiesOf, told } from './policies.ts';
import type { Stage } from './stage.ts';

/** A permission that no walk of the journey takes, and why it is there all the same. */
type Unwalked = { who: FunctionName | readonly FunctionName[]; may: readonly string[]; because: string };
const CONSUMING = ['ReceiveMessage', 'DeleteMessage', 'ChangeMessageVisibility', 'GetQueueAttributes'];
const UNWALKED: readonly Unwalked[] = [
  ...functionNames.map((name) => ({
    who: name,
    may: [`logs:CreateLogStream ${name}Log`, `logs:PutLogEvents ${name}Log`],
    because: 'Lambda writes the log under the role of the function',
  })),
  {
    who: 'relay',
    may: ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((act) => `dynamodb:${act} Records`),
    because: 'Lambda reads the stream under the role of the function',
  },
  {
    who: 'relay',
    may: ['s3:PutObject Failures/*', 's3:ListBucket Failures'],
    because: 'Lambda leaves there what the relay gave up on, under its role',
  },
  { who: 'issue', may: CONSUMING.map((act) => `sqs:${act} Issuing`), because: 'Lambda takes the messages' },
  { who: 'mail', may: CONSUMING.map((act) => `sqs:${act} Mail`), because: 'Lambda takes the messages' },
  {
    who: ['api', 'render', 'issue'],
    may: ['dynamodb:DeleteItem Records'],
    because: 'an idempotency key that comes again after its days makes way (store.ts, forgetExpired)',
  },
  {
    who: ['api', 'render'],
    may: ['dynamodb:Query Records/index/outbox'],
    because: 'before that its events must have reached the feed',
  },
  {
    who: ['render', 'issue'],
    may: ['dynamodb:GetItem Records'],
    because: 'a commit that meets a known command id looks at it',
  },
  {
    who: 'issue',
    may: ['s3:GetObject Archive/*', 's3:ListBucket Archive'],
    because: 'a lost or damaged working copy is read from the kept one',
  },
  {
    who: 'issue',
    may: ['kms:GetPublicKey Personp01'],
    because: 'one policy for every key; the keys of invented people need no certificate request',
  },
  {
    who: 'inspect',
    may: ['s3:ListBucket Files'],
    because: 'a stage without enrolled roots: they are absent, not forbidden',
  },
  {
    who: 'relay',
    may: ['s3:ListBucket Files'],
    because: 'the content of a document that somebody lost is absent, not forbidden: that stream stops, and says why',
  },
  {
    who: 'sweep',
    may: ['s3:GetObject Files/*', 's3:ListBucket Files', 's3:PutObject Search/*', 's3:ListBucket Search'],
    because: 'what it carries on may be the filing of a document, which the index takes with its text',
  },
];

/** After everything that was walked: each role allows what its functions did, and nothing else without a reason. */
export const permissionSuite = (of: () => Stage): void => {
  let policies: ReturnType<typeof policiesOf>;
  beforeAll(() => {
    policies = policiesOf(synthesise(of().config), of().places);
  });
  const rightsOf = (name: FunctionName): string[] =>
    policies.grants(policies.roleOf(name)).map((grant) => `${grant.role}: ${told(grant)}`);

  it('allows every function each call that it made', () => {
    const refused: string[] = [];
    for (const name of functionNames) {
      const { needs, faults } = of().recorderOf(name);
      expect(faults, name).toEqual([]);
      expect(needs().length, name).toBeGreaterThan(0);
      for (const need of needs())
        if (policies.allowing(name, need).length === 0) refused.push(`${name}: ${JSON.stringify(need)}`);
    }
    expect(refused).toEqual([]);
  });

  it('allows no function anything that it never does, but for a reason', () => {
    const used = new Set<string>();
    for (const name of functionNames)
      for (const need of of().recorderOf(name).needs())
        for (const grant of policies.allowing(name, need)) used.add(`${grant.role}: ${told(grant)}`);
    const unused = new Set(functionNames.flatMap(rightsOf).filter((right) => !used.has(right)));
    const explained = UNWALKED.flatMap(({ who, may }) =>
      [who].flat().flatMap((name) => may.map((right) => `${policies.roleOf(name)}: ${right}`)),
    );
    expect([...unused].toSorted()).toEqual(explained.toSorted());
  });

  it('denies what would go too far', () => {
    const { places, letter } = of();
    const on = (name: string, key: string) => `${places[name]}/${key}`;
    const allowed = (name: FunctionName, action: string, resource: string, leadingKeys?: string[]) =>
      policies.allowing(name, { action, resource, ...(leadingKeys === undefined ? {} : { leadingKeys }) }).length > 0;
    const table = `table/${places.Records}`;
    const seal = `alias/vanthu-thu/seal/${letter.issuer}`;
    // The history belongs to those who act; who carries it on can write lists and take turns.
    for (const name of ['relay', 'sweep', 'mail'] as const)
      expect(allowed(name, 'dynamodb:PutItem', table, ['s#document/1']), name).toBe(false);
    expect(allowed('relay', 'dynamodb:PutItem', table, ['v#inbox'])).toBe(true);
    expect(allowed('mail', 'dynamodb:PutItem', table, ['v#inbox'])).toBe(false);
    expect(allowed('inspect', 'dynamodb:GetItem', table, ['v#inbox'])).toBe(false);
    expect(allowed('sign', 'kms:Sign', seal)).toBe(true);
    expect(allowed('api', 'kms:Sign', seal)).toBe(false);
    expect(allowed('api', 's3:PutObject', on('Files', 'slots/x'))).toBe(false);
    expect(allowed('issue', 's3:PutObject', on('Files', 'settings/roots.pem'))).toBe(false);
    expect(allowed('issue', 's3:DeleteObject', on('Archive', 'content/x'))).toBe(false);
  });
};
