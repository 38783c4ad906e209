import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { readSecret } from '../../adapters/secrets/secrets.ts';
import { sesNotifier } from '../../adapters/ses/notifier.ts';
import { smtpNotifier } from '../../adapters/smtp/notifier.ts';
import { notifyHandler } from '../../app/notify/handler.ts';
import { makeNotices } from '../../app/notify/notices.ts';
import { MailConfig } from '../../aws-config.ts';
import type { Notifier } from '../../ports/notifier.ts';
import { readEnvironment } from './environment.ts';
import { counting } from './metrics.ts';
import { EventAddress, eachMessage, readChange } from './queue.ts';
import { awsFiles, s3Client } from './s3.ts';
import { awsState, logLine, RETRIES } from './state.ts';

/** Thư báo việc. A mail that was refused for good is counted and shown; one that failed for now comes again. */
const config = readEnvironment(MailConfig);
const state = awsState(config);
const count = counting(config.STAGE);

const sender = async (): Promise<Notifier> => {
  const from = config.MAIL_FROM;
  if (config.MAIL_TRANSPORT === 'ses') return sesNotifier({ client: new SESv2Client(RETRIES), from });
  if (config.SMTP_SECRET === undefined) throw new Error('SMTP_SECRET is not set: mail goes by smtp');
  const url = await readSecret({ client: new SecretsManagerClient(RETRIES), arn: config.SMTP_SECRET });
  return smtpNotifier({ url, from });
};
const notifier = await sender();

const notify = notifyHandler({
  notices: makeNotices({ ...state, publicUrl: config.PUBLIC_URL }),
  notifier: {
    send: async (notice) => {
      const outcome = await notifier.send(notice);
      if (outcome === 'refused') count('MailRefused', 1);
      return outcome;
    },
  },
  files: awsFiles(config, s3Client()),
  views: state.views,
  clock: state.clock,
  log: logLine,
});

export const handler = eachMessage({
  schema: EventAddress,
  work: async (address) => notify.handle(await readChange(state.store, address)),
  log: logLine,
});
