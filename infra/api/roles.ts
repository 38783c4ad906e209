import type { Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from '../../functions/platform.ts';
import type { Permissions } from '../data/permissions.ts';
import type { Data } from '../data-stack.ts';
import type { StageConfig } from '../stage.ts';
import type { WorkQueues } from './queues.ts';

const door = ['readSession', 'readOrigin'] as const;
const acts = ['readRecords', 'writeRecords', 'readFiles'] as const;
/** Carries what was committed into lists and index: reads the history, adds nothing to it. */
const carries = ['readRecords', 'writeViews', 'readFiles', 'appendIndex'] as const;
/** What each function may do to the data, by the names of infra/data/permissions.ts. */
const needs: Readonly<Record<FunctionName, readonly (keyof Permissions)[]>> = {
  authorize: door,
  api: [...door, ...acts, 'writeContent'],
  search: [...door, 'readRecords', 'readIndex'],
  render: [...door, ...acts, 'writeFiles'],
  sign: [...door, ...acts, 'writeFiles', 'keepOriginals'],
  inspect: ['readOrigin', 'readCodes', 'readSettings'],
  relay: [...carries, 'keepFailures'],
  issue: [...acts, 'writeFiles', 'keepOriginals'],
  sweep: carries,
  mail: ['readRecords', 'noteRefusals', 'keepMarks'],
  compact: ['compactIndex'],
};
const ofTheBucketIndex: readonly (keyof Permissions)[] = ['readIndex', 'appendIndex', 'compactIndex'];

const attach = (role: Role, may: Permissions, stage: StageConfig, name: FunctionName): void => {
  for (const need of needs[name]) {
    const policy = may[need];
    const isIdle = stage.search.backend !== 'bucket' && ofTheBucketIndex.includes(need);
    if (policy !== undefined && !isIdle) role.addManagedPolicy(policy);
  }
};

/** A role per function; `sign` and `issue` share the one that the signing keys name. */
export const rolesOf = (stack: Stack, stage: StageConfig, data: Data, names: readonly FunctionName[]) => {
  const own = new Map<FunctionName, Role>();
  for (const name of names) {
    const isSigning = name === 'sign' || name === 'issue';
    const made = (): Role =>
      new Role(stack, `${name}Role`, {
        assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
        description: `vanthu ${stage.name}: ${name}`,
      });
    const role = isSigning ? data.signing : made();
    attach(role, data.may, stage, name);
    own.set(name, role);
  }
  return (name: FunctionName): Role => {
    const role = own.get(name);
    if (role === undefined) throw new Error(`no role for ${name}`);
    return role;
  };
};
export type RoleOf = ReturnType<typeof rolesOf>;

/** Exact actions on exact resources, written beside the thing they are about. */
export const allow = (stack: Stack, id: string, o: { role: Role; actions: string[]; resources: string[] }): Policy =>
  new Policy(stack, id, {
    roles: [o.role],
    statements: [new PolicyStatement({ actions: o.actions, resources: o.resources })],
  });

/** Who hands work to the queues. */
export const allowSending = (stack: Stack, roleOf: RoleOf, queues: WorkQueues): void => {
  const resources = [queues.issuing.queue.queueArn, queues.mail.queue.queueArn];
  for (const name of ['relay', 'sweep'] as const)
    allow(stack, `${name}Sends`, { role: roleOf(name), actions: ['sqs:SendMessage'], resources });
};

/** The mail function sends from the office's own identity and nothing else; by SMTP it only reads where to. */
export const allowMail = (stack: Stack, roleOf: RoleOf, mail: StageConfig['mail']): void => {
  const role = roleOf('mail');
  if (mail.transport === 'smtp') {
    const resources = [mail.secretArn];
    allow(stack, 'MailReadsItsSecret', { role, actions: ['secretsmanager:GetSecretValue'], resources });
    return;
  }
  const resources = [stack.formatArn({ service: 'ses', resource: 'identity', resourceName: mail.identity })];
  allow(stack, 'MailIsSent', { role, actions: ['ses:SendEmail'], resources });
};
