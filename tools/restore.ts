import { parseArgs } from 'node:util';
import { reportLines } from '../functions/entry/journal/report.ts';
import { restore } from '../functions/entry/journal/restore.ts';
import { journalSettings, storeOfMachine } from '../functions/entry/journal/settings.ts';
import { instant } from '../shared/kernel/time.ts';

/** `npm run restore -- FILE [--data DIR] [--force] [--root FILE]…`: into an empty DATA_DIR, while no office runs on it. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    force: { type: 'boolean', default: false },
    root: { type: 'string', multiple: true },
  },
});
const [file, ...others] = positionals;
if (file === undefined || others.length > 0) {
  console.error('Cách dùng: npm run restore -- TỆP [--data THƯ_MỤC] [--force] [--root TỆP]');
  process.exit(2);
}
const { dataDir, anchorDir } = journalSettings();
const target = values.data ?? dataDir;
const store = await storeOfMachine(target);
const done = await restore({
  file,
  dataDir: target,
  anchorDir,
  now: instant(Date.now()),
  force: values.force,
  roots: values.root ?? [],
  store,
});
store?.close();
if (done.ok) {
  console.log(
    `Đã khôi phục vào ${target} bản sao lưu lúc ${done.manifest.made} của phiên bản ${done.manifest.product}.`,
  );
  if (done.movedAside !== undefined) console.log(`Dữ liệu trước đó nằm ở ${done.movedAside}.`);
  const { included, references } = done.manifest.keys;
  if (!included && references.length > 0)
    console.log(`Còn phải đặt lại ${references.length} khóa bí mật: ${references.join(', ')}`);
  console.log(reportLines(done.report).join('\n'));
} else {
  console.error(`Không khôi phục: ${done.problem}`);
  if (done.report !== undefined) console.error(reportLines(done.report).join('\n'));
}
process.exitCode = done.ok ? 0 : 1;
