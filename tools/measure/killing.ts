import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sqliteStore } from '../../functions/adapters/sqlite/store.ts';
import { verifyJournal } from '../../functions/entry/journal/verify.ts';
import { type Audit, audit } from './audit.ts';
import { type Issuing, issueAll } from './clients.ts';
import { rounded, seeded } from './figures.ts';
import { type KillableOffice, killableOffice, LEASE_SECONDS, progressOf } from './killed-office.ts';
import { CAMPAIGN_DAY, openMeasured } from './measured-office.ts';
import type { CampaignOptions } from './numbering.ts';
import { prepareSigned } from './signed-documents.ts';

export type KillResult = {
  audit: Audit;
  seed: number;
  kills: number;
  /** Kills that hit an office still starting, before it served anything. */
  whileStarting: number;
  /** Requests that clients had to send again. */
  repeated: number;
  seconds: number;
};

/** Numbered, sealed, dispatched, filed. */
const EVENTS_PER_DOCUMENT = 4;
/** One kill in eight, the second among them, comes while the office is still starting. */
const isWhileStarting = (kill: number): boolean => kill % 8 === 1;
const LONGEST_START_MS = 1_200;
const LONGEST_DELAY_MS = 60;

/** Moments spread over the whole way from the first number to the last dossier, in events stored; each then waits a moment more. */
const momentsOf = (o: { kills: number; documents: number; random: () => number }): number[] => {
  const events = o.documents * EVENTS_PER_DOCUMENT;
  return Array.from({ length: o.kills }, () => Math.floor(o.random() * events * 0.97)).sort((a, b) => a - b);
};

const killAtMoments = async (
  office: KillableOffice,
  o: { progress: ReturnType<typeof progressOf>; moments: readonly number[]; random: () => number },
): Promise<number> => {
  let whileStarting = 0;
  for (const [kill, moment] of o.moments.entries()) {
    const isStarting = isWhileStarting(kill);
    const delay = o.random() * (isStarting ? LONGEST_START_MS : LONGEST_DELAY_MS);
    if (!isStarting) {
      while (!office.isServing()) {
        office.mustBeAlive();
        await pause(10);
      }
      await o.progress.reach(moment, office.mustBeAlive);
    }
    await pause(delay);
    if (!office.isServing()) whileStarting += 1;
    await office.kill();
    office.start();
  }
  return whileStarting;
};

const prepare = async (o: CampaignOptions) => {
  const office = await openMeasured({
    dataDir: o.dataDir,
    leaseSeconds: LEASE_SECONDS,
    ...(o.keys === undefined ? {} : { keys: o.keys }),
  });
  try {
    const signed = await prepareSigned(office, o);
    await office.finish();
    return signed;
  } finally {
    await office.close();
  }
};

const checked = async (o: CampaignOptions, issuing: Issuing, documents: Awaited<ReturnType<typeof prepare>>) => {
  const office = await openMeasured({ dataDir: o.dataDir, isSetUp: true, holder: 'auditor' });
  const found = await audit(office, { documents, told: issuing.told }).finally(() => office.close());
  const anchorDir = join(o.dataDir, 'anchors');
  const journal = await verifyJournal({ dataDir: o.dataDir, anchorDir, roots: [], files: true });
  return { ...found, faults: [...found.faults, ...journal.faults.map((fault) => `journal: ${JSON.stringify(fault)}`)] };
};

/**
 * Mất điện giữa chừng: the office is killed again and again while clerks issue, and started again on what it left. Clients do as browsers do:
 * the same request under the same key until it is answered.
 */
export const killCampaign = async (o: CampaignOptions & { kills: number; seed: number }): Promise<KillResult> => {
  const random = seeded(o.seed);
  const documents = await prepare(o);
  o.say(`${documents.length} signed documents prepared; killing ${o.kills} times, seed ${o.seed}`);
  const store = sqliteStore({ file: join(o.dataDir, 'store.sqlite'), now: () => CAMPAIGN_DAY });
  const progress = progressOf(store);
  await progress.begin();
  const office = killableOffice(o.dataDir);
  const from = performance.now();
  try {
    office.start();
    while (!office.isServing()) {
      office.mustBeAlive();
      await pause(10);
    }
    const moments = momentsOf({ kills: o.kills, documents: documents.length, random });
    const [issuing, whileStarting] = await Promise.all([
      issueAll({ port: office.port, documents, clients: o.clients }),
      killAtMoments(office, { progress, moments, random }),
    ]);
    o.say(`every clerk has a number; ${issuing.repeated} requests were sent again; waiting for the last seal`);
    await progress.reach(documents.length * EVENTS_PER_DOCUMENT, office.mustBeAlive);
    await office.finish();
    const seconds = rounded((performance.now() - from) / 1000);
    const { repeated } = issuing;
    return {
      audit: await checked(o, issuing, documents),
      seed: o.seed,
      kills: o.kills,
      whileStarting,
      repeated,
      seconds,
    };
  } finally {
    await office.kill().catch(() => undefined);
    await store.close();
  }
};
