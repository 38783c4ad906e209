import type { ApiClient } from '../../functions/entry/api-client.ts';
import { expectStatus } from '../../functions/entry/journey.ts';
import type { LocalPorts } from '../../functions/entry/local-ports.ts';
import { openMeasured } from './measured-office.ts';
import { CAMPAIGN_LETTER, type Parts, Prepared, Signed, Started, signedInParts } from './signed-documents.ts';

/** What one command asks of the store. Calls that are under way together are one round trip: the client waits once. */
export type RoundTrips = {
  /** Load of the streams the command decides on, with its own stored answer. */
  loads: number;
  /** Master data, those who lend authority, the directory: what the rules may know. */
  factReads: number;
  commits: number;
  /** Single requests, as DynamoDB would bill them. */
  calls: number;
};

/** Ports that count. The command's own load is the one that asks for its stored answer. */
export const countingPorts = () => {
  let counted: RoundTrips = { loads: 0, factReads: 0, commits: 0, calls: 0 };
  let underWay = 0;
  const count = <T>(kind: 'loads' | 'factReads' | 'commits', work: () => Promise<T>): Promise<T> => {
    counted.calls += 1;
    if (underWay === 0) counted[kind] += 1;
    underWay += 1;
    return work().finally(() => {
      underWay -= 1;
    });
  };
  const adapt = (ports: LocalPorts): LocalPorts => ({
    ...ports,
    store: {
      ...ports.store,
      load: (refs, command) =>
        count(command === undefined ? 'factReads' : 'loads', () => ports.store.load(refs, command)),
      commit: (write) => count('commits', () => ports.store.commit(write)),
    },
    views: {
      ...ports.views,
      get: (pk, sk) => count('factReads', () => ports.views.get(pk, sk)),
      query: (asked) => count('factReads', () => ports.views.query(asked)),
    },
  });
  /** Counts what `work` causes, and nothing else may be under way. */
  const during = async <T>(work: () => Promise<T>): Promise<{ value: T; trips: RoundTrips }> => {
    counted = { loads: 0, factReads: 0, commits: 0, calls: 0 };
    const value = await work();
    return { value, trips: { ...counted } };
  };
  return { adapt, during };
};

/** Each command of one letter's way to its number, over the API, with nothing else under way. */
export const tripsOfSigning = async (o: {
  during: ReturnType<typeof countingPorts>['during'];
  parts: Parts;
}): Promise<Record<string, RoundTrips>> => {
  const { drafter, contentReviewer, formatReviewer, signer, clerk } = o.parts;
  const found: Record<string, RoundTrips> = {};
  const post = async (command: string, who: ApiClient, path: string, body: unknown) => {
    const { value, trips } = await o.during(() => who.post(path, body));
    found[command] = trips;
    return expectStatus(value, 200, command).data;
  };
  const { id, contentHash } = Started.parse(await post('start', drafter, '/api/documents', CAMPAIGN_LETTER));
  const at = (verb: string) => `/api/documents/${id}/${verb}`;
  await post('submit', drafter, at('submit'), { contentHash });
  await post('pass-check', contentReviewer, at('pass-check'), { contentHash, endorse: true });
  await post('pass-check', formatReviewer, at('pass-check'), { contentHash, endorse: true });
  const prepared = await post('prepare-signature', signer, at('prepare-signature'), { contentHash });
  const { preparedDigest } = Prepared.parse(prepared);
  const sign = await signer.stepUp('sign', [{ id, hash: preparedDigest }]);
  const signed = await post('sign', signer, at('sign'), { contentHash, preparedDigest, intent: sign });
  const { fileHash } = Signed.parse(signed);
  const intent = await clerk.stepUp('issue', [{ id, hash: fileHash }]);
  await post('issue', clerk, at('issue'), { fileHash, intent });
  return found;
};

/** The same in an office of its own. */
export const countedJourney = async (o: { dataDir: string; keys: string }): Promise<Record<string, RoundTrips>> => {
  const { adapt, during } = countingPorts();
  const office = await openMeasured({ ...o, adapt, reactions: false });
  try {
    return await tripsOfSigning({ during, parts: await signedInParts(() => office.port) });
  } finally {
    await office.close();
  }
};
