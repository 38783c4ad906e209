import type { Content } from '../../shared/documents/content.ts';
import type { Instant, LocalDate } from '../../shared/kernel/time.ts';
import type { DocumentType, Urgency } from '../../shared/organisation/document-type.ts';

/** Everything the printed page needs, already resolved: names valid on the day, computed block lines, composed symbol. */
export type PaperRequest = {
  type: DocumentType;
  /** Cell 2: parent agency (not bold) above the issuer (bold); each may be several printed lines. */
  issuer: {
    parent?: string;
    lines: string[];
    /** As in running text, for the annexes: `Ủy ban nhân dân thành phố Hà Nội`. Left blank there when absent. */
    name?: string;
  };
  /** Symbol without the number: `UBND-NC`. */
  symbol: string;
  /** Cell 4, official place name: `Hà Nội`. */
  place: string;
  content: Content;
  /** Quyết định / nghị quyết: `CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI`. */
  authorityLine?: string;
  /** Cell 7a, computed (`TM. ỦY BAN NHÂN DÂN`, `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`); 7b: extra position line(s) and the name. */
  signature: { lines: string[]; otherPositions?: string[]; name: string };
  urgency: Urgency;
  /** Cell 12, e.g. `PL.(300)`. */
  drafterMark?: string;
  /** Cell 13, optional. */
  contact?: string;
  /** Printed as QR; opaque, known before the number (domain §7). */
  verificationUrl: string;
  /** Prints the demo marks on every page outside the cells. No switch removes it while a demo CA signs. */
  demo: boolean;
  /** A working copy before signature: header "BẢN DỰ THẢO" outside the cells, no signature fields. */
  draft?: boolean;
  /** Goes into the PDF as an associated file (metadata.json) and fixes its dates. */
  metadata: Record<string, unknown>;
  createdAt: Instant;
};

export type SignatureField = 'signer' | 'seal';

/** Everything but the signature value: stored put-if-absent, so that a retry embeds the same bytes. */
export type Prepared = {
  /** PDF with an empty /Contents. */
  pdf: Uint8Array;
  byteRange: [number, number, number, number];
  /** Bytes reserved for the CMS. */
  reserved: number;
  /** SHA-256 of the bytes outside the gap. */
  digest: Uint8Array;
};

export type SignatureAppearance = {
  /** PNG with alpha: the signer's blue handwriting, or the agency's red seal. No text is printed beside them (Phụ lục I.II.7–8). */
  image: Uint8Array;
};

export type SignatureReport = {
  field: string;
  kind: 'person' | 'agency' | 'unknown';
  subject: string;
  issuer: string;
  signedAt?: string;
  /** From the RFC 3161 token, when it verifies. */
  timestampedAt?: string;
  level: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA' | 'none';
  /** Digest and signature value hold over the signed revision. */
  intact: boolean;
  /** Chain leads to a configured root and the certificate was valid at the (proven) time. */
  trusted: boolean;
  /** Bytes of the file the signature covers; `whole` when nothing but permitted updates follow. */
  coversWholeFile: boolean;
  /** What later revisions changed, in words; empty when none or only permitted changes (number and date lines, seal). */
  forbiddenChanges: string[];
  /** Plain Vietnamese sentences for the public page. */
  problems: string[];
};
export type VerificationReport = {
  /** Both a person's and the agency's signature, in that order, all intact, trusted and with only permitted changes. */
  valid: boolean;
  revisions: number;
  sha256: string;
  signatures: SignatureReport[];
  problems: string[];
};

/** The PDF itself: three revisions, each an incremental update that leaves earlier bytes untouched (architecture §5). */
export interface Paper {
  /** PDF/A-3b with the number line, the date line and both signature fields in place (unless `draft`). Same request, same bytes. */
  render(request: PaperRequest): Promise<{ pdf: Uint8Array; pages: number }>;
  /** Revision 1 or 3 without its value. `signer` certifies (DocMDP P=2); `seal` locks everything (FieldMDP all). */
  prepareSignature(
    pdf: Uint8Array,
    o: { field: SignatureField; at: Instant; name: string; reason: string; appearance: SignatureAppearance },
  ): Promise<Prepared>;
  /** DER of the CMS signed attributes and its SHA-256: what the key signs. */
  toBeSigned(prepared: Prepared, chain: readonly Uint8Array[]): { message: Uint8Array; digest: Uint8Array };
  /** The finished revision. Throws when the CMS does not fit. */
  embed(
    prepared: Prepared,
    s: {
      algorithm: 'ECDSA_SHA_256' | 'RSASSA_PKCS1_V1_5_SHA_256';
      chain: readonly Uint8Array[];
      signature: Uint8Array;
      timestampToken?: Uint8Array;
    },
  ): Promise<Uint8Array>;
  /** Revision 2: `Số: 05/UBND-NC` and `Hà Nội, ngày 18 tháng 9 năm 2023`, re-centred, read-only. */
  number(pdf: Uint8Array, o: { number: number; symbol: string; place: string; date: LocalDate }): Promise<Uint8Array>;
  /** Never follows URLs found in the file; bounded time and memory; never throws on hostile input. */
  verify(
    pdf: Uint8Array,
    trust: { roots: readonly Uint8Array[]; timestampRoots: readonly Uint8Array[]; at: Instant },
  ): Promise<VerificationReport>;
}
