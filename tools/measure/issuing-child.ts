import * as z from 'zod';
import { openMeasured } from './measured-office.ts';

/**
 * The office as a process of its own, to be killed: serves a data directory that was set up before, on whatever port is free, and takes up where
 * the process before it was cut off. Says its port to the parent; told to finish, it lets every reaction end and exits.
 */
const Asked = z.object({ dataDir: z.string(), leaseSeconds: z.number() });
const asked = Asked.parse(JSON.parse(process.argv[2] ?? ''));
const office = await openMeasured({
  ...asked,
  isSetUp: true,
  holder: `office-${process.pid}`,
});
process.once('message', () => {
  void office
    .finish()
    .then(() => office.close())
    .then(() => process.exit(0));
});
process.once('disconnect', () => process.exit(1)); // the campaign itself is gone
process.send?.({ port: office.port });
