import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { StoreSettings } from './outside-settings.ts';

/** Which store holds the files and anchors of the office in this data directory; the file is absent while the disk holds them. */
const Place = z.strictObject({ endpoint: z.string().optional(), bucket: z.string(), archiveBucket: z.string() });
type Place = z.infer<typeof Place>;

const markOf = (dataDir: string): string => join(dataDir, 'store.json');
const placeIn = (dataDir: string): Place | undefined =>
  existsSync(markOf(dataDir)) ? Place.parse(JSON.parse(readFileSync(markOf(dataDir), 'utf8'))) : undefined;

/** `https://s3.example (vanthu-files, vanthu-archive)`. */
export const placeName = ({ endpoint, bucket, archiveBucket }: Place): string =>
  `${endpoint ?? 'Amazon S3'} (${bucket}, ${archiveBucket})`;

/** Files that lie in two places would be found in neither: what was begun on the disk stays there, and so with a store. */
const misplaced = (dataDir: string, store: StoreSettings | undefined): string | undefined => {
  const kept = placeIn(dataDir);
  if (kept === undefined)
    return store !== undefined && existsSync(join(dataDir, 'files'))
      ? `Cơ quan này đang giữ tệp trên đĩa (${join(dataDir, 'files')}): không đổi sang kho S3 khi đã có tệp; hãy bỏ các biến S3_….`
      : undefined;
  if (store !== undefined && placeName(store) === placeName(kept)) return undefined;
  return `Tệp và mốc của cơ quan này nằm ở kho S3 ${placeName(kept)}: các biến S3_… phải chỉ đúng kho đó (nếu chính kho ấy đổi địa chỉ, sửa ${markOf(dataDir)}).`;
};

/** Why files and anchors cannot be kept where the variables say, as a sentence; undefined when they can. Writes nothing. */
export const storeProblem = async (dataDir: string, store: StoreSettings | undefined): Promise<string | undefined> => {
  const problem = misplaced(dataDir, store);
  if (problem !== undefined || store === undefined) return problem;
  const { problemOfS3Store } = await import('./s3-store.ts');
  return problemOfS3Store(store);
};

/** From the first start on, the data directory says which store it belongs to. */
export const rememberStore = (dataDir: string, { endpoint, bucket, archiveBucket }: StoreSettings): void => {
  const place: Place = { ...(endpoint === undefined ? {} : { endpoint }), bucket, archiveBucket };
  if (placeIn(dataDir) === undefined) writeFileSync(markOf(dataDir), `${JSON.stringify(place, null, 2)}\n`);
};

/** The store of this machine's office, opened. The client is loaded here and not before. */
export const openStore = async (store: StoreSettings) => {
  const { openS3Store } = await import('./s3-store.ts');
  return { ...openS3Store(store), name: placeName(store) };
};
export type MachineStore = Awaited<ReturnType<typeof openStore>>;
