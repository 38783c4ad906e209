import type { Hono } from 'hono';
import { makeVerifyByCode } from '../../app/queries/verify-by-code.ts';
import { type VerificationOptions, verificationRoutes } from '../../http/verification.ts';
import { type AwsState, realNow } from './state.ts';

/** The public look at a printed code; files of strangers go to another function. */
export const lookUp = (
  state: Pick<AwsState, 'views'>,
  o: Pick<VerificationOptions, 'addressOf' | 'demoBanner'>,
): Hono => verificationRoutes({ verifyByCode: makeVerifyByCode(state.views), realNow, ...o });
