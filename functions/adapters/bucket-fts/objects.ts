/** An object as a listing shows it. */
export type Listed = { name: string; etag: string };

/**
 * Named byte objects as S3 keeps them: each is whole or not there, names are listed in the order of their bytes, and whatever was put or deleted
 * before a call is seen by it.
 */
export interface Objects {
  /** The bytes; undefined when the object is gone or, given an ETag, is no longer the one that was listed. */
  get(name: string, etag?: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** False when the name is taken. */
  putIfAbsent(name: string, bytes: Uint8Array): Promise<boolean>;
  /** Every object whose name comes after this one. */
  listAfter(name: string): Promise<Listed[]>;
  /** What is not there any more is no error. */
  delete(names: readonly string[]): Promise<void>;
}
