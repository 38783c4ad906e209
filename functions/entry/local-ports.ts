import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PersonId, UnitId } from '../../shared/kernel/ids.ts';
import { type Instant, instant, officeDate } from '../../shared/kernel/time.ts';
import { unitLabel } from '../../shared/organisation/registry.ts';
import { Standing } from '../../shared/organisation/standing.ts';
import { fsAnchors } from '../adapters/fs/anchors.ts';
import { fsFiles } from '../adapters/fs/files.ts';
import { ftsSearch } from '../adapters/fts5/search.ts';
import { handwriting } from '../adapters/local-keys/handwriting.ts';
import { type LocalKeys, localKeys } from '../adapters/local-keys/local-keys.ts';
import { sealImage } from '../adapters/local-keys/seal-image.ts';
import { localTsa } from '../adapters/local-tsa/local-tsa.ts';
import { sqliteStore } from '../adapters/sqlite/store.ts';
import { sqliteViews } from '../adapters/sqlite/views.ts';
import { systemIds } from '../adapters/system/ids.ts';
import { authorityRef } from '../app/facts/document-facts.ts';
import { currentOrganisation } from '../app/react/steps.ts';
import { type AppearanceOf, NoSignatureImage } from '../app/seal-bytes.ts';
import { makePaper } from '../paper/paper.ts';
import { httpTimestamper, localTimestamper } from '../paper/timestamper.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Timestamper } from '../ports/timestamp.ts';
import type { Views } from '../ports/views.ts';

/** A secret of this machine, made once, readable by its owner only. */
export const localSecret = (dataDir: string, name: string): Uint8Array => {
  const path = join(dataDir, 'secrets', name);
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  const made = randomBytes(32);
  writeFileSync(path, made, { mode: 0o600, flag: 'wx' });
  return new Uint8Array(made);
};

/** Signature and seal images: enrolled ones first; in the demo the invented hand and the seal without the national emblem. */
const appearances = (o: {
  store: Store;
  files: ReturnType<typeof fsFiles>;
  clock: Clock;
  demo: boolean;
}): AppearanceOf => {
  const drawn = new Map<string, Uint8Array>();
  const draw = async (keyRef: string): Promise<Uint8Array> => {
    const [kind = '', id = ''] = keyRef.split(/:(.*)/s);
    if (kind === 'seal')
      return sealImage(unitLabel(await currentOrganisation(o.store), UnitId.parse(id), officeDate(o.clock.now())));
    const [stream] = (await o.store.load([authorityRef(PersonId.parse(id))])).streams;
    return handwriting(Standing.parse(stream?.state).name);
  };
  return async (keyRef) => {
    const enrolled = await o.files.read(`appearance/${keyRef}`);
    if (enrolled !== undefined) return { image: enrolled };
    if (!o.demo) throw new NoSignatureImage(`no signature image is enrolled for ${keyRef}`);
    const image = drawn.get(keyRef) ?? (await draw(keyRef));
    drawn.set(keyRef, image);
    return { image };
  };
};

const timestamping = (o: {
  keys: LocalKeys;
  clock: Clock;
  demo: boolean;
  timestampUrl?: string | undefined;
  timestampRoots?: readonly Uint8Array[];
}): Timestamper => {
  if (o.demo)
    return localTimestamper(localTsa({ authority: o.keys.timestampAuthority, clock: o.clock }).respond, o.keys.roots);
  if (o.timestampUrl === undefined) throw new Error('TIMESTAMP_URL is not set');
  return httpTimestamper(o.timestampUrl, o.timestampRoots ?? o.keys.roots);
};

export type LocalPortsOptions = {
  dataDir: string;
  /** Outside the data directory: whoever can rewrite the one cannot rewrite the other. */
  anchorDir: string;
  clock: Clock;
  demo: boolean;
  keyPassphrase?: string | undefined;
  timestampUrl?: string | undefined;
  /** Another place for state, history and read models than the SQLite file in the data directory. */
  engine?: (o: { realNow: () => Instant }) => LocalEngine;
};
export type LocalEngine = { store: Store; views: Views & { close: () => void } };

/** Every port on one machine: SQLite, a disk, FTS5, a folder of keys. */
export const localPorts = (o: LocalPortsOptions) => {
  mkdirSync(o.dataDir, { recursive: true });
  const { clock } = o;
  const realNow = () => instant(Date.now());
  const file = join(o.dataDir, 'store.sqlite');
  const { store, views } = o.engine?.({ realNow }) ?? {
    store: sqliteStore({ file, now: realNow }),
    views: sqliteViews({ file, now: realNow }),
  };
  const search = ftsSearch({ file: join(o.dataDir, 'search.sqlite') });
  const fileSecret = localSecret(o.dataDir, 'file-urls');
  const files = fsFiles({ directory: join(o.dataDir, 'files'), secret: fileSecret, now: realNow });
  const keys = localKeys({
    directory: join(o.dataDir, 'keys'),
    clock,
    ...(o.keyPassphrase === undefined ? {} : { passphrase: o.keyPassphrase }),
  });
  return {
    store,
    views,
    search,
    files,
    keys,
    clock,
    realNow,
    fileSecret,
    ids: systemIds(),
    anchors: fsAnchors({ directory: o.anchorDir }),
    paper: makePaper(),
    signer: keys,
    timestamper: timestamping({ keys, clock, demo: o.demo, timestampUrl: o.timestampUrl }),
    appearanceOf: appearances({ store, files, clock, demo: o.demo }),
    trust: { roots: keys.roots, timestampRoots: keys.roots },
    close: async () => {
      await search.close();
      views.close();
      await store.close();
    },
  };
};
export type LocalPorts = ReturnType<typeof localPorts>;
