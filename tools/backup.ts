import { parseArgs } from 'node:util';
import { backup } from '../functions/entry/journal/backup.ts';
import { reportLines } from '../functions/entry/journal/report.ts';
import { journalSettings, storeOfMachine } from '../functions/entry/journal/settings.ts';
import { verifyJournal } from '../functions/entry/journal/verify.ts';
import product from '../package.json' with { type: 'json' };
import { instant } from '../shared/kernel/time.ts';

/** `npm run backup -- FILE [--with-keys]`: one file, also while the office runs. Exit code 1 when the journal in it is not whole. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'with-keys': { type: 'boolean', default: false }, root: { type: 'string', multiple: true } },
});
const [file, ...others] = positionals;
if (file === undefined || others.length > 0) {
  console.error('Cách dùng: npm run backup -- TỆP [--with-keys]');
  process.exit(2);
}
const places = journalSettings();
const now = instant(Date.now());
const made = await backup({ ...places, file, product: product.version, now, withKeys: values['with-keys'] });
// Afterwards: a store that cannot be reached must not keep the rest from being saved.
const store = await storeOfMachine(places.dataDir);
const { counts, keys } = made;
console.log(
  `Đã sao lưu vào ${file}: ${counts.streams} luồng, ${counts.events} sự kiện, ${counts.anchors} mốc, ${counts.files} tệp.`,
);
if (store !== undefined)
  console.log(
    `Không gồm tệp của văn bản và mốc nhật ký ở kho S3 ${store.name}: kho đó phải có cách sao lưu riêng, và khôi phục cần đúng kho đó.`,
  );
if (!keys.included && keys.references.length > 0)
  console.log(
    `Không gồm ${keys.references.length} khóa bí mật (chỉ ghi tên): giữ riêng, hoặc thêm --with-keys. ${keys.references.join(', ')}`,
  );
// Every file was hashed into the manifest; restoring checks the bytes against the events.
const report = await verifyJournal({ ...places, roots: values.root ?? [], files: false, store });
store?.close();
if (!report.ok) console.error(reportLines(report).join('\n'));
process.exitCode = report.ok ? 0 : 1;
