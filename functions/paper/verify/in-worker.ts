import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { VerificationReport } from '../../ports/paper.ts';
import type { Trust } from './trust.ts';
import { unreadable } from './verify.ts';

/** A hostile file may cost this much and no more. */
const SECONDS = 15;
const LIMITS = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };
const isReport = (message: unknown): message is VerificationReport =>
  z
    .object({ valid: z.boolean(), sha256: z.string(), signatures: z.array(z.object({ field: z.string() }).loose()) })
    .safeParse(message).success;

const beside = new URL('./worker.ts', import.meta.url);

/** Verifies in a worker with limited memory and time: an attack on the parser ends as "cannot be verified". */
export const verifierInWorker =
  (code: URL = beside) =>
  (pdf: Uint8Array, trust: Trust): Promise<VerificationReport> =>
    new Promise((resolve) => {
      const worker = new Worker(code, {
        workerData: { pdf, trust },
        resourceLimits: LIMITS,
        env: {},
      });
      const finish = (report: VerificationReport) => {
        clearTimeout(timer);
        resolve(report);
        void worker.terminate();
      };
      const timer = setTimeout(() => finish(unreadable(pdf, 'Tệp quá phức tạp để xác thực.')), SECONDS * 1000);
      worker.once('message', (message: unknown) =>
        finish(isReport(message) ? message : unreadable(pdf, 'Không xác thực được tệp.')),
      );
      worker.once('error', () => finish(unreadable(pdf, 'Tệp quá phức tạp để xác thực.')));
      worker.once('exit', () => finish(unreadable(pdf, 'Không xác thực được tệp.')));
    });
