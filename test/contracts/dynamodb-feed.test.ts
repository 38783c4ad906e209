import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoStore } from '../../functions/adapters/dynamodb/store.ts';
import { GENESIS, streamKey } from '../../shared/kernel/event-record.ts';
import { Instant } from '../../shared/kernel/time.ts';
import { withDynamoDbLocal } from '../support/dynamodb-local.ts';
import { aDocument, allChanges, anAuthority, aRegister, perform, prepared, seqs } from './store-acts.ts';

const at = (time: string) => Instant.parse(`2026-03-02T${time}:00.000Z`);

/** A DynamoDB that cancels every transaction for these reasons: what DynamoDB Local never does by itself. */
const cancelling = (...codes: string[]) => {
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const client = new DynamoDBClient({ region: 'ap-southeast-1', endpoint: 'http://127.0.0.1:9', credentials });
  const CancellationReasons = codes.map((Code) => ({ Code }));
  client.middlewareStack.add(
    () => async () => {
      throw new TransactionCanceledException({ message: 'cancelled', CancellationReasons, $metadata: {} });
    },
    { step: 'initialize' },
  );
  return dynamoStore({ client, table: 'none', now: () => at('03:00') });
};

describe('what DynamoDB answers under load', () => {
  const act = {
    id: 'http:p01:load',
    writes: [{ ref: aDocument('load') }],
    guards: [{ ref: anAuthority('p01'), version: 1 }],
  };
  // A store with nothing in it, to prepare the act; places: command, head, event, guard.
  const empty = {
    load: async () => ({ streams: [{ ref: aDocument('load'), state: null, version: 0, head: GENESIS }] }),
  };

  it('is a moved version when another transaction holds the item', async () => {
    const write = await prepared(empty, act);
    for (const codes of [
      ['None', 'TransactionConflict', 'None', 'None'],
      ['TransactionConflict', 'None', 'None', 'None'],
      ['None', 'ConditionalCheckFailed', 'None', 'ConditionalCheckFailed'],
    ]) {
      expect(await cancelling(...codes).commit(write)).toEqual({ ok: false, error: 'version-moved' });
    }
    const guarded = cancelling('None', 'TransactionConflict', 'None', 'ConditionalCheckFailed');
    expect(await guarded.commit(write)).toEqual({ ok: false, error: 'guard-moved' });
  });

  it('is a failure, not an answer, when the table is throttled', async () => {
    const write = await prepared(empty, act);
    await expect(cancelling('ThrottlingError', 'None', 'None', 'None').commit(write)).rejects.toThrow('cancelled');
  });
});

await withDynamoDbLocal(({ client, newTable }) => {
  describe('change feed on DynamoDB', () => {
    it('keeps the order of a stream although the clocks of two servers differ', async () => {
      const table = await newTable();
      const fast = dynamoStore({ client, table, now: () => at('09:00') });
      const slow = dynamoStore({ client, table, now: () => at('03:00') });
      const [document, register] = [aDocument('skewed'), aRegister('skewed')];
      await perform(fast, { id: 'http:p01:1', writes: [{ ref: document }] });
      await perform(fast, { id: 'http:p01:2', writes: [{ ref: document }, { ref: register }] });
      await perform(slow, { id: 'http:p02:3', writes: [{ ref: document }] });
      await perform(slow, { id: 'http:p02:4', writes: [{ ref: register }] });
      const changes = await allChanges(slow, 100);
      const of = (ref: typeof document) => seqs(changes.filter(({ stream }) => stream === streamKey(ref)));
      expect([of(document), of(register)]).toEqual([
        [1, 2, 3],
        [1, 2],
      ]);
      expect(changes).toHaveLength(5);
    });

    it('tells several readers at once the same feed, each event once', async () => {
      const table = await newTable();
      const now = () => at('03:00');
      const stores = [1, 2, 3].map(() => dynamoStore({ client, table, now }));
      const [writer] = stores;
      if (!writer) throw new Error('no store');
      for (let n = 1; n <= 12; n += 1)
        await perform(writer, {
          id: `http:p01:${n}`,
          writes: [{ ref: aDocument(`many-${n}`) }, { ref: aRegister('one') }],
        });
      await Promise.all(stores.map((store) => store.changes(undefined, 1)));
      const feeds = await Promise.all(stores.map((store) => allChanges(store, 5)));
      for (const feed of feeds) expect(feed).toEqual(feeds[0]);
      expect(feeds[0]).toHaveLength(24);
    });

    it('delivers to a reader what is committed while it reads', async () => {
      const table = await newTable();
      const store = dynamoStore({ client, table, now: () => at('03:00') });
      const writing = (async () => {
        for (let n = 1; n <= 15; n += 1)
          await perform(store, { id: `http:p01:${n}`, writes: [{ ref: aDocument('live') }] });
      })();
      const seen: number[] = [];
      let after: string | undefined;
      while (seen.length < 15) {
        const changes = await store.changes(after, 4);
        seen.push(...seqs(changes));
        after = changes.at(-1)?.cursor ?? after;
      }
      await writing;
      expect(seen).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    });
  });
});
