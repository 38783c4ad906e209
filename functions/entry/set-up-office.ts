import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Instant, instant, officeDate, shortDate } from '../../shared/kernel/time.ts';
import type { ImportedOrganisation } from '../app/import-organisation.ts';
import type { OfficeFile } from '../app/seed-office.ts';
import type { LocalConfig } from '../config.ts';
import openapi from '../http/openapi.json' with { type: 'json' };
import { ANCHOR_KEY } from './compose.ts';
import { certificatesOf, enrolImage, enrolKey } from './enrol-keys.ts';
import type { Listen } from './listen.ts';
import { storeProblem } from './machine-store.ts';
import { SETUP, seedOf } from './office-seed.ts';
import { type OfficeSettingsOfMachine, officeSettings } from './office-settings.ts';
import { type OpenOffice, openOffice, rootsPath } from './open-office.ts';
import { checkedSetUp, type SetUpVoice, sayAloneAdministrator } from './read-set-up.ts';
import { serveLocal } from './serve-local.ts';
import { SET_UP_HELP, type SetUpArguments, setUpArguments } from './set-up-arguments.ts';

export type SetUpOptions = SetUpVoice & {
  args: readonly string[];
  config: LocalConfig;
  read: (config: LocalConfig) => OfficeFile | undefined;
  write: (config: LocalConfig, office: OfficeFile) => OfficeFile;
  listen: Listen;
  log: (line: Record<string, unknown>) => void;
};
const PRODUCT = '0.1.0';

const enrol = async (o: SetUpOptions, a: SetUpArguments, more: OpenOffice & { passphrase: string }): Promise<void> => {
  const { ports, passphrase } = more;
  for (const asked of a.key) {
    const done = enrolKey(ports.keys, asked, { passphrase, roots: ports.trust.roots, now: ports.clock.now() });
    if (!done.ok) o.fail(done.error);
    o.print(`Đã nhập khóa ${asked.keyRef}.`);
  }
  for (const asked of a.image) {
    const done = await enrolImage(ports.files, asked);
    if (!done.ok) o.fail(done.error);
    o.print(`Đã nhập ảnh ${asked.keyRef}.`);
  }
};

const keepRoots = (o: SetUpOptions, a: SetUpArguments): void => {
  if (a.roots === undefined) return;
  const roots = certificatesOf(a.roots);
  if (!roots.ok) o.fail(roots.error);
  mkdirSync(dirname(rootsPath(o.config)), { recursive: true, mode: 0o700 });
  copyFileSync(a.roots, rootsPath(o.config));
};

/** Organisation, administrators, registers and the key of the anchors. Run again after an interruption, it goes on. */
const settle = async (
  o: SetUpOptions,
  opened: OpenOffice,
  made: { a: SetUpArguments; imported: ImportedOrganisation; at: Instant },
): Promise<void> => {
  const { a, imported, at } = made;
  await opened.office.seedOffice(seedOf(a, imported), { at, by: SETUP });
  await opened.office.relay.drain();
  sayAloneAdministrator(o, a);
};

const serve = async (
  o: SetUpOptions,
  opened: OpenOffice,
  run: { settings: OfficeSettingsOfMachine; kept: OfficeFile },
): Promise<void> => {
  const { ports, office } = opened;
  const { publicUrl, providers } = run.settings;
  const identity = { kind: 'oidc' as const, providers };
  const root = await serveLocal({
    ports,
    office,
    dataDir: o.config.DATA_DIR,
    publicUrl,
    log: o.log,
    openapi: async () => openapi,
    readOnly: o.config.READ_ONLY,
    identity,
  });
  await o
    .listen({ config: o.config, office, ports, root, clock: ports.clock, log: o.log })
    .catch((error: unknown) =>
      o.fail(`Không nghe được ở cổng ${o.config.PORT}: ${error instanceof Error ? error.message : String(error)}`),
    );
  if (ports.trust.roots.length === 0)
    o.print('Lưu ý: chưa có chứng thư gốc (--roots): chưa ký và chưa chốt mốc nhật ký được.');
  o.print(`Văn Thư – ${run.kept.authority ?? 'cơ quan'} đang chạy tại ${publicUrl}`);
};

/** The demo's data and an office's never lie in one place. */
const existing = (o: SetUpOptions): OfficeFile | undefined => {
  const found = o.read(o.config);
  if (found?.kind === 'demo')
    o.fail(`${o.config.DATA_DIR} đang chứa bản trình diễn: cơ quan thật cần thư mục dữ liệu khác (DATA_DIR).`);
  if (found === undefined && existsSync(join(o.config.DATA_DIR, 'store.sqlite')))
    o.fail(`${o.config.DATA_DIR} có dữ liệu nhưng không có office.json: không rõ là của cơ quan nào.`);
  return found;
};

type Prepared = { opened: OpenOffice; kept: OfficeFile };
/** Sets up what is not set up yet, and takes in the keys and images given this time. */
const prepare = async (
  o: SetUpOptions,
  a: SetUpArguments,
  run: { known: OfficeFile | undefined; settings: OfficeSettingsOfMachine },
): Promise<Prepared> => {
  const { known, settings } = run;
  const at = known === undefined ? instant(Date.now()) : Instant.parse(known.created);
  const imported = known?.ready === true ? undefined : await checkedSetUp(o, a, at);
  const begun: OfficeFile = known ?? {
    kind: 'office',
    created: at,
    product: PRODUCT,
    schema: 1,
    ...(a.authority === undefined ? {} : { authority: a.authority }),
  };
  keepRoots(o, a);
  // From here on the directory belongs to this office, however far the set-up comes.
  if (known === undefined) o.write(o.config, begun);
  const opened = await openOffice({ config: o.config, settings, log: o.log });
  opened.ports.keys.makeAnchorKey(ANCHOR_KEY, begun.authority ?? 'Văn Thư');
  if (!opened.ports.keys.isEncrypted())
    o.fail('Thư mục khóa có khóa chưa được mã hóa: mã hóa lại bằng KEY_PASSPHRASE rồi chạy lại.');
  if (imported !== undefined) await settle(o, opened, { a, imported, at });
  else if (a.authority !== undefined || a.organisation !== undefined)
    o.print(`Cơ quan đã được thiết lập ngày ${shortDate(officeDate(at))}: cơ cấu chỉ thay đổi trong phần mềm.`);
  await enrol(o, a, { ...opened, passphrase: settings.passphrase });
  return { opened, kept: imported === undefined ? begun : o.write(o.config, { ...begun, ready: true }) };
};

/** Thiết lập cơ quan thật: set up once, then simply run. */
export const setUpOffice = async (o: SetUpOptions): Promise<void> => {
  const parsed = setUpArguments(o.args);
  if (!parsed.ok) return o.fail(parsed.error);
  const a = parsed.value;
  if (a.help) return o.print(SET_UP_HELP);
  const known = existing(o);
  if (a['dry-run']) {
    const { refused } = await checkedSetUp(o, a, instant(Date.now()));
    return refused.length === 0 ? o.print('Chạy thử: chưa ghi gì.') : o.fail('Chạy thử: chưa ghi gì.');
  }
  const settings = officeSettings(o.config);
  if ('missing' in settings) return o.fail(settings.missing.join('\n'));
  const problem = await storeProblem(o.config.DATA_DIR, settings.store);
  if (problem !== undefined) return o.fail(problem);
  const { opened, kept } = await prepare(o, a, { known, settings });
  await serve(o, opened, { settings, kept });
};
