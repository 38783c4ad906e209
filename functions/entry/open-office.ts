import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { instant } from '../../shared/kernel/time.ts';
import { fsAnchors } from '../adapters/fs/anchors.ts';
import { fsFiles } from '../adapters/fs/files.ts';
import { ftsSearch } from '../adapters/fts5/search.ts';
import { readCertificates } from '../adapters/local-keys/key-folder.ts';
import { officeKeys } from '../adapters/local-keys/office-keys.ts';
import { sqliteStore } from '../adapters/sqlite/store.ts';
import { sqliteViews } from '../adapters/sqlite/views.ts';
import { systemClock } from '../adapters/system/clock.ts';
import { systemIds } from '../adapters/system/ids.ts';
import { type AppearanceOf, NoSignatureImage } from '../app/seal-bytes.ts';
import type { LocalConfig } from '../config.ts';
import { makePaper } from '../paper/paper.ts';
import { httpTimestamper } from '../paper/timestamper.ts';
import type { Notifier } from '../ports/notifier.ts';
import { composeOffice } from './compose.ts';
import { holidays } from './holidays.ts';
import { localSecret } from './local-ports.ts';
import { openStore, rememberStore } from './machine-store.ts';
import type { OfficeSettingsOfMachine } from './office-settings.ts';

const realNow = () => instant(Date.now());
export const rootsPath = (config: LocalConfig): string => join(config.DATA_DIR, 'keys', 'roots.pem');

/** In the store that the settings name, or on this machine's disk. */
const placeOfFiles = async (config: LocalConfig, settings: OfficeSettingsOfMachine, secret: Uint8Array) => {
  if (settings.store !== undefined) {
    rememberStore(config.DATA_DIR, settings.store);
    return openStore(settings.store);
  }
  return {
    files: fsFiles({ directory: join(config.DATA_DIR, 'files'), secret, now: realNow }),
    anchors: fsAnchors({ directory: config.ANCHOR_DIR }),
    close: () => undefined,
  };
};

/** nodemailer is loaded only where there is a mail server. */
const notifierOf = async ({ mail }: OfficeSettingsOfMachine): Promise<{ notifier?: Notifier }> => {
  if (mail === undefined) return {};
  const { smtpNotifier } = await import('../adapters/smtp/notifier.ts');
  return { notifier: smtpNotifier(mail) };
};

/** Every port of a real office on one machine: its own certificates, its time stamp authority, the real clock, no demo authority. */
const officePorts = async (config: LocalConfig, settings: OfficeSettingsOfMachine) => {
  mkdirSync(config.DATA_DIR, { recursive: true });
  const file = join(config.DATA_DIR, 'store.sqlite');
  const store = sqliteStore({ file, now: realNow });
  const views = sqliteViews({ file, now: realNow });
  const search = ftsSearch({ file: join(config.DATA_DIR, 'search.sqlite') });
  const fileSecret = localSecret(config.DATA_DIR, 'file-urls');
  const { files, anchors, close } = await placeOfFiles(config, settings, fileSecret);
  const keys = officeKeys({
    directory: join(config.DATA_DIR, 'keys'),
    clock: systemClock,
    passphrase: settings.passphrase,
  });
  const roots = existsSync(rootsPath(config)) ? readCertificates(readFileSync(rootsPath(config), 'utf8')) : [];
  const appearanceOf: AppearanceOf = async (keyRef) => {
    const image = await files.read(`appearance/${keyRef}`);
    if (image === undefined) throw new NoSignatureImage(`no signature image is enrolled for ${keyRef}`);
    return { image };
  };
  return {
    store,
    views,
    search,
    files,
    keys,
    clock: systemClock,
    realNow,
    fileSecret,
    ids: systemIds(),
    anchors,
    ...(await notifierOf(settings)),
    paper: makePaper(),
    signer: keys,
    timestamper: httpTimestamper(settings.timestampUrl, roots),
    appearanceOf,
    trust: { roots, timestampRoots: roots },
    close: async () => {
      await search.close();
      views.close();
      await store.close();
      close();
    },
  };
};

/** The real office in this process: the product over its ports, ready to be set up or served. */
export const openOffice = async (o: {
  config: LocalConfig;
  settings: OfficeSettingsOfMachine;
  log: (line: Record<string, unknown>) => void;
}) => {
  const ports = await officePorts(o.config, o.settings);
  const office = composeOffice(ports, {
    publicUrl: o.settings.publicUrl,
    demo: false,
    holidays: holidays(),
    holder: `office-${process.pid}`,
    log: o.log,
  });
  return { ports, office };
};
export type OpenOffice = Awaited<ReturnType<typeof openOffice>>;
