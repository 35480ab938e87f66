// The load of the pledge bench: every request is another household's pledge.
import { randomUUID } from 'node:crypto';
import { serveLoad } from '../short-path/load';
import { SHARE_FEN, type Seeded } from './seed';

serveLoad<Seeded>({
  path: ({ processId }) => `/v1/cofundings/${processId}/pledges`,
  body: ({ rightNos }, voter, round) => ({
    ...{ commandId: randomUUID(), pledgeId: randomUUID(), rightNo: rightNos[voter]?.[round], amountFen: SHARE_FEN },
  }),
});
