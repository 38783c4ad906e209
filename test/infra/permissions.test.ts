import { describe, expect, it } from 'vitest';
import { type FunctionName, platform as functions } from '../../functions/platform.ts';
import {
  everyStatement,
  type Platform,
  SAMPLES,
  type Statement,
  sample,
  statementsOf,
  synthesise,
} from './templates.ts';

const platforms = SAMPLES.map((name) => synthesise(sample(name)));
const ward = synthesise(sample('sample-ward'));
const allows = ({ Effect }: Statement): boolean => Effect === 'Allow';
const roleOf = (platform: Platform, name: FunctionName): string => {
  const made = platform
    .of('AWS::Lambda::Function')
    .find(({ properties }) => properties.Description === functions[name].breaks);
  return String(made?.properties.Role).replace(/^<(.+)>$/, '$1');
};
/** Actions of a function on things whose id begins so. */
const actions = (name: FunctionName, on: string): string[] =>
  statementsOf(ward, roleOf(ward, name))
    .filter(allows)
    .filter(({ Resource }) => Resource?.some((one) => one.startsWith(`<${on}`)))
    .flatMap(({ Action }) => Action);
const can = (name: FunctionName): string[] => statementsOf(ward, roleOf(ward, name)).flatMap(({ Action }) => Action);

describe('permissions', () => {
  it('signing belongs to one role: no other policy allows it, and each key refuses everybody else', () => {
    for (const platform of platforms) {
      const signing = everyStatement(platform).filter(({ statement }) =>
        statement.Action.some((action) => /^(\*|kms:\*|kms:Sign.*|kms:CreateGrant)$/.test(action)),
      );
      const allowed = signing.filter(({ statement }) => allows(statement));
      expect(new Set(allowed.map(({ on }) => on.type))).toEqual(new Set(['AWS::KMS::Key']));
      const principals = new Set(allowed.map(({ statement }) => JSON.stringify(statement.Principal)));
      expect(principals).toEqual(new Set([JSON.stringify({ AWS: `<${roleOf(platform, 'sign')}>` })]));
      for (const key of platform.of('AWS::KMS::Key')) {
        const denied = signing.filter(({ on, statement }) => on.id === key.id && statement.Effect === 'Deny');
        expect(
          denied.map(({ statement }) => statement.Principal),
          key.id,
        ).toEqual([{ AWS: '*' }]);
      }
      expect(roleOf(platform, 'issue')).toBe(roleOf(platform, 'sign'));
      const others = platform
        .of('AWS::Lambda::Function')
        .filter(({ properties }) => properties.Role === `<${roleOf(platform, 'sign')}>`);
      expect(others).toHaveLength(2);
    }
  });

  it('there is a key for each seal, for the anchors and for nobody else in an office', () => {
    const aliases = platforms.map((platform) =>
      platform.of('AWS::KMS::Alias').map(({ properties }) => properties.AliasName),
    );
    expect(aliases).toEqual([
      ['UBND', 'VP', 'SNV'].map((unit) => `alias/vanthu-tinh/seal/${unit}`).concat('alias/vanthu-tinh/anchor/main'),
      ['alias/vanthu-phuong/seal/UBND', 'alias/vanthu-phuong/anchor/main'],
      ['seal/UBND-HN', 'seal/VP', 'anchor/main', 'person/p01', 'person/p02'].map(
        (path) => `alias/vanthu-trinhdien/${path}`,
      ),
    ]);
    for (const key of platforms.flatMap((platform) => platform.of('AWS::KMS::Key')))
      expect(key.properties).toMatchObject({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY', MultiRegion: true });
  });

  it('an administrator of a key in an office can neither sign with it nor have it deleted', () => {
    for (const { on, statement } of platforms.slice(0, 2).flatMap(everyStatement)) {
      if (on.type !== 'AWS::KMS::Key' || statement.Sid !== 'Administration') continue;
      expect(statement.Action).not.toContain('kms:ScheduleKeyDeletion');
    }
  });

  it('no policy names a wildcard action, and none may bypass a retention or remove a version', () => {
    const named = platforms.flatMap(everyStatement).filter(({ statement }) => allows(statement));
    expect(named.length).toBeGreaterThan(100);
    const wide = named.flatMap(({ on, statement }) =>
      statement.Action.filter(
        (action) => action.includes('*') || /Bypass|DeleteObjectVersion|PutBucket/.test(action),
      ).map((action) => `${on.id} ${action}`),
    );
    expect(wide).toEqual([]);
  });

  it('inspect, which parses files of strangers, reads what codes show and the roots, and nothing else', () => {
    expect(actions('inspect', 'Records')).toEqual(['dynamodb:GetItem']);
    const onTable = statementsOf(ward, roleOf(ward, 'inspect')).find(({ Action }) =>
      Action.includes('dynamodb:GetItem'),
    );
    expect(onTable?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['v#verify#*'] } });
    expect(new Set(actions('inspect', 'Files'))).toEqual(new Set(['s3:GetObject', 's3:ListBucket']));
    expect(can('inspect').filter((action) => /Put|Delete|Send|Sign/.test(action))).toEqual(['logs:PutLogEvents']);
  });

  it('search writes nothing but its log', () =>
    expect(can('search').filter((action) => /Put|Delete|Send|Sign/.test(action))).toEqual(['logs:PutLogEvents']));

  it('only the mail function sends mail, and from the identity of the stage alone', () => {
    const sending = everyStatement(ward).filter(({ statement }) =>
      statement.Action.some((action) => action.startsWith('ses:')),
    );
    expect(sending.map(({ statement }) => [statement.Action, statement.Resource])).toEqual([
      [['ses:SendEmail'], ['arn:aws:ses:ap-southeast-1:AccountId:identity/phuong.example.gov.vn']],
    ]);
    expect(can('mail')).toContain('ses:SendEmail');
  });

  it('only those who issue reach the archive, and whoever sweeps or relays hands work over by queue', () => {
    const names: FunctionName[] = [
      'authorize',
      'api',
      'search',
      'render',
      'inspect',
      'relay',
      'sweep',
      'mail',
      'compact',
    ];
    for (const name of names) expect(actions(name, 'Archive'), name).toEqual([]);
    expect(actions('issue', 'Archive')).toEqual(expect.arrayContaining(['s3:PutObject', 's3:PutObjectRetention']));
    expect(can('relay')).toContain('sqs:SendMessage');
    expect(can('sweep')).toContain('sqs:SendMessage');
  });
});
