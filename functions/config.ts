import * as z from 'zod';
import { ProviderConfig } from './ports/identity.ts';

/** A variable that holds JSON. */
export const Json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text, context) => {
      try {
        const value: unknown = JSON.parse(text);
        return value;
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** A line of a file of variables with nothing behind `=` says that there is none. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional();

/** Files and anchors of a real office in any S3-compatible store instead of this machine's disk; the whole row or none of it. */
const store = {
  /** Absent with the others given: Amazon S3 itself. */
  S3_ENDPOINT: optional(z.url()),
  S3_REGION: optional(z.string().min(1)),
  /** Working files. With versions. */
  S3_BUCKET: optional(z.string().min(3)),
  /** Kept copies and anchors. With versions and Object Lock. */
  S3_ARCHIVE_BUCKET: optional(z.string().min(3)),
  S3_ACCESS_KEY_ID: optional(z.string().min(1)),
  S3_SECRET_ACCESS_KEY: optional(z.string().min(1)),
  OBJECT_LOCK_MODE: z.enum(['GOVERNANCE', 'COMPLIANCE']).default('GOVERNANCE'),
  /** How long an anchor of the journal is locked, in days; documents are locked by the term of their dossier. */
  OBJECT_LOCK_DAYS: z.coerce.number().int().positive().max(36_500).default(3_650),
};

/** Mail of a real office; without it nobody is told by mail. */
const mail = {
  /** `smtps://user:password@host:465`, or `smtp://…:587` whose server then offers TLS. */
  SMTP_URL: optional(z.url({ protocol: /^smtps?$/ })),
  /** Sender, `Name <address>`. */
  MAIL_FROM: optional(z.string().regex(/@/)),
};

/** One machine (`npm start`): every variable has a default that suits the demo. Only functions/entry reads the environment. */
export const LocalConfig = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  ANCHOR_DIR: z.string().min(1).default('.anchors'),
  /** Printed in every QR, so mandatory for a real office. */
  PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  /** Identity providers of a real office, a JSON array; the demo brings its own. */
  OIDC_PROVIDERS: Json(z.array(ProviderConfig).min(1)).optional(),
  /** RFC 3161 time stamp authority of a real office. */
  TIMESTAMP_URL: z.url().optional(),
  /** Pass phrase of the local key folder: without it a real office refuses to use keys on this disk. */
  KEY_PASSPHRASE: z.string().min(12).optional(),
  /** Acts are refused, reading goes on: while the office is moved or restored. */
  READ_ONLY: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false),
  ...store,
  ...mail,
});
export type LocalConfig = z.infer<typeof LocalConfig>;
