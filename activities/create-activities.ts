// Everything a workflow may ask of the world, with its dependencies given once. Workflows import the type only.
import type { Pool } from 'pg';
import type { SigningKey } from '../store/ballots/receipts';
import type { TimeSource } from '../store/time-source';
import { checkSplitting } from './check-splitting';
import { countReceipts } from './count-receipts';
import { countSignatures } from './count-signatures';
import { draftDisclosure } from './draft-disclosure';
import { freezeRoll } from './freeze-roll';
import { launchChild } from './launch-child';
import { listRefunds } from './list-refunds';
import { postSpending } from './post-spending';
import { countPledges } from './count-pledges';
import { prepareShares } from './prepare-shares';
import { recordEvents } from './record-events';
import { reportDivergence } from './report-divergence';
import { tallyVote } from './tally-vote';
import { writePack } from './write-pack';

export interface ActivityDeps {
  pool: Pool;
  time: TimeSource;
  /** The key of receipts: it signs the checkpoint of a finished count. */
  signing: SigningKey;
}

export const createActivities = (deps: ActivityDeps) => ({
  recordEvents: recordEvents(deps),
  reportDivergence: reportDivergence(deps),
  freezeRoll: freezeRoll(deps),
  tallyVote: tallyVote(deps),
  countSignatures: countSignatures(deps),
  prepareShares: prepareShares(deps),
  countPledges: countPledges(deps),
  launchChild: launchChild(deps),
  writePack: writePack(deps),
  checkSplitting: checkSplitting(deps),
  countReceipts: countReceipts(deps),
  listRefunds: listRefunds(deps),
  postSpending: postSpending(deps),
  draftDisclosure: draftDisclosure(deps),
});

export type Activities = ReturnType<typeof createActivities>;
