// The disclosure of an estate's common revenue (阳光财务): period by period, for years. docs/disclosure.md
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import { disclosure as definition } from '../domain/disclosure/definition';
import type { DraftDisclosure } from '../domain/disclosure/rules';
import type { DisclosureCommand, DisclosureCore } from '../domain/disclosure/state';
import { DATABASE } from './activity-options';
import type { ProcessInput, ProcessResult } from './messages';
import { processLoop } from './process-loop';

/** The money of one estate: an activity that died with its worker is tried again within half a minute. */
const { draftDisclosure } = proxyActivities<Activities>(DATABASE);

/** All that the machine does for a disclosure is to freeze the figures of a period. */
export function disclosure(input: ProcessInput<DisclosureCore>): Promise<ProcessResult> {
  return processLoop(definition, input, async (effect): Promise<DisclosureCommand> => {
    const { disclosureId, estateId, version, period } = effect as DraftDisclosure;
    const { sha256 } = await draftDisclosure({ disclosureId, estateId, version, period });
    return { type: 'recordDrafted', no: period.no, version, sha256 };
  });
}
