import { parseArgs } from 'node:util';
import { reportLines } from '../functions/entry/journal/report.ts';
import { journalSettings, storeOfMachine } from '../functions/entry/journal/settings.ts';
import { verifyJournal } from '../functions/entry/journal/verify.ts';

/** `npm run verify-journal -- [--data DIR] [--anchors DIR] [--root FILE]… [--no-files] [--json]`: 0 when nothing is wrong, else 1. */
const { values } = parseArgs({
  allowNegative: true,
  options: {
    data: { type: 'string' },
    anchors: { type: 'string' },
    root: { type: 'string', multiple: true },
    files: { type: 'boolean', default: true },
    json: { type: 'boolean', default: false },
  },
});
const { dataDir, anchorDir } = journalSettings();
const store = await storeOfMachine(values.data ?? dataDir);
const report = await verifyJournal({
  dataDir: values.data ?? dataDir,
  anchorDir: values.anchors ?? anchorDir,
  roots: values.root ?? [],
  files: values.files,
  store,
});
store?.close();
console.log(values.json ? JSON.stringify(report, null, 2) : reportLines(report).join('\n'));
process.exitCode = report.ok ? 0 : 1;
