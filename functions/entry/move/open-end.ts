import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fsAnchors } from '../../adapters/fs/anchors.ts';
import { fsFiles } from '../../adapters/fs/files.ts';
import { ftsSearch } from '../../adapters/fts5/search.ts';
import { sqliteStore } from '../../adapters/sqlite/store.ts';
import { sqliteViews } from '../../adapters/sqlite/views.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { localSecret } from '../local-ports.ts';
import { type End, MoveRefused } from './end.ts';

/** Opens what stands behind `kind:` of a spec; `side` says whether an office must be there already. */
export type Opener = (place: string, side: 'source' | 'target') => Promise<End>;

/** `local:DIR`: data in `DIR`, anchors in `DIR/anchors` (`local:DIR,ANCHORS` keeps them apart, as an office in use does). */
export const openLocal: Opener = async (place, side) => {
  const [dataDir = '', anchorDir = join(dataDir, 'anchors')] = place.split(',');
  const file = join(dataDir, 'store.sqlite');
  if (side === 'source' && !existsSync(file)) throw new MoveRefused(`không có kho dữ liệu trong ${dataDir}`);
  mkdirSync(dataDir, { recursive: true });
  const { now } = systemClock;
  const store = sqliteStore({ file, now });
  const views = sqliteViews({ file, now });
  const search = ftsSearch({ file: join(dataDir, 'search.sqlite') });
  const files = fsFiles({ directory: join(dataDir, 'files'), secret: localSecret(dataDir, 'file-urls'), now });
  const close = async (): Promise<void> => {
    await search.close();
    views.close();
    await store.close();
  };
  return { store, views, search, files, anchors: fsAnchors({ directory: anchorDir }), close };
};

/** `kind:place`, by the openers that this program knows. */
export const openEnd = (
  openers: Readonly<Record<string, Opener>>,
  spec: string,
  side: 'source' | 'target',
): Promise<End> => {
  const [, kind = '', place = ''] = /^([a-z]+):(.+)$/.exec(spec) ?? [];
  const open = Object.entries(openers).find(([name]) => name === kind)?.[1];
  if (open === undefined || place === '') {
    const known = Object.keys(openers).map((name) => `${name}:…`);
    throw new MoveRefused(`${spec}: không hiểu nơi này; dùng ${known.join(' hoặc ')}`);
  }
  return open(place, side);
};
