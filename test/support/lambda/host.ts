/**
 * Lambda's runtime in small: imports the asset's handler and answers one event after the other. Run as a process of its own with exactly the
 * environment of the function; the Node that runs it may be another one than the tests'.
 */
const [folder = '', stands = '{}'] = process.argv.slice(2);

/** Origins of the world outside that something on this machine stands in for: the identity provider of another service. */
const standIns = new Map<string, string>(Object.entries(JSON.parse(stands)));
const outside = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const place = standIns.get(url.origin);
  return place === undefined ? outside(input, init) : outside(`${place}${url.pathname}${url.search}`, init);
};

const asked = (message: unknown): { call: number; event: unknown } => {
  if (typeof message === 'object' && message !== null && 'call' in message && 'event' in message)
    return { call: Number(message.call), event: message.event };
  throw new Error('not a call');
};

const answer = (content: Record<string, unknown>): void => {
  process.send?.(content);
};
const started = performance.now();
try {
  const { handler } = await import(`${folder}/index.mjs`);
  answer({ ready: true, milliseconds: performance.now() - started });
  process.on('message', async (message) => {
    const { call, event } = asked(message);
    try {
      answer({
        call,
        value: await handler(event, { awsRequestId: String(call), getRemainingTimeInMillis: () => 29_000 }),
      });
    } catch (error) {
      answer({ call, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
} catch (error) {
  answer({ ready: false, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
