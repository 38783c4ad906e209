import * as z from 'zod';
import type { CommandContract, Contract } from '../../shared/kernel/contract.ts';
import { ok } from '../../shared/kernel/result.ts';
import type { App, CommandHandler } from '../app/call.ts';
import { OpenStepUp, type StepUp, StepUpOpened } from '../app/step-up.ts';

/** Mở lần xác nhận lại danh tính: the first step before signing or issuing. */
export const stepUpContract: CommandContract = {
  kind: 'command',
  name: 'step-up.open',
  method: 'POST',
  path: '/api/step-up',
  title: 'Mở lần xác nhận lại danh tính trước khi ký hoặc phát hành',
  body: OpenStepUp,
  answer: StepUpOpened.extend({ reauthenticateUrl: z.string() }),
};

/** Its handler: the answer also says where the browser goes to prove presence. */
export const stepUpHandler =
  (stepUp: StepUp): CommandHandler =>
  async (call) => {
    const opened = await stepUp.open(call);
    if (!opened.ok) return opened;
    const answer = StepUpOpened.parse(opened.value.answer);
    return ok({
      ...opened.value,
      answer: { ...answer, reauthenticateUrl: `/api/step-up/${answer.id}/reauthenticate` },
    });
  };

/** The step-up's own verb stands among the others: same idempotency, same problems. */
export const withStepUp = (
  rows: { app: App; contracts: readonly Contract[] },
  stepUp: StepUp,
): { app: App; contracts: readonly Contract[] } => ({
  contracts: [...rows.contracts, stepUpContract],
  app: { ...rows.app, commands: new Map([...rows.app.commands, [stepUpContract.name, stepUpHandler(stepUp)]]) },
});
