// A co-funded micro-project (微项目共筹): proposal, decision, pledges, money, works, accounts, refunds. docs/cofunding.md
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { cofunding as definition } from '../domain/cofunding/definition';
import type { CofundingEffect } from '../domain/cofunding/effects';
import type { CofundingCommand, CofundingCore } from '../domain/cofunding/state';
import { BULK } from './activity-options';
import { launchingChild } from './launch-child';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

const { prepareShares, countPledges, countReceipts, postSpending, listRefunds, checkSplitting } =
  proxyActivities<Activities>(BULK);

export function cofunding(input: ProcessInput<CofundingCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => perform(input.processId, effect as CofundingEffect));
}

async function perform(processId: string, effect: CofundingEffect): Promise<CofundingCommand> {
  switch (effect.type) {
    case 'launchChild':
      return launchingChild(processId, effect);
    case 'checkSplitting':
      return { type: 'recordSplitting', ...(await checkSplitting(effect)) };
    case 'prepareShares':
      return { type: 'recordSharesPrepared', ...(await prepareShares(effect)) };
    case 'countPledges':
      return { type: 'recordPledges', pledged: await countPledges(effect) };
    case 'countReceipts':
      return { type: 'recordReceipts', received: await countReceipts(effect) };
    case 'postSpending': {
      const { paymentId } = effect;
      const posted = await postSpending(effect);
      return 'code' in posted
        ? { type: 'recordSpendingRefused', paymentId, code: posted.code }
        : { type: 'recordSpendingPosted', paymentId, transactionId: posted.transactionId };
    }
    case 'listRefunds':
      return { type: 'recordRefundsListed', ...(await listRefunds(effect)) };
  }
}
