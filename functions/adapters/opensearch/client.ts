import { Client } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date };
/** `aoss` is OpenSearch Serverless, `es` a managed domain. */
export type Signing = { region: string; service: 'aoss' | 'es'; credentials: () => Promise<Credentials> };
export type Request = {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  path: string;
  body?: Readonly<Record<string, unknown>>;
  /** Newline-delimited JSON, for `_bulk` only. */
  lines?: string;
  query?: Readonly<Record<string, string>>;
  /** Statuses that are an answer and no failure. */
  expected?: readonly number[];
};
/** One request to the server. Throws for every status of 400 and above that is not `expected`. */
export type Send = (request: Request) => Promise<{ status: number; body: unknown }>;

/** Answers later than this are given up: the function that asks has 29 s. */
const REQUEST_MILLISECONDS = 20_000;

/** The connection; requests are signed when `signing` is given. Every request may be sent twice: reading changes nothing, and writes carry versions. */
export const connect = (to: { endpoint: string; signing?: Signing }): { send: Send; close: () => Promise<void> } => {
  const { endpoint, signing } = to;
  const signer = signing && AwsSigv4Signer({ ...signing, getCredentials: signing.credentials });
  const client = new Client({ node: endpoint, requestTimeout: REQUEST_MILLISECONDS, maxRetries: 2, ...signer });
  const send: Send = async ({ method, path, body, lines, query, expected }) => {
    const content = lines === undefined ? { ...(body && { body }) } : { bulkBody: lines };
    const answer = await client.transport.request(
      { method, path, ...content, ...(query && { querystring: query }) },
      { ignore: [...(expected ?? [])] },
    );
    return { status: answer.statusCode ?? 0, body: answer.body };
  };
  return { send, close: () => client.close() };
};
