import * as z from 'zod';
import { Instant, officeDate, shortDate } from '../../../../shared/kernel/time.ts';
import { enrolImage } from '../../enrol-keys.ts';
import { SETUP, seedOf } from '../../office-seed.ts';
import { checkedSetUp, type SetUpVoice, sayAloneAdministrator } from '../../read-set-up.ts';
import type { SetUpArguments } from '../../set-up-arguments.ts';
import { enrolRoots } from '../enrol-certificate.ts';
import type { OpenStage } from '../stage-ports.ts';

/** What the set-up of a stage remembers of itself among the files: whoever resumes it goes on with the same day. */
const Begun = z.strictObject({ created: Instant, authority: z.string() });
const BEGUN = 'setup/begun';
const READY = 'setup/ready';
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const enrol = async (o: SetUpVoice, a: SetUpArguments, { ports, s3, places }: OpenStage): Promise<void> => {
  if (a.roots !== undefined) {
    const done = await enrolRoots({ s3, bucket: places.FILES_BUCKET }, a.roots);
    if (!done.ok) o.fail(done.error);
    o.print('Đã nhập chứng thư gốc.');
  }
  for (const asked of a.image) {
    const done = await enrolImage(ports.files, asked);
    if (!done.ok) o.fail(done.error);
    o.print(`Đã nhập ảnh ${asked.keyRef}.`);
  }
};

/** Once begun, the same authority and day whatever the clock says: commands repeated are then the same commands. */
const begin = async (o: SetUpVoice, a: SetUpArguments, { ports }: OpenStage) => {
  const authority = a.authority ?? '';
  const kept = await ports.files.putIfAbsent(BEGUN, encode({ created: ports.realNow(), authority }));
  const begun = Begun.parse(JSON.parse(new TextDecoder().decode(kept)));
  if (begun.authority !== authority)
    o.fail(`Giai đoạn này đang được thiết lập cho ${begun.authority}: chạy lại với đúng các tham số đã dùng.`);
  return begun;
};

export type SetUpOutcome = 'done' | 'dry-run' | 'known';
/**
 * Thiết lập cơ quan thật trên một giai đoạn: master data, administrators and registers by the same arguments and the same reading as on one machine
 * (npm start -- --empty). Keys are KMS's own and are certified apart (npm run enrol-certificate). Run again after an interruption, it goes on.
 */
export const setUpStage = async (stage: OpenStage, a: SetUpArguments, o: SetUpVoice): Promise<SetUpOutcome> => {
  if (stage.places.DEMO) o.fail('Đây là bản trình diễn: cơ quan thật cần giai đoạn khác.');
  if (a.key.length > 0)
    o.fail('--key không dùng trên AWS: khóa ký nằm trong KMS; nhập chứng thư bằng npm run enrol-certificate.');
  const { ports, office } = stage;
  const ready = await ports.files.read(READY);
  if (ready !== undefined) {
    await enrol(o, a, stage);
    const { created } = Begun.parse(JSON.parse(new TextDecoder().decode(ready)));
    o.print(`Cơ quan đã được thiết lập ngày ${shortDate(officeDate(created))}: cơ cấu chỉ thay đổi trong phần mềm.`);
    return 'known';
  }
  const imported = await checkedSetUp(o, a, ports.realNow());
  if (a['dry-run']) {
    o.print('Chạy thử: chưa ghi gì.');
    return 'dry-run';
  }
  const begun = await begin(o, a, stage);
  await office.seedOffice(seedOf(a, imported), { at: begun.created, by: SETUP });
  await enrol(o, a, stage);
  await ports.files.putIfAbsent(READY, encode(begun));
  sayAloneAdministrator(o, a);
  return 'done';
};
