// The load of the ballot bench: every request is another voter's ballot.
import { randomUUID } from 'node:crypto';
import { serveLoad } from '../short-path/load';
import type { Seeded } from './seed';

const CHOICES = [
  { plan: 'yes', board: ['a', 'b'] },
  { plan: 'no', board: ['c'] },
  { plan: 'abstain', board: ['b', 'd'] },
];

serveLoad<Seeded>({
  path: ({ voteId }) => `/v1/votes/${voteId}/ballots`,
  body: ({ rightNos }, voter, round) => ({
    commandId: randomUUID(),
    rightNo: rightNos[voter]?.[round],
    choices: CHOICES[voter % 3],
  }),
});
