import type { Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { StageConfig } from '../stage.ts';

/** Requests of one address in five minutes. A whole office may come from one address, so this stops machines, not people. */
const RATE = 10_000;
/** Rules that take a document for an attack: drafts are long, and their text may hold markup. They are counted instead. */
const ONLY_COUNTED = ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY'];
const GROUPS = [
  { name: 'AWSManagedRulesAmazonIpReputationList', counted: [] },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', counted: [] },
  { name: 'AWSManagedRulesCommonRuleSet', counted: ONLY_COUNTED },
];

const seen = (metricName: string) => ({ sampledRequestsEnabled: true, cloudWatchMetricsEnabled: true, metricName });

const managed = ({ name, counted }: { name: string; counted: string[] }, priority: number): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  visibilityConfig: seen(name),
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
});

/** Before the distribution, because an HTTP API cannot have a firewall of its own. */
export const firewall = (stack: Stack, stage: StageConfig): CfnWebACL | undefined => {
  if (!stage.waf) return undefined;
  return new CfnWebACL(stack, 'Firewall', {
    name: `vanthu-${stage.name}`,
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: seen(`vanthu-${stage.name}`),
    rules: [
      ...GROUPS.map(managed),
      {
        name: 'rate',
        priority: GROUPS.length,
        action: { block: {} },
        visibilityConfig: seen('rate'),
        statement: { rateBasedStatement: { limit: RATE, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
      },
    ],
  });
};
