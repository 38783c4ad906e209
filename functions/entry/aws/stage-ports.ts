import * as z from 'zod';
import { s3Anchors } from '../../adapters/s3/anchors.ts';
import { FilesConfig, RelayConfig } from '../../aws-config.ts';
import { MoveRefused } from '../move/end.ts';
import type { Opener } from '../move/open-end.ts';
import { awsOffice, withPorts } from './ports.ts';
import { awsPush } from './push.ts';
import { awsFiles, s3Client } from './s3.ts';
import { searchWriter } from './search-place.ts';
import { awsState, realNow } from './state.ts';

/** Where the parts of a stage are, by the names that functions know them under, and two places that only operators visit. */
export const StagePlaces = z.object({
  ...RelayConfig.shape,
  ...FilesConfig.pick({ ARCHIVE_BUCKET: true, OBJECT_LOCK_MODE: true, OBJECT_LOCK_DAYS: true }).required().shape,
  /** What the relay gave up on. */
  FAILURES_BUCKET: z.string().min(3),
  /** Behind each queue, what was tried in vain. */
  ISSUING_DEAD: z.url(),
  MAIL_DEAD: z.url(),
  /** The user pool, when the stage has one. */
  PEOPLE_POOL: z.string().min(3).optional(),
});
export type StagePlaces = z.infer<typeof StagePlaces>;

/**
 * A deployed stage as the operator's machine reaches it, with the operator's own credentials and region from the environment: records, views, files,
 * anchors, the index to write. No keys: under their policy nobody but the signing functions can sign, so what has to be signed is asked for through
 * the issuing queue.
 */
export const openStage = async (places: StagePlaces) => {
  const client = s3Client();
  const anchors = s3Anchors({
    client,
    bucket: places.ARCHIVE_BUCKET,
    lockMode: places.OBJECT_LOCK_MODE,
    retainDays: places.OBJECT_LOCK_DAYS,
    now: realNow,
  });
  const files = awsFiles(places, client);
  const ports = withPorts(awsState(places), { files, anchors, search: await searchWriter(places, client) });
  const office = awsOffice(places, ports);
  return {
    places,
    ports,
    office,
    s3: client,
    push: awsPush(places, { ports, office }),
    close: async (): Promise<void> => {
      await ports.search.close();
      await ports.store.close();
    },
  };
};
export type OpenStage = Awaited<ReturnType<typeof openStage>>;

/** `aws:STAGE` as an end of a move (tools/move.ts); `placesOf` asks the deployed stacks. */
export const stageOpener =
  (placesOf: (stage: string) => Promise<StagePlaces>): Opener =>
  async (name, side) => {
    const places = await placesOf(name);
    if (side === 'target' && places.DEMO)
      throw new MoveRefused(`${name} là bản trình diễn: không nhận dữ liệu cơ quan`);
    const { ports, close } = await openStage(places);
    return { ...ports, close };
  };
