/** New identifiers; never made inside a rule. */
export interface Ids {
  /** A ULID: 26 characters, sorts by time. */
  ulid(): string;
  /** 128 random bits in lower-case base32 (26 characters). */
  code(): string;
}
