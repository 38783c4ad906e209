import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { Instant } from '../../../shared/kernel/time.ts';
import { verifyFile } from './verify.ts';

const bytes = z.instanceof(Uint8Array);
const Job = z.object({
  pdf: bytes,
  trust: z.object({ roots: z.array(bytes), timestampRoots: z.array(bytes), at: Instant }),
});
const { pdf, trust } = Job.parse(workerData);
parentPort?.postMessage(verifyFile(pdf, trust));
