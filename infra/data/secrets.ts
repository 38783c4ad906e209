import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { removalOf } from '../keeps.ts';
import { originSecretName, type StageConfig } from '../stage.ts';

/** Where CloudFront's own resources live. */
export const EDGE_REGION = 'us-east-1';
const random = { passwordLength: 64, excludePunctuation: true };

const byRunbook = (secret: Secret, reason: string): Secret => {
  acknowledge(secret, 'AwsSolutions-SMG4', reason);
  return secret;
};

/**
 * `session`: the key of session cookies is derived from it. `origin`: what CloudFront shows the API, so that nobody goes round the
 * distribution; copied to us-east-1, where the distribution is made. Present only where a distribution stands in front.
 */
export const secrets = (scope: Construct, stage: StageConfig): { session: Secret; origin?: Secret } => {
  const removalPolicy = removalOf(stage);
  const session = byRunbook(
    new Secret(scope, 'Session', {
      description: `vanthu ${stage.name}: sessions`,
      generateSecretString: random,
      removalPolicy,
    }),
    'A new session secret signs everybody out; it is replaced by hand when there is cause (runbook), not at night by a timer.',
  );
  if (stage.domain === undefined) return { session };
  const origin = byRunbook(
    new Secret(scope, 'Origin', {
      secretName: originSecretName(stage),
      description: `vanthu ${stage.name}: X-Origin-Verify`,
      generateSecretString: random,
      removalPolicy,
      replicaRegions: stage.region === EDGE_REGION ? [] : [{ region: EDGE_REGION }],
    }),
    'The distribution and the functions must change over together: a deployment does that, a rotation timer would cut the site off.',
  );
  return { session, origin };
};
