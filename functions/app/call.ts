import type { CommandId, Hash, PersonId, PositionId } from '../../shared/kernel/ids.ts';
import type { Refusal } from '../../shared/kernel/refusal.ts';
import type { Result } from '../../shared/kernel/result.ts';
import type { Instant } from '../../shared/kernel/time.ts';

/** Who is at the door: proven by the identity provider, nothing about what they may do. */
export type Caller = {
  person: PersonId;
  /** The position the caller chose to act in; the rules fall back to the one that fits. */
  as?: PositionId;
  /** When the person last proved presence. */
  authenticatedAt: Instant;
};

/** One write request, already parsed by its contract. */
export type CommandCall = {
  caller: Caller;
  /** `http:{person}:{Idempotency-Key}`. */
  commandId: CommandId;
  /** Of name, params and body: the same id with another body is refused. */
  bodyHash: Hash;
  params: Record<string, string>;
  body: unknown;
  /** ETag version the client read, for edits of text. */
  ifMatch?: number;
};
/** `version` becomes the ETag. */
export type CommandAnswer = { answer: unknown; version: number; replayed: boolean };
export type CommandHandler = (call: CommandCall) => Promise<Result<CommandAnswer, Refusal>>;

/** A file of the files port by its address. */
export type StoredFile = { area: string; owner: string; hash: Hash };

export type QueryCall = { caller: Caller; params: Record<string, string>; query: unknown };
export type QueryAnswer = {
  data: unknown;
  version?: number;
  bytes?: {
    body: Uint8Array;
    type: string;
    filename: string;
    /** Where the files port keeps these very bytes, when it does: a large answer may then be a link instead. */
    stored?: StoredFile;
  };
};
export type QueryHandler = (call: QueryCall) => Promise<Result<QueryAnswer, Refusal>>;

/** The whole product behind HTTP: handlers by contract name. */
export type App = {
  commands: ReadonlyMap<string, CommandHandler>;
  queries: ReadonlyMap<string, QueryHandler>;
};
