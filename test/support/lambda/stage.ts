import { randomBytes } from 'node:crypto';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
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
import { aliasPrefix } from '../../../infra/stage.ts';
import { type Instant, instant, milliseconds } from '../../../shared/kernel/time.ts';
import type { LocalTables } from '../dynamodb-local.ts';
import type { MotoServer } from '../moto.ts';
import { type Cloud, makeCloud } from './cloud.ts';
import { queueSource, streamSource } from './deliver.ts';
import { gateway } from './gateway.ts';
import { outside } from './outside.ts';
import type { Places } from './policies.ts';
import { REFUSED_ADDRESS, recordedFunctions } from './recorded-functions.ts';
import type { RunningFunction } from './running-function.ts';
import { MAIL_FROM, PUBLIC_URL, stageUnderTest } from './stage-under-test.ts';
import { synthesized } from './synthesized.ts';

const PIN = '246810';
type Ground = LocalTables & { moto: MotoServer; table: string };

const theLetter = (world: ReturnType<typeof demoWorld>) => {
  const letter = world.documents.find((document) => document.kind === 'outgoing');
  if (letter?.kind !== 'outgoing') throw new Error('the demo world has no letter to send out');
  return letter;
};

const placesOf = (table: string, cloud: Cloud): Places => ({
  Records: table,
  Files: cloud.bucket,
  Archive: cloud.archiveBucket,
  Search: cloud.searchBucket,
  Session: cloud.sessionSecret,
  Origin: cloud.origin.arn,
  Issuing: cloud.issuingQueue.split('/').at(-1) ?? '',
  Mail: cloud.mailQueue.split('/').at(-1) ?? '',
});

/** Master data as a set-up writes it, with a mailbox for everybody; that of `unreachable` is refused. */
const setUp = async (
  o: Ground,
  at: { cloud: Cloud; clock: { now: () => Instant }; world: ReturnType<typeof demoWorld>; unreachable: string },
) => {
  const realNow = () => instant(Date.now());
  const state = {
    store: dynamoStore({ client: o.client, table: o.table, now: realNow }),
    views: dynamoViews({ client: o.client, table: o.table, now: realNow }),
    clock: at.clock,
    realNow,
    ids: systemIds(),
    serially: <T>(_: string, work: () => Promise<T>) => work(),
  };
  const config = { STAGE: 'thu', TABLE: o.table, FILES_BUCKET: at.cloud.bucket, DEMO: true, PUBLIC_URL };
  const office = awsOffice(config, withPorts(state, { files: at.cloud.files }));
  const seed = seedOf(at.world);
  const mailbox = (person: string) => (person === at.unreachable ? REFUSED_ADDRESS : `${person}@example.com`);
  const standings = seed.standings.map((one) => ({ ...one, email: mailbox(one.person) }));
  await office.seedOffice({ ...seed, standings }, { at: at.clock.now(), by: SETUP });
  return state;
};

/**
 * A whole demo stage: what synthesis wrote, run as processes with exactly the environment of the templates, behind a gateway with the templates'
 * routes, fed by the table's own stream and by queues; the services are DynamoDB Local and moto, the identity provider and the time stamp authority
 * stand on ports of this machine.
 */
export const aStage = async (o: Ground & { at: string }) => {
  const offset = Math.round((milliseconds(instant(Date.parse(o.at))) - Date.now()) / 1000);
  const clock = { now: () => instant(Date.now() + offset * 1000) };
  const world = demoWorld();
  const letter = theLetter(world);
  const beyond = await outside(o.moto, letter.roles.drafter);
  const { pool } = beyond;
  const config = stageUnderTest({
    providers: [
      { issuer: beyond.issuer, clientId: 'vanthu-web', audience: 'vanthu-api' },
      { issuer: pool.issuer, clientId: pool.web, audience: 'vanthu-api', personClaim: 'username' },
    ],
    timestampUrl: beyond.timestampUrl,
    seal: letter.issuer,
    signer: letter.roles.signer,
    clockOffsetSeconds: offset,
  });
  const made = synthesized(config);
  const aliases = made.ofType('AWS::KMS::Alias').map((one) => String(one.Properties.AliasName));
  const cloud = await makeCloud(o.moto, { aliases, prefix: aliasPrefix(config), mailFrom: MAIL_FROM });
  beyond.open({
    tsa: localTsa({ authority: cloud.timestampAuthority, clock }),
    issuer: await localIssuer({
      issuer: beyond.issuer,
      demo: true,
      people: demoPeople(world),
      pin: PIN,
      clients: [{ id: 'vanthu-web', redirectUris: [`${PUBLIC_URL}/dang-nhap/xong`] }],
      audience: 'vanthu-api',
      realNow: () => instant(Date.now()),
      random: () => randomBytes(32).toString('base64url'),
    }),
  });
  const { environmentOf, startWith, functionOf, recorderOf, ...functions } = await recordedFunctions({
    made,
    cloud,
    table: o.table,
    dynamodb: o.endpoint,
    others: o.moto.endpoint,
    standIns: beyond.standIns,
  });
  /** The gateway as the distribution reaches it; others may stand in for functions, and strangers come round the distribution. */
  const doorTo = (o: { instead?: Partial<Record<FunctionName, RunningFunction>>; origin: string | undefined }) =>
    gateway(made.routes(), { functionOf: async (name) => o.instead?.[name] ?? functionOf(name), origin: o.origin });
  const door = doorTo({ origin: cloud.origin.value });
  const pumpStream = await streamSource(new DynamoDBStreamsClient({ ...o.moto.client, endpoint: o.endpoint }), o.table);
  const { store, views } = await setUp(o, { cloud, clock, world, unreachable: letter.roles.formatReviewer });

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
  // The provider stands on its own port; everything else goes through the gateway.
  const fetchBy = (through: typeof door) => (request: Request) =>
    new URL(request.url).pathname.startsWith('/oidc') ? beyond.toProvider(request) : through.fetch(request);
  return {
    config,
    world,
    letter,
    clock,
    offset,
    cloud,
    door,
    doorTo,
    environmentOf,
    startWith,
    functionOf,
    recorderOf,
    /** Where the things of the templates are in this test. */
    places: placesOf(o.table, cloud),
    timestamps: beyond.timestamps,
    /** An access token of the second identity provider, Cognito's own, for the drafter. */
    cognitoToken: pool.access,
    moto: o.moto.endpoint,
    settle,
    store,
    views,
    as: async (person: string, through = door) => {
      const signedIn = apiClient({ fetch: fetchBy(through), baseUrl: PUBLIC_URL, pin: PIN }, person);
      await signedIn.signIn();
      return signedIn;
    },
    close: async () => {
      await functions.close();
      beyond.close();
    },
  };
};
export type Stage = Awaited<ReturnType<typeof aStage>>;
