import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anOffice, DOCUMENT, type Office, tamper, withHistory } from './office.ts';

const TOOLS = join(import.meta.dirname, '..', '..', '..', 'tools');
let room: Office;
beforeEach(async () => {
  room = await anOffice();
  await withHistory(room);
  await room.anchor('daily');
  writeFileSync(join(room.dataDir, 'office.json'), '{"kind":"demo"}');
});
afterEach(async () => {
  await room.close();
  room.remove();
});
const run = (tool: string, args: string[], places: { data: string; anchors: string }) => {
  const env = { ...process.env, DATA_DIR: places.data, ANCHOR_DIR: places.anchors };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(TOOLS, `${tool}.ts`), ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
const here = () => ({ data: room.dataDir, anchors: room.anchorDir });

describe('on the command line', () => {
  it('a whole journal ends with 0 and says what was looked at', () => {
    const { status, stdout } = run('verify-journal', [], here());
    expect(stdout).toContain('9 sự kiện, 1 mốc, 5 tệp');
    expect(status).toBe(0);
  });

  it('a broken journal ends with 1 and names the first broken event', () => {
    tamper(room.file, (d) => d.exec("UPDATE events SET bytes = replace(bytes, 'DraftSubmitted', 'DraftApproved')"));
    const { status, stdout } = run('verify-journal', [], here());
    expect(stdout).toContain(`Sai đầu tiên: document/${DOCUMENT} số 3 (DraftApproved): nội dung đã bị sửa`);
    expect(status).toBe(1);
    const json: unknown = JSON.parse(run('verify-journal', ['--json'], here()).stdout);
    expect(json).toMatchObject({ ok: false, faults: [{ seq: 3, type: 'DraftApproved' }] });
  });

  it('an office goes into one file, into an empty place, and its journal holds there', () => {
    const file = join(room.root, 'office.vanthu');
    expect(run('backup', [file], here())).toMatchObject({ status: 0, stdout: expect.stringContaining('9 sự kiện') });
    const there = { data: join(room.root, 'new'), anchors: join(room.root, 'new-anchors') };
    const restored = run('restore', [file], there);
    expect(restored.stdout).toContain('Nhật ký nguyên vẹn.');
    expect(restored.status).toBe(0);
    expect(run('verify-journal', [], there).status).toBe(0);
  });

  it('a restore into a place in use ends with 1 and says why', () => {
    const file = join(room.root, 'office.vanthu');
    run('backup', [file], here());
    expect(run('restore', [file], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('không trống') });
  });

  it('a backup of a broken journal is made all the same, and the exit code says that it is broken', () => {
    tamper(room.file, (d) => d.exec("UPDATE events SET bytes = replace(bytes, 'DraftSubmitted', 'DraftApproved')"));
    const file = join(room.root, 'office.vanthu');
    expect(run('backup', [file], here())).toMatchObject({ status: 1, stderr: expect.stringContaining('số 3') });
    expect(existsSync(file)).toBe(true);
  });

  it('no file named is answered with how to use it', () => {
    expect(run('backup', [], here())).toMatchObject({ status: 2, stderr: expect.stringContaining('Cách dùng') });
    expect(run('restore', [], here())).toMatchObject({ status: 2, stderr: expect.stringContaining('Cách dùng') });
  });
});
