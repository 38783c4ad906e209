import { setTimeout as pause } from 'node:timers/promises';

/** Whether the office answers at `{publicUrl}/healthz`, asked again for a while: a distribution and its name take their time. */
export const answersHealth = async (
  publicUrl: string,
  o: { attempts: number; milliseconds: number; fetch: typeof fetch },
): Promise<boolean> => {
  for (let attempt = 1; attempt <= o.attempts; attempt += 1) {
    try {
      const answer = await o.fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(10_000) });
      if (answer.ok) return true;
    } catch {
      // Not reachable yet is an answer like any other here.
    }
    if (attempt < o.attempts) await pause(o.milliseconds);
  }
  return false;
};
