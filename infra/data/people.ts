import { Duration } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan, Mfa, StringAttribute, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { isKept, removalOf } from '../keeps.ts';
import type { StageConfig } from '../stage.ts';

/** Sign-in of offices without an identity provider of their own. Says who somebody is; what they may do stands in our records. */
export const people = (scope: Construct, stage: StageConfig): UserPool | undefined => {
  if (stage.identity.kind !== 'cognito') return undefined;
  const pool = new UserPool(scope, 'People', {
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    signInAliases: { username: true },
    signInCaseSensitive: false,
    // Given by whoever registers the person and never changed: it is the link to master data.
    customAttributes: { person: new StringAttribute({ minLen: 1, maxLen: 64, mutable: false }) },
    mfa: stage.identity.mfa === 'required' ? Mfa.REQUIRED : Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    accountRecovery: AccountRecovery.NONE,
    deletionProtection: isKept(stage),
    removalPolicy: removalOf(stage),
  });
  acceptChoices(pool, stage.identity.mfa);
  return pool;
};

const acceptChoices = (pool: UserPool, mfa: 'required' | 'optional'): void => {
  const reason =
    'The PLUS plan costs about four times as much for each person; step-up at signing proves presence again, and WAF limits guessing.';
  acknowledge(pool, 'AwsSolutions-COG8', reason);
  if (mfa === 'optional')
    acknowledge(
      pool,
      'AwsSolutions-COG2',
      'The stage says so in its configuration: a demo stage has invented people only.',
    );
};
