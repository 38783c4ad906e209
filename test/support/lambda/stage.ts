import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { dynamoStore } from '../../../functions/adapters/dynamodb/store.ts';
import { dynamoViews } from '../../../functions/adapters/dynamodb/views.ts';
import { localIssuer } from '../../../functions/adapters/local-issuer/issuer.ts';
import { localTsa } from '../../../functions/adapters/local-tsa/local-tsa.ts';
import { systemIds } from '../../../functions/adapters/system/ids.ts';
import { apiClient } from '../../../functions/entry/api-client.ts';
import { awsOffice, withPorts } from '../../../functions/entry/aws/ports.ts';
import { demoPeople, SETUP, seedOf } from '../../../functions/entry/demo-office.ts';
import { demoWorld } from '../../../functions/entry/seed/demo-world.ts';
import type { FunctionName } from '../../../functions/platform.ts';
import { functionNames } from '../../../infra/contracts.ts';
import { aliasPrefix, parseStage } from '../../../infra/stage.ts';
import { instant, milliseconds } from '../../../shared/kernel/time.ts';
import { discoveryOf, makePool } from '../cognito-pool.ts';
import type { LocalTables } from '../dynamodb-local.ts';
import type { MotoServer } from '../moto.ts';
import { makeCloud } from './cloud.ts';
import { queueSource, streamSource } from './deliver.ts';
import { gateway } from './gateway.ts';
import { type RunningFunction, startFunction } from './running-function.ts';
import { synthesized } from './synthesized.ts';

const PIN = '246810';
const PUBLIC_URL = 'http://127.0.0.1:8080';
const MAIL_FROM = 'vanthu@example.com';

