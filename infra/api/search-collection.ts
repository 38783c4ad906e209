import type { Stack } from 'aws-cdk-lib';
import {
  CfnAccessPolicy,
  CfnCollection,
  CfnCollectionGroup,
  CfnSecurityPolicy,
} from 'aws-cdk-lib/aws-opensearchserverless';
import type { StageConfig } from '../stage.ts';
import { allow, type RoleOf } from './roles.ts';

type Permissions = { index: string[]; collection: string[] };
/** The index stands behind an alias, and aliases are items of the collection. */
const READ: Permissions = {
  index: ['aoss:ReadDocument', 'aoss:DescribeIndex'],
  collection: ['aoss:DescribeCollectionItems'],
};
const WRITE: Permissions = {
  index: [...READ.index, 'aoss:WriteDocument', 'aoss:CreateIndex', 'aoss:UpdateIndex', 'aoss:DeleteIndex'],
  collection: [
    ...READ.collection,
    'aoss:CreateCollectionItems',
    'aoss:UpdateCollectionItems',
    'aoss:DeleteCollectionItems',
  ],
};

const resource = (type: 'collection' | 'index', name: string) =>
  type === 'collection' ? `collection/${name}` : `index/${name}/*`;

/** Encrypted with AWS's key; reached over the internet like S3 is, with signed requests alone: no private network is built for it. */
const policies = (stack: Stack, name: string): CfnSecurityPolicy[] => {
  const rules = [{ ResourceType: 'collection', Resource: [resource('collection', name)] }];
  return [
    new CfnSecurityPolicy(stack, 'SearchEncryption', {
      name,
      type: 'encryption',
      policy: JSON.stringify({ Rules: rules, AWSOwnedKey: true }),
    }),
    new CfnSecurityPolicy(stack, 'SearchNetwork', {
      name,
      type: 'network',
      policy: JSON.stringify([{ Rules: rules, AllowFromPublic: true }]),
    }),
  ];
};

const access = (stack: Stack, name: string, o: { roleOf: RoleOf; operators: readonly string[] }): void => {
  const { roleOf } = o;
  const rule = (permissions: Permissions, principals: string[]) => ({
    Rules: (['index', 'collection'] as const).map((type) => ({
      ResourceType: type,
      Resource: [resource(type, name)],
      Permission: permissions[type],
    })),
    Principal: principals,
  });
  const policy = [
    rule(READ, [roleOf('search').roleArn]),
    rule(WRITE, [roleOf('relay').roleArn, roleOf('sweep').roleArn, ...o.operators]),
  ];
  new CfnAccessPolicy(stack, 'SearchAccess', { name, type: 'data', policy: stack.toJsonString(policy) });
};

/**
 * The archive's index on OpenSearch Serverless, for offices beyond the reach of the bucket backend (ADR 0008). It holds nothing that a rebuild
 * cannot make again, so it goes with its stack.
 */
export const searchCollection = (
  stack: Stack,
  stage: StageConfig,
  roleOf: RoleOf,
): { endpoint: string } | undefined => {
  const { search } = stage;
  if (search.backend !== 'opensearch') return undefined;
  const name = `vanthu-${stage.name}`;
  const standbyReplicas = search.standbyReplicas ? 'ENABLED' : 'DISABLED';
  const group = new CfnCollectionGroup(stack, 'SearchGroup', {
    name,
    standbyReplicas,
    generation: 'NEXTGEN',
    capacityLimits: {
      minIndexingCapacityInOcu: search.minimumUnits,
      minSearchCapacityInOcu: search.minimumUnits,
      maxIndexingCapacityInOcu: search.maximumUnits,
      maxSearchCapacityInOcu: search.maximumUnits,
    },
  });
  const collection = new CfnCollection(stack, 'SearchCollection', {
    name,
    type: 'SEARCH',
    standbyReplicas,
    collectionGroupName: name,
  });
  for (const before of [group, ...policies(stack, name)]) collection.addResourceDependency(before);
  access(stack, name, { roleOf, operators: search.operators });
  for (const asker of ['search', 'relay', 'sweep'] as const)
    allow(stack, `${asker}Searches`, {
      role: roleOf(asker),
      actions: ['aoss:APIAccessAll'],
      resources: [collection.attrArn],
    });
  return { endpoint: collection.attrCollectionEndpoint };
};
