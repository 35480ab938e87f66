// A petition (业主联名): roll, signatures, the street's check, the demand. docs/petition.md
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { petition as definition } from '../domain/petition/definition';
import type { PetitionEffect } from '../domain/petition/rules';
import type { PetitionCommand, PetitionCore } from '../domain/petition/state';
import { BULK } from './activity-options';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

const { freezeRoll, countSignatures } = proxyActivities<Activities>(BULK);

export function petition(input: ProcessInput<PetitionCore>): Promise<ProcessResult> {
  return processLoop(definition, input, (effect) => perform(effect as PetitionEffect));
}

async function perform(effect: PetitionEffect): Promise<PetitionCommand> {
  switch (effect.type) {
    case 'freezeRoll': {
      const { processId, version, scope } = effect;
      return { type: 'recordRollFrozen', roll: await freezeRoll({ processId, version, scope }) };
    }
    case 'countSignatures':
      return { type: 'recordCount', signed: await countSignatures({ petitionId: effect.petitionId }) };
  }
}
