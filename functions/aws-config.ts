import * as z from 'zod';
import { Json } from './config.ts';
import { ProviderConfig } from './ports/identity.ts';

/** The environment of each function on AWS, one schema per entry: infrastructure sets exactly these variables (functions/platform.ts). */
const Flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const Url = z.url().transform((url) => url.replace(/\/$/, ''));

/** Every function that touches state. */
const state = {
  STAGE: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
  /** The DynamoDB table of streams, events and views. */
  TABLE: z.string().min(3),
  /** Working files: content by hash, write-once slots, certificates under `settings/`. Versioned. */
  FILES_BUCKET: z.string().min(3),
  /** Demo stages print the marks that say so on every page, and may play another day: seconds that their office clock runs behind (negative) or ahead. */
  DEMO: Flag.default(false),
  CLOCK_OFFSET_SECONDS: z.coerce.number().int().optional(),
};
/** Printed in every QR and signed with it; also the origin of cookies and redirects. */
const address = { PUBLIC_URL: Url };
/** Who is at the door. */
const door = {
  ...address,
  /** ARN of the secret with ≥ 32 random characters from which the key of session cookies is derived. */
  SESSION_SECRET: z.string().min(1),
  /** ARN of the secret that CloudFront sends as `X-Origin-Verify`; absent when no distribution stands in front (test stages). */
  ORIGIN_SECRET: z.string().min(1).optional(),
  OIDC_PROVIDERS: Json(z.array(ProviderConfig).min(1)),
};
/** Commands are refused, reading goes on: during a move or a restore (docs/runbook.md). */
const readOnly = { READ_ONLY: Flag.default(false) };
const archive = {
  ARCHIVE_BUCKET: z.string().min(3),
  OBJECT_LOCK_MODE: z.enum(['GOVERNANCE', 'COMPLIANCE']),
  /** How long an anchor of the journal is locked, in days; documents are locked by the term of their dossier. */
  OBJECT_LOCK_DAYS: z.coerce.number().int().positive().max(36_500),
};
/** Which backend answers archive searches: an FTS5 index kept in a bucket, free while idle, or an OpenSearch endpoint. */
const search = {
  SEARCH: z.enum(['bucket', 'opensearch']),
  SEARCH_BUCKET: z.string().min(3).optional(),
  SEARCH_ENDPOINT: Url.optional(),
  /** `aoss` for OpenSearch Serverless, `es` for a managed domain. */
  SEARCH_SERVICE: z.enum(['aoss', 'es']).optional(),
};
export const SearchPlace = z.object(search);
const signing = {
  ...archive,
  /** `alias/vanthu-{stage}/`: behind it stand `seal/{unit}`, `anchor/main`, on demo stages `person/{id}`. */
  KEY_ALIAS_PREFIX: z.string().regex(/^alias\/[A-Za-z0-9/_-]+\/$/),
  /** RFC 3161. */
  TIMESTAMP_URL: z.url(),
};
const queues = { ISSUING_QUEUE: z.url(), MAIL_QUEUE: z.url() };

export const StateConfig = z.object(state);
export const FilesConfig = z
  .object({ ...state, ...archive })
  .partial({ ARCHIVE_BUCKET: true, OBJECT_LOCK_MODE: true, OBJECT_LOCK_DAYS: true });
export const DoorConfig = z.object(door);
export const AuthorizeConfig = z.object({ STAGE: state.STAGE, ...door });
export const ApiConfig = z.object({ ...state, ...door, ...readOnly });
export const SearchConfig = z.object({ ...state, ...door, ...search });
export const RenderConfig = z.object({ ...state, ...door, ...readOnly });
export const SignConfig = z.object({ ...state, ...door, ...readOnly, ...signing });
export const InspectConfig = z.object({ ...state, ...address, ORIGIN_SECRET: door.ORIGIN_SECRET });
export const RelayConfig = z.object({ ...state, ...search, ...queues });
export const IssueConfig = z.object({ ...state, ...address, ...signing });
export const SweepConfig = z.object({ ...state, ...search, ...queues });
export const MailConfig = z.object({
  ...state,
  ...address,
  /** `Văn thư UBND <vanthu@example.gov.vn>` */
  MAIL_FROM: z.string().min(3),
  MAIL_TRANSPORT: z.enum(['ses', 'smtp']),
  /** ARN of the secret that holds `smtps://user:password@host:465`. */
  SMTP_SECRET: z.string().min(1).optional(),
});
export const CompactConfig = z.object({ STAGE: state.STAGE, SEARCH_BUCKET: z.string().min(3) });