const listening = async (app: Hono): Promise<{ url: string; close: () => void }> => {
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const { port }: Pick<AddressInfo, 'port'> = Object(server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

/** An RFC 3161 authority on a port. */
const authorityRoutes = (tsa: ReturnType<typeof localTsa>): Hono =>
  new Hono().post('/', async (c) => {
    const answer = await tsa.respond(new Uint8Array(await c.req.arrayBuffer()));
    return c.body(Uint8Array.from(answer), 200, { 'Content-Type': 'application/timestamp-reply' });
  });

/**
 * A whole demo stage: what synthesis wrote, run as processes with exactly the environment of the templates, behind a gateway with the templates'
 * routes, fed by the table's own stream and by queues; the services are DynamoDB Local and moto, the identity provider and the time stamp authority
 * stand on ports of this machine.
 */
export const aStage = async (o: LocalTables & { moto: MotoServer; table: string; at: string }) => {
  const offset = Math.round((milliseconds(instant(Date.parse(o.at))) - Date.now()) / 1000);
  const clock = { now: () => instant(Date.now() + offset * 1000) };
  const realNow = () => instant(Date.now());
  const world = demoWorld();
  const letter = world.documents.find((document) => document.kind === 'outgoing');
  if (letter?.kind !== 'outgoing') throw new Error('the demo world has no letter to send out');
  const doors = new Hono();
  const ports = await listening(doors);
  const issuer = `${ports.url}/oidc`;
  const pool = await makePool(new CognitoIdentityProviderClient(o.moto.client), {
    username: letter.roles.drafter,
    person: letter.roles.drafter,
  });
  const { origin: cognito } = new URL(pool.issuer);
  // moto publishes the keys of a pool, but not where they are.
  doors.get('/cognito/:pool/.well-known/openid-configuration', (c) =>
    c.json(discoveryOf(`${cognito}/${c.req.param('pool')}`)),
  );
  doors.get('/cognito/:pool/.well-known/jwks.json', (c) =>
    fetch(`${o.moto.endpoint}/${c.req.param('pool')}/.well-known/jwks.json`),
  );
  const stage = parseStage('the test', {
    name: 'thu',
    kind: 'demo',
    region: 'ap-southeast-1',
    objectLock: { mode: 'GOVERNANCE', days: 30 },
    search: { backend: 'bucket' },
    identity: {
      kind: 'oidc',
      providers: [
        { issuer, clientId: 'vanthu-web', audience: 'vanthu-api' },
        { issuer: pool.issuer, clientId: pool.web, audience: 'vanthu-api', personClaim: 'username' },
      ],
    },
    mail: { transport: 'ses', from: MAIL_FROM, identity: MAIL_FROM },
    alarms: { email: MAIL_FROM },
    waf: false,
    timestampUrl: `${ports.url}/tsa`,
    seals: [letter.issuer],
    demoSigners: [letter.roles.signer],
    clockOffsetSeconds: offset,
    backup: { vaultLock: 'none' },
  });
  const made = synthesized(stage);
  const aliases = made.ofType('AWS::KMS::Alias').map((one) => String(one.Properties.AliasName));
  const cloud = await makeCloud(o.moto, { aliases, prefix: aliasPrefix(stage), mailFrom: MAIL_FROM });
  doors.route('/tsa', authorityRoutes(localTsa({ authority: cloud.timestampAuthority, clock })));
  doors.route(
    '/oidc',
    await localIssuer({
      issuer,
      demo: true,
      people: demoPeople(world),
      pin: PIN,
      clients: [{ id: 'vanthu-web', redirectUris: [`${PUBLIC_URL}/dang-nhap/xong`] }],
      audience: 'vanthu-api',
      realNow,
      random: () => randomBytes(32).toString('base64url'),
    }),
  );

  /** What CloudFormation would fill in. */
  const filled: Record<string, string> = {
    TABLE: o.table,
    FILES_BUCKET: cloud.bucket,
    ARCHIVE_BUCKET: cloud.archiveBucket,
    SEARCH_BUCKET: cloud.searchBucket,
    SESSION_SECRET: cloud.sessionSecret,
    ISSUING_QUEUE: cloud.issuingQueue,
    MAIL_QUEUE: cloud.mailQueue,
    PUBLIC_URL,
  };
  const environmentOf = (name: FunctionName): Record<string, string> =>
    Object.fromEntries(
      Object.entries(made.environmentOf(name)).map(([key, value]) => {
        const text = value ?? filled[key];
        if (text === undefined) throw new Error(`nothing fills ${key} of ${name}`);
        return [key, text];
      }),
    );
  const endpoints = {
    AWS_ENDPOINT_URL: o.moto.endpoint,
    AWS_ENDPOINT_URL_S3: o.moto.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: o.endpoint,
  };
  const running = new Map<FunctionName, Promise<RunningFunction>>();
  const startWith = (name: FunctionName, environment: Record<string, string>): Promise<RunningFunction> =>
    startFunction({
      folder: made.assetOf(name),
      environment,
      endpoints,
      standIns: { [cognito]: `${ports.url}/cognito` },
      // The conformance command runs the functions under the Node of Lambda's runtime.
      ...(process.env.LAMBDA_NODE === undefined ? {} : { node: process.env.LAMBDA_NODE }),
    });
  const functionOf = (name: FunctionName): Promise<RunningFunction> => {
    const started = running.get(name) ?? startWith(name, environmentOf(name));
    running.set(name, started);
    return started;
  };
  const door = gateway(made.routes(), functionOf);

  // Master data as a set-up writes it, with a mailbox for everybody.
  const store = dynamoStore({ client: o.client, table: o.table, now: realNow });
  const views = dynamoViews({ client: o.client, table: o.table, now: realNow });
  const state = {
    store,
    views,
    clock,
    realNow,
    ids: systemIds(),
    serially: <T>(_: string, work: () => Promise<T>) => work(),
  };
  const office = awsOffice(
    { STAGE: 'thu', TABLE: o.table, FILES_BUCKET: cloud.bucket, DEMO: true, PUBLIC_URL },
    withPorts(state, { files: cloud.files }),
  );
  const seed = seedOf(world);
  const standings = seed.standings.map((one) => ({ ...one, email: `${one.person}@example.com` }));
  const pumpStream = await streamSource(new DynamoDBStreamsClient({ ...o.moto.client, endpoint: o.endpoint }), o.table);
  await office.seedOffice({ ...seed, standings }, { at: clock.now(), by: SETUP });

  const queues: [FunctionName, ReturnType<typeof queueSource>][] = [
    ['issue', queueSource(cloud.sqs, cloud.issuingQueue)],
    ['mail', queueSource(cloud.sqs, cloud.mailQueue)],
  ];
  /** Streams and queues are read until nothing is left: the number of events and messages. */
  const settle = async (): Promise<number> => {
    let all = 0;
    for (let moved = 1; moved > 0; all += moved) {
      moved = await pumpStream(await functionOf('relay'));
      for (const [name, source] of queues) moved += await source(await functionOf(name));
    }
    return all;
  };
  const client = (person: string) =>
    apiClient(
      {
        // The provider stands on its own port; everything else goes through the gateway.
        fetch: async (request) =>
          new URL(request.url).pathname.startsWith('/oidc')
            ? doors.fetch(
                new Request(`${ports.url}${new URL(request.url).pathname}${new URL(request.url).search}`, request),
              )
            : door.fetch(request),
        baseUrl: PUBLIC_URL,
        pin: PIN,
      },
      person,
    );
  return {
    world,
    letter,
    clock,
    cloud,
    door,
    environmentOf,
    startWith,
    functionOf,
    /** An access token of the second identity provider, Cognito's own, for the drafter. */
    cognitoToken: pool.access,
    moto: o.moto.endpoint,
    settle,
    store,
    views,
    assetOf: made.assetOf,
    as: async (person: string) => {
      const signedIn = client(person);
      await signedIn.signIn();
      return signedIn;
    },
    anonymous: () => client('nobody'),
    names: functionNames,
    close: async () => {
      for (const one of running.values()) (await one.catch(() => undefined))?.stop();
      ports.close();
    },
  };
};
export type Stage = Awaited<ReturnType<typeof aStage>>;
