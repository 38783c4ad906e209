import * as z from 'zod';

const count = z.number().nonnegative();
/** What something uses of the platform. Requests are counted as they are billed, not as the code calls them. */
export const Usage = z.strictObject({
  /** HTTP requests of browsers, by the function that answers. */
  api: count,
  render: count,
  sign: count,
  search: count,
  inspect: count,
  /** Bytes of the answers. */
  bytesOut: count,
  /** DynamoDB write and read request units, and API calls. */
  tableWrites: count,
  tableReads: count,
  tableRequests: count,
  /** S3: PUT, COPY and LIST have one price, GET and HEAD another. */
  filePuts: count,
  fileGets: count,
  /** Asymmetric `kms:Sign`. */
  signatures: count,
  /** RFC 3161 tokens; what they cost is the authority's affair. */
  timestamps: count,
  /** Records written to the search index. */
  indexWrites: count,
  /** Commits with events: at most one call of the relay each. */
  commits: count,
  /** Messages to the issuing queue, and to the mail queue. */
  issuing: count,
  mailMessages: count,
  /** New lines in inboxes and registries: each is a mail to one person, if everybody has an address. */
  mails: count,
});
export type Usage = z.infer<typeof Usage>;

export const NOTHING: Usage = {
  api: 0,
  render: 0,
  sign: 0,
  search: 0,
  inspect: 0,
  bytesOut: 0,
  tableWrites: 0,
  tableReads: 0,
  tableRequests: 0,
  filePuts: 0,
  fileGets: 0,
  signatures: 0,
  timestamps: 0,
  indexWrites: 0,
  commits: 0,
  issuing: 0,
  mailMessages: 0,
  mails: 0,
};
export const KINDS = Usage.keyof().options;

const combine = (of: (kind: keyof Usage) => number): Usage =>
  Usage.parse(Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])));
export const sum = (parts: readonly Usage[]): Usage =>
  combine((kind) => parts.reduce((total, part) => total + part[kind], 0));
export const times = (usage: Usage, factor: number): Usage => combine((kind) => usage[kind] * factor);
export const difference = (after: Usage, before: Usage): Usage => combine((kind) => after[kind] - before[kind]);

/** The committed figures (`units.json`): one document, one look at it, one round of what runs by itself. */
export const Units = z.strictObject({
  /** To how many recipients the document of `document` went. */
  recipients: count,
  /** From an empty draft to a sealed, filed, delivered document; nobody only looks. */
  document: Usage,
  /** What each further recipient adds. */
  recipient: Usage,
  looks: z.strictObject({
    /** Proof of who is there, to the session cookie. */
    signIn: Usage,
    /** The list of what waits for me. */
    inbox: Usage,
    /** A document with its text and its history: a look is itself journalled. */
    open: Usage,
    pdf: Usage,
    search: Usage,
    /** The public page behind the QR. */
    verify: Usage,
  }),
  background: z.strictObject({
    /** One round of the sweep over an office in which nothing stands still. */
    sweep: Usage,
    /** The daily anchor when nothing has happened. */
    anchor: Usage,
  }),
  /** Bytes that one document leaves behind. `archive` = the locked copy of the issued original. */
  stored: z.strictObject({
    document: z.strictObject({ table: count, files: count, archive: count }),
    /** In the table, by each further recipient. */
    recipient: count,
  }),
});
export type Units = z.infer<typeof Units>;
