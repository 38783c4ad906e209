import type { Hash } from '../../shared/kernel/ids.ts';
import type { Instant } from '../../shared/kernel/time.ts';

/**
 * Bytes, content-addressed within a document: key = `{area}/{owner}/{sha256}`. Put once, never overwritten (a second put of the same bytes is a
 * no-op). Writing is durable before it resolves (temp + fsync + rename, or S3 conditional put).
 */
export interface Files {
  put(area: string, owner: string, bytes: Uint8Array, type: string): Promise<Hash>;
  /** undefined when absent; throws when the stored bytes no longer match their hash. */
  get(area: string, owner: string, hash: Hash): Promise<Uint8Array | undefined>;
  /**
   * Keeps an issued original beyond anybody's reach until `retainUntil`: a copy in the archive that neither the product nor an administrator
   * can change or remove before that day (S3 Object Lock; on a disk a read-only copy and its term). Sealing again may only lengthen the term.
   * Throws when the file is absent or no longer matches its hash.
   */
  retain(f: { area: string; owner: string; hash: Hash; retainUntil: Instant }): Promise<void>;
  /** Write-once slot by name, for values that retries must reuse (prepared bytes, signature values): the winner's bytes. */
  putIfAbsent(slot: string, bytes: Uint8Array): Promise<Uint8Array>;
  read(slot: string): Promise<Uint8Array | undefined>;
  /** A short-lived URL for the browser: upload declares hash, size and type; the store refuses other bytes. */
  uploadUrl(f: {
    area: string;
    owner: string;
    sha256: Hash;
    size: number;
    type: string;
    expiresInSeconds: number;
  }): Promise<string>;
  downloadUrl(f: {
    area: string;
    owner: string;
    sha256: Hash;
    filename: string;
    type: string;
    expiresInSeconds: number;
  }): Promise<string>;
}
