/**
 * What no test can count: how people use an office, and how long functions run on machines that this project has never seen. Each figure is an
 * assumption to be replaced by the first month's own.
 */
export const BEHAVIOUR = {
  /** Places that one document goes to. Công văn 3073 of the demo went to 54; most go to a handful. */
  recipients: 10,
  /** Times that a document is opened by those who make it: twice at each of six acts. */
  opensByMakers: 12,
  /** Each recipient opens it and takes the PDF; the makers take it three times. */
  opensByRecipient: 1,
  downloadsByMakers: 3,
  /** Public checks of the QR, over a document's life. */
  verifications: 1,
  /** Per user and working day. */
  workingDays: 21,
  signIns: 1,
  inboxLooks: 10,
  searches: 2,
  /** Static files and pages beside the API, for each sign-in: requests and bytes (hashed files are cached for good). */
  pageRequests: 15,
  pageBytes: 300_000,
} as const;

/**
 * Seconds of one call, warm and cold together: some 5 ms for each of the calls to the table that `units.json` counts (13 in a request), what was
 * measured on one machine for typesetting, signing and sealing (docs/measurements.md), and the time stamp authority. `logBytes`: log of one call.
 */
export const RUNS = {
  authorize: 0.02,
  api: 0.06,
  search: 0.3,
  render: 2.5,
  sign: 1,
  inspect: 1.5,
  relay: 0.15,
  issue: 1,
  sweep: 0.4,
  mail: 0.2,
  compact: 30,
  logBytes: 700,
} as const;

/** Requests to the search bucket (ADR 0008): one log entry for each batch applied; before each search, one look for newer entries. */
export const SEARCH_BUCKET = { putsPerWrite: 1, listsPerSearch: 1, putsPerCompaction: 3 } as const;

/**
 * The backup plan (infra/data/backup.ts), beside point-in-time recovery. A backup of a DynamoDB table is a whole copy each time; backups of buckets
 * only add what is new.
 */
export const BACKUPS = { monthlyKept: 6 } as const;

/** What stands still and is paid for by the month. Alarms: one for each function, each own metric, and ten for queues, stream, table and doors. */
export const FIXED = { otherAlarms: 10, secrets: 3, dashboards: 1, firewallRules: 4, anchorKeys: 1 } as const;

/** OpenSearch Serverless: two units to search and one to index while it is awake, which it is in office hours. */
export const SEARCH_UNITS = 3;
export const OFFICE_HOURS = 21 * 9;
