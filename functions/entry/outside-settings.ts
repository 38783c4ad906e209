import type { LocalConfig } from '../config.ts';

/** An S3-compatible store, as one machine uses it. */
export type StoreSettings = {
  /** Absent: Amazon S3. */
  endpoint?: string;
  region: string;
  bucket: string;
  archiveBucket: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  lockMode: LocalConfig['OBJECT_LOCK_MODE'];
  /** How long an anchor is locked. */
  retainDays: number;
};
export type MailSettings = { url: string; from: string };
/** What was asked for; `missing` holds a sentence when only a part of it was given, and then there are no settings. */
type Asked<T> = { missing: string[]; settings?: T };

const absentOf = (values: Record<string, string | undefined>): string[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [name] : []));

const half = (absent: readonly string[], what: string): string =>
  `Thiếu ${absent.join(', ')}: ${what}; hãy khai đủ hoặc bỏ hết.`;

/** Kho S3 cho tệp và mốc: all of its variables or none. */
export const storeSettings = (config: LocalConfig): Asked<StoreSettings> => {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ARCHIVE_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = config;
  const needed = { S3_REGION, S3_BUCKET, S3_ARCHIVE_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  const absent = absentOf(needed);
  if (absent.length === Object.keys(needed).length && S3_ENDPOINT === undefined) return { missing: [] };
  if (
    S3_REGION === undefined ||
    S3_BUCKET === undefined ||
    S3_ARCHIVE_BUCKET === undefined ||
    S3_ACCESS_KEY_ID === undefined ||
    S3_SECRET_ACCESS_KEY === undefined
  )
    return { missing: [half(absent, 'kho S3 cho tệp và mốc mới được khai một phần')] };
  if (S3_BUCKET === S3_ARCHIVE_BUCKET)
    return { missing: ['S3_ARCHIVE_BUCKET phải khác S3_BUCKET: bản lưu và mốc cần một kho có Object Lock.'] };
  const settings: StoreSettings = {
    ...(S3_ENDPOINT === undefined ? {} : { endpoint: S3_ENDPOINT }),
    region: S3_REGION,
    bucket: S3_BUCKET,
    archiveBucket: S3_ARCHIVE_BUCKET,
    credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
    lockMode: config.OBJECT_LOCK_MODE,
    retainDays: config.OBJECT_LOCK_DAYS,
  };
  return { missing: [], settings };
};

/** Máy chủ thư: address of the server and of the sender, or neither. */
export const mailSettings = ({ SMTP_URL, MAIL_FROM }: LocalConfig): Asked<MailSettings> => {
  const absent = absentOf({ SMTP_URL, MAIL_FROM });
  if (absent.length === 2) return { missing: [] };
  if (SMTP_URL === undefined || MAIL_FROM === undefined)
    return { missing: [half(absent, 'máy chủ thư mới được khai một phần')] };
  return { missing: [], settings: { url: SMTP_URL, from: MAIL_FROM } };
};
