import { Duration } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  type Role,
} from 'aws-cdk-lib/aws-iam';
import { Alias, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { isKept, removalOf } from '../keeps.ts';
import { aliasPrefix, type StageConfig } from '../stage.ts';

/** Administrators look after a key. No action here signs, and none hands signing on: no grants. */
const ADMINISTRATION = [
  'kms:DescribeKey',
  'kms:GetPublicKey',
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:ListKeyPolicies',
  'kms:ListGrants',
  'kms:ListResourceTags',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:UpdateKeyDescription',
  'kms:CreateAlias',
  'kms:UpdateAlias',
  'kms:DeleteAlias',
  'kms:ReplicateKey',
];
/** The key of an office outlives its stack: verifying a seal needs only the certificate, but a lost key means new certificates. */
const REMOVAL = ['kms:ScheduleKeyDeletion', 'kms:CancelKeyDeletion'];

/**
 * Only the key policy decides: the account is not trusted with signing, so no policy of a user or role can allow it, and whoever is not the
 * signing role is refused outright, grants included.
 */
const onlySignedBy = (role: Role, stage: StageConfig): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'Administration',
        principals: [new AccountRootPrincipal()],
        actions: isKept(stage) ? ADMINISTRATION : [...ADMINISTRATION, ...REMOVAL],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'Signing',
        principals: [role],
        actions: ['kms:Sign', 'kms:GetPublicKey'],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'NobodyElseSigns',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['kms:Sign'],
        resources: ['*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': role.roleArn } },
      }),
    ],
  });

type Wanted = { id: string; path: string; description: string };
const wanted = (stage: StageConfig): Wanted[] => [
  ...stage.seals.map((unit) => ({ id: `Seal-${unit}`, path: `seal/${unit}`, description: `seal of ${unit}` })),
  { id: 'Anchor', path: 'anchor/main', description: 'anchors of the journal' },
  ...stage.demoSigners.map((person) => ({
    id: `Person-${person}`,
    path: `person/${person}`,
    description: `demo signature of ${person}`,
  })),
];

/** One asymmetric key per seal, for the anchors and, on demo stages, per invented person. Multi-region cannot be added later. */
export const signingKeys = (scope: Construct, stage: StageConfig, role: Role): Key[] =>
  wanted(stage).map(({ id, path, description }) => {
    const key = new Key(scope, id, {
      description: `vanthu ${stage.name}: ${description}`,
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      multiRegion: true,
      policy: onlySignedBy(role, stage),
      removalPolicy: removalOf(stage),
      pendingWindow: Duration.days(isKept(stage) ? 30 : 7),
    });
    const alias = new Alias(scope, `${id}-Alias`, { aliasName: `${aliasPrefix(stage)}${path}`, targetKey: key });
    alias.applyRemovalPolicy(removalOf(stage));
    return key;
  });
