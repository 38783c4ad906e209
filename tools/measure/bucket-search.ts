import { createReadStream, createWriteStream, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { constants, createBrotliCompress, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { Objects } from '../../functions/adapters/bucket-fts/objects.ts';
import { type BucketFts, bucketFts } from '../../functions/adapters/bucket-fts/search.ts';
import { bucketFtsWriter } from '../../functions/adapters/bucket-fts/writer.ts';
import { ftsSearch } from '../../functions/adapters/fts5/search.ts';
import { memoryObjects } from '../../test/support/memory-objects.ts';
import { machine, rounded, seeded, spread, timed } from './figures.ts';
import { questionOf, recordOf, sentencesFor } from './search-latency.ts';

/**
 * `node tools/measure/bucket-search.ts [--sizes 2000,10000] [--questions 100] [--compressors]`: what the search index in a bucket costs as the
 * archive grows, as one JSON. The bucket is in memory: add the service's own time to each request. VANTHU_CORPUS makes the texts real.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '2000,10000' },
    questions: { type: 'string', default: '100' },
    seed: { type: 'string', default: '20230918' },
    compressors: { type: 'boolean', default: false },
  },
});
const SINGLE = 50;
const MEGABYTE = 1_000_000;
const corpus = process.env.VANTHU_CORPUS;
const { source, sentences } = sentencesFor(corpus === '' ? undefined : corpus);
const random = seeded(Number(values.seed));
const root = mkdtempSync(join(tmpdir(), 'vanthu-measure-'));
const megabytes = (bytes: number) => rounded(bytes / MEGABYTE, 2);
const seconds = (milliseconds: number) => rounded(milliseconds / 1_000, 2);

const counted = () => {
  const requests: Record<keyof Objects, number> = { get: 0, putIfAbsent: 0, listAfter: 0, delete: 0 };
  const { objects } = memoryObjects(({ method }) => {
    requests[method] += 1;
  });
  let written = 0;
  const counting: Objects = {
    ...objects,
    putIfAbsent: (name, bytes) => {
      written += bytes.length;
      return objects.putIfAbsent(name, bytes);
    },
  };
  return {
    objects: counting,
    during: async (work: () => Promise<unknown>) => {
      const [before, bytes] = [{ ...requests }, written];
      await work();
      return {
        puts: requests.putIfAbsent - before.putIfAbsent,
        lists: requests.listAfter - before.listAfter,
        gets: requests.get - before.get,
        bytes: written - bytes,
      };
    },
  };
};

const { objects, during } = counted();
const writer = bucketFtsWriter({ objects });
let filled = 0;
const add = async (count: number): Promise<void> => {
  const records = Array.from({ length: count }, (_, n) => recordOf(filled + n, sentences, random));
  filled += count;
  await writer.apply(records.map((record) => ({ op: 'upsert' as const, record, version: 1 })));
};

/** One record at a time, as a working day brings them: written by the relay, then seen by a reader that is up to date. */
const ofOneRecord = async (reader: BucketFts) => {
  const [write, follow]: [number[], number[]] = [[], []];
  const requests = await during(async () => {
    for (let n = 0; n < SINGLE; n += 1) write.push((await timed(() => add(1))).milliseconds);
  });
  for (let n = 0; n < SINGLE; n += 1) {
    await add(1);
    follow.push((await timed(() => reader.refresh())).milliseconds);
  }
  const each = Object.fromEntries(Object.entries(requests).map(([name, total]) => [name, rounded(total / SINGLE, 1)]));
  return { write: spread(write), follow: spread(follow), requests: each };
};

const ask = async (index: BucketFts, questions: number): Promise<number[]> => {
  const took: number[] = [];
  for (let at = 0; at < questions; at += 1) {
    const asked = {
      text: questionOf(at, sentences, random),
      readers: ['authority:UBND-HN'],
      sort: 'relevance' as const,
      facets: ['type', 'year'] as const,
      limit: 20,
    };
    took.push((await timed(() => index.search(asked))).milliseconds);
  }
  return took;
};

const zstd = (level: number) => () => createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: level } });
const compressors = {
  zstd1: zstd(1),
  zstd3: zstd(3),
  zstd6: zstd(6),
  zstd9: zstd(9),
  gzip6: () => createGzip(),
  brotli4: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};
const compressed = async (file: string) => {
  const found: Record<string, { megabytes: number; seconds: number }> = {};
  for (const [name, make] of Object.entries(compressors)) {
    const to = `${file}.${name}`;
    const { milliseconds } = await timed(() => pipeline(createReadStream(file), make(), createWriteStream(to)));
    found[name] = { megabytes: megabytes(statSync(to).size), seconds: seconds(milliseconds) };
  }
  const unpack = () =>
    pipeline(createReadStream(`${file}.zstd3`), createZstdDecompress(), createWriteStream(`${file}.out`));
  return { ...found, unpackZstd3Seconds: seconds((await timed(unpack)).milliseconds) };
};

/** The file as a snapshot holds it, looked at beside the index that made it. */
const snapshotOf = async (directory: string) => {
  const file = readdirSync(directory).find((name) => /^index-\d+\.sqlite$/.test(name)) ?? '';
  const index = ftsSearch({ file: join(directory, file) });
  const copy = join(root, `snapshot-${filled}.sqlite`);
  const { milliseconds } = await timed(() => index.copyTo(copy));
  await index.close();
  const raw = { megabytes: megabytes(statSync(copy).size), copySeconds: seconds(milliseconds) };
  return values.compressors ? { ...raw, ...(await compressed(copy)) } : raw;
};

const measure = async (size: number) => {
  const bulk = await timed(async () => {
    while (filled < size) await add(Math.min(500, size - filled));
  });
  const first = bucketFts({ objects, directory: mkdtempSync(join(root, 'first-')) });
  const replay = await timed(() => first.refresh());
  const replayed = filled;
  const compaction = await timed(() => first.compact());
  const single = await ofOneRecord(first);
  await first.close();
  const directory = mkdtempSync(join(root, 'cold-'));
  const cold = bucketFts({ objects, directory });
  const coldFirst = await timed(() => ask(cold, 1));
  const warm = await ask(cold, Number(values.questions));
  const coldRss = process.memoryUsage().rss;
  await cold.close();
  return {
    records: replayed,
    writeInBulkSeconds: seconds(bulk.milliseconds),
    replaySeconds: seconds(replay.milliseconds),
    compaction: { seconds: seconds(compaction.milliseconds), packedMegabytes: megabytes(compaction.value.bytes) },
    coldToFirstAnswerSeconds: seconds(coldFirst.milliseconds),
    warmQuestion: spread(warm),
    oneRecord: single,
    snapshot: await snapshotOf(directory),
    rssMegabytes: Math.round(coldRss / MEGABYTE),
  };
};

const sizes = values.sizes.split(',').map(Number);
const found = [];
try {
  for (const size of sizes) found.push(await measure(size));
} finally {
  rmSync(root, { recursive: true, force: true });
}
const on = machine({ cpus: availableParallelism(), node: process.version, platform: process.platform });
process.stdout.write(`${JSON.stringify({ machine: on, source, seed: Number(values.seed), sizes: found }, null, 2)}\n`);
