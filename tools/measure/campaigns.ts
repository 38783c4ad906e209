import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Audit } from './audit.ts';
import { type KillResult, killCampaign } from './killing.ts';
import { type CampaignOptions, type NumberingResult, numberingCampaign } from './numbering.ts';
import { dynamoCampaign } from './on-dynamodb.ts';

export const CAMPAIGNS = ['numbering', 'dynamodb', 'kill'] as const;
export type CampaignName = (typeof CAMPAIGNS)[number];
/** At full scale. Clerks are as many at every scale. */
const FULL = { numbering: 1_000, dynamodb: 200, kill: 1_000, kills: 50 };
const CLIENTS = 64;
/** One document in fifty is signed through the API, three at least. */
const walkedOf = (documents: number): number => Math.max(3, Math.round(documents / 50));

export type CampaignSettings = { scale: number; seed: number; keys?: string; say: (line: string) => void };
export type CampaignResult = NumberingResult | KillResult | { missing: string };

const runOne = (name: CampaignName, dataDir: string, o: CampaignSettings): Promise<CampaignResult> => {
  const documents = Math.max(1, Math.round(FULL[name] * o.scale));
  const common: CampaignOptions = {
    dataDir,
    documents,
    clients: CLIENTS,
    walked: walkedOf(documents),
    say: (line) => o.say(`${name}: ${line}`),
    ...(o.keys === undefined ? {} : { keys: o.keys }),
  };
  if (name === 'numbering') return numberingCampaign(common);
  if (name === 'dynamodb') return dynamoCampaign(common);
  return killCampaign({ ...common, kills: Math.max(1, Math.round(FULL.kills * o.scale)), seed: o.seed });
};

/** One campaign in a folder of its own, removed afterwards; its keys are left in `keepKeys` for the next one. */
export const runCampaign = async (
  name: CampaignName,
  o: CampaignSettings & { keepKeys?: string },
): Promise<CampaignResult> => {
  const dataDir = mkdtempSync(join(tmpdir(), `vanthu-${name}-`));
  try {
    const result = await runOne(name, dataDir, o);
    if (o.keepKeys !== undefined && !('missing' in result))
      cpSync(join(dataDir, 'keys'), o.keepKeys, { recursive: true });
    return result;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

export const auditOf = (result: CampaignResult): Audit | undefined => ('missing' in result ? undefined : result.audit);
