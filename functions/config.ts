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
});
export type LocalConfig = z.infer<typeof LocalConfig>;
