import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { eventKey } from '../../../functions/adapters/dynamodb/items.ts';
import { systemClock } from '../../../functions/adapters/system/clock.ts';
import { orderAnchor } from '../../../functions/entry/aws/operate/order-anchor.ts';
import { rebuildStage } from '../../../functions/entry/aws/operate/rebuild.ts';
import { redrive } from '../../../functions/entry/aws/operate/redrive.ts';
import { setUpStage } from '../../../functions/entry/aws/operate/set-up-stage.ts';
import { verifyKept } from '../../../functions/entry/aws/operate/verify-kept.ts';
import { type OpenStage, openStage, type StagePlaces, stageOpener } from '../../../functions/entry/aws/stage-ports.ts';
import { copyOffice } from '../../../functions/entry/move/copy-office.ts';
import { feedOf } from '../../../functions/entry/move/end.ts';
import { openLocal } from '../../../functions/entry/move/open-end.ts';
import { setUpArguments } from '../../../functions/entry/set-up-arguments.ts';
import { withDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { type MotoServer, withMoto } from '../../support/moto.ts';
import { asOperator, makeStagePlaces, OPERATOR } from '../../support/operator.ts';
import { recordOf } from '../../support/relay-records.ts';

const ARGUMENTS = [
  ...['--authority', 'UBND xã Yên Bài', '--abbreviation', 'UBND', '--place', 'Yên Bài', '--regime', 'collective'],
  ...['--admin', 'qt01:Nguyễn Văn An', '--series', 'CV:official-letter:12:Sổ giấy năm nay:Nguyễn Văn An'],
];
const argumentsOf = (args: readonly string[]) => {
  const parsed = setUpArguments(args);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
};
const Table = z.object({ pk: z.string(), sk: z.string() });

const suite = (
  moto: MotoServer,
  tables: { client: DynamoDBClient; endpoint: string; newTable: () => Promise<string> },
) => {
  asOperator({
    ...OPERATOR,
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ENDPOINT_URL_S3: moto.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
  });
  const s3 = new S3Client({ ...moto.client, forcePathStyle: true });
  const sqs = new SQSClient(moto.client);
  const said: string[] = [];
  const voice = {
    print: (line: string) => void said.push(line),
    fail: (message: string): never => {
      throw new Error(message);
    },
  };
  let stage: OpenStage;
  let places: StagePlaces;
  beforeAll(async () => {
    places = await makeStagePlaces({ s3, sqs, table: await tables.newTable() });
    stage = await openStage(places);
  }, 60_000);
  afterAll(() => stage.close());

  const check = () => verifyKept(stage.ports, { roots: [], files: true });
  const bodies = async (QueueUrl: string): Promise<unknown[]> => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = '' }) => JSON.parse(Body));
  };
  const stored = async () => {
    const all = [];
    for await (const change of feedOf(stage.ports.store)) all.push(change);
    return all;
  };

  describe('the set-up of an office on a stage', () => {
    it('refuses keys of files, a demo stage and a line without an administrator before anything is written', async () => {
      const keys = argumentsOf([...ARGUMENTS, '--key', 'seal:UBND=a.p8,b.pem']);
      await expect(setUpStage(stage, keys, voice)).rejects.toThrow('--key không dùng trên AWS');
      const demo = { ...stage, places: { ...places, DEMO: true } };
      await expect(setUpStage(demo, argumentsOf(ARGUMENTS), voice)).rejects.toThrow('bản trình diễn');
      await expect(setUpStage(stage, argumentsOf(ARGUMENTS.slice(0, 8)), voice)).rejects.toThrow('--admin');
      expect(await setUpStage(stage, argumentsOf([...ARGUMENTS, '--dry-run']), voice)).toBe('dry-run');
      expect(await stored()).toEqual([]);
    });

    it('writes master data and registers once, and goes on when it was interrupted', async () => {
      const stopped = new Error('the network went away');
      const seedOffice = async (...seed: Parameters<OpenStage['office']['seedOffice']>) => {
        await stage.office.seedOffice({ ...seed[0], seriesOpenings: [] }, seed[1]);
        throw stopped;
      };
      const cut = { ...stage, office: { ...stage.office, seedOffice } };
      await expect(setUpStage(cut, argumentsOf(ARGUMENTS), voice)).rejects.toBe(stopped);
      const other = argumentsOf(ARGUMENTS.with(1, 'UBND xã Khác'));
      await expect(setUpStage(stage, other, voice)).rejects.toThrow('đang được thiết lập cho UBND xã Yên Bài');
      expect(await setUpStage(stage, argumentsOf(ARGUMENTS), voice)).toBe('done');
      const names = (await stored()).map(({ ref }) => ref.aggregate);
      expect(names).toContain('organisation');
      expect(names).toContain('register');
      const before = names.length;
      expect(await setUpStage(stage, argumentsOf(ARGUMENTS), voice)).toBe('known');
      expect((await stored()).length).toBe(before);
      expect(said.join()).toContain('chỉ có một quản trị');
    });
  });

  describe('what was given up on', () => {
    it('goes back: messages to their queues, abandoned batches through the relay and aside, and once only', async () => {
      const errand = { aggregate: 'document', id: 'd1', seq: 3 };
      await sqs.send(new SendMessageCommand({ QueueUrl: places.ISSUING_DEAD, MessageBody: JSON.stringify(errand) }));
      await sqs.send(new SendMessageCommand({ QueueUrl: places.MAIL_DEAD, MessageBody: JSON.stringify(errand) }));
      const Records = (await stored()).map((change, index) => recordOf(change, String(index)));
      const Body = JSON.stringify({ version: '1.0', payload: { Records } });
      await s3.send(new PutObjectCommand({ Bucket: 'op-failures', Key: 'aws/lambda/x/batch one.json', Body }));
      const first = await redrive(stage, sqs);
      expect(first).toMatchObject({ issuing: 1, mail: 1, batches: 1 });
      expect(first.changes).toBeGreaterThan(0);
      expect(await bodies(places.ISSUING_QUEUE)).toEqual([errand]);
      expect(await bodies(places.MAIL_QUEUE)).toEqual([errand]);
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'op-failures' }));
      expect(Contents.map(({ Key }) => Key)).toEqual(['done/aws/lambda/x/batch one.json']);
      expect(await redrive(stage, sqs)).toMatchObject({ issuing: 0, mail: 0, batches: 0, changes: 0 });
    });

    it('stays where it is when it cannot be read', async () => {
      await s3.send(new PutObjectCommand({ Bucket: 'op-failures', Key: 'odd', Body: '{}' }));
      await expect(redrive(stage, sqs)).rejects.toThrow();
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'op-failures', Prefix: 'odd' }));
      expect(Contents.length).toBe(1);
    });
  });

  it('an anchor is ordered from the function that holds its key', async () => {
    await orderAnchor(places);
    expect(await bodies(places.ISSUING_QUEUE)).toContainEqual({ kind: 'anchor', reason: 'demand' });
  });

  it('lists are made anew from the events', async () => {
    const count = (await stored()).length;
    const failures: unknown[] = [];
    expect(await rebuildStage(stage, (failure) => failures.push(failure))).toBe(count);
    expect(failures).toEqual([]);
    expect(await stage.ports.views.lease('relay', 'anybody', 1)).toBe(true);
  });

  describe('the journal of a stage', () => {
    it('is whole, with every stored state compared', async () => {
      const { ok, counts, faults } = await check();
      expect(faults).toEqual([]);
      expect(ok).toBe(true);
      expect(counts.states).toBe(counts.streams);
      expect(counts.streams).toBeGreaterThan(2);
    });

    it('moves whole to one machine, where nothing of AWS is needed to read it', async () => {
      const target = mkdtempSync(join(tmpdir(), 'vanthu-export-'));
      const source = await stageOpener(async () => places)('thu', 'source');
      const local = await openLocal(target, 'target');
      const counts = await copyOffice({ source, target: local, now: systemClock.now, log: () => undefined });
      expect(counts.events).toBe((await stored()).length);
      expect((await verifyKept(local, { roots: [], files: true })).ok).toBe(true);
      await local.close();
      rmSync(target, { recursive: true, force: true });
      const demo = stageOpener(async () => ({ ...places, DEMO: true }));
      await expect(demo('thu', 'target')).rejects.toThrow('bản trình diễn');
    });

    it('shows a changed state, a changed event and a removed one', async () => {
      const [{ ref } = { ref: { aggregate: '', id: '' } }] = await stored();
      const { pk, sk } = Table.parse(eventKey(ref, 1));
      const Key = { pk: { S: pk }, sk: { S: sk } };
      await tables.client.send(
        new UpdateItemCommand({
          TableName: places.TABLE,
          Key,
          UpdateExpression: 'SET #bytes = :bytes',
          ExpressionAttributeNames: { '#bytes': 'bytes' },
          ExpressionAttributeValues: { ':bytes': { S: '{"forged":true}' } },
        }),
      );
      const changed = await check();
      expect(changed.ok).toBe(false);
      expect(changed.faults.map(({ message }) => message).join()).toContain('nội dung đã bị sửa');
      await tables.client.send(new DeleteItemCommand({ TableName: places.TABLE, Key }));
      const removed = await check();
      expect(removed.ok).toBe(false);
      expect(removed.faults.map(({ about }) => about)).toContain('feed');
    });
  });
};

await withMoto(async (moto) => {
  await withDynamoDbLocal((tables) => suite(moto, tables));
});
