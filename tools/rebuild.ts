import { join } from 'node:path';
import { fsFiles } from '../functions/adapters/fs/files.ts';
import { ftsSearch } from '../functions/adapters/fts5/search.ts';
import { sqliteStore } from '../functions/adapters/sqlite/store.ts';
import { sqliteViews } from '../functions/adapters/sqlite/views.ts';
import { systemClock } from '../functions/adapters/system/clock.ts';
import { makeProjector } from '../functions/app/project/projector.ts';
import { rebuild } from '../functions/app/project/rebuild.ts';
import { storeOfMachine } from '../functions/entry/journal/settings.ts';
import { localSecret } from '../functions/entry/local-ports.ts';
import { REACTIONS } from '../functions/entry/move/settle-office.ts';

/** `npm run rebuild`: views and search index made anew from the events. Stop the server first: a relay that reads meanwhile holds the lease. */
const dataDir = process.env.DATA_DIR ?? '.data';
const file = join(dataDir, 'store.sqlite');
const store = sqliteStore({ file, now: systemClock.now });
const views = sqliteViews({ file, now: systemClock.now });
const search = ftsSearch({ file: join(dataDir, 'search.sqlite') });
const kept = await storeOfMachine(dataDir);
const files =
  kept?.files ??
  fsFiles({
    directory: join(dataDir, 'files'),
    secret: localSecret(dataDir, 'file-urls'),
    now: systemClock.now,
  });
if (!(await views.lease('relay', `rebuild-${process.pid}`, 600))) {
  console.error('Máy chủ đang chạy trên dữ liệu này: dừng máy chủ rồi chạy lại.');
  process.exit(1);
}
const started = performance.now();
const projector = makeProjector({ store, views, search, files });
const count = await rebuild({ store, views, search, projector, keep: REACTIONS });
await views.lease('relay', `rebuild-${process.pid}`, 0);
console.log(
  `Đã dựng lại các danh sách và chỉ mục tra cứu từ ${count} sự kiện trong ${((performance.now() - started) / 1000).toFixed(1)} giây.`,
);
await search.close();
views.close();
await store.close();
kept?.close();
