import type * as z from 'zod';

/**
 * A verb or a query of the API as data: one row registers the route, checks the body, documents the OpenAPI operation and names what may be
 * refused. Rows stand in `shared/{capability}/contract.ts`.
 */
export type CommandContract = {
  kind: 'command';
  /** `{capability}.{verb}`, the key of its handler: `documents.submit`. */
  name: string;
  method: 'POST' | 'PUT' | 'DELETE';
  /** `/api/documents/{id}/submit` */
  path: string;
  /** Vietnamese name of the act, shown in the API description. */
  title: string;
  /** Legal basis of the act, when the law gives one. */
  basis?: string;
  body: z.ZodType;
  answer: z.ZodType;
  /** Requires If-Match with the ETag that was read (edits of text only). */
  ifMatch?: boolean;
};
export type QueryContract = {
  kind: 'query';
  name: string;
  method: 'GET';
  path: string;
  title: string;
  query: z.ZodType;
  answer: z.ZodType;
  /** Answers bytes of that type instead of JSON. */
  binary?: string;
};
export type Contract = CommandContract | QueryContract;
