// Casts the ballots it is sent in a process of its own and reports each receipt as it comes, so that a test can kill it half way.
import { openDatabase } from '../../prisma/client';
import { openBallotBox, type CastRequest } from '../../store/ballots/cast-ballot';
import { receiptKeys } from '../../store/ballots/receipt-keys';
import { openKeyRing } from '../../store/key-ring';

process.on('message', ({ url, requests }: { url: string; requests: CastRequest[] }) => {
  const keys = receiptKeys(openKeyRing([{ id: 'k1', secret: Buffer.alloc(32, 7) }]));
  const cast = openBallotBox(openDatabase({ url, max: 4 }).pool, keys.signing);
  for (const request of requests) {
    void cast(request).then((outcome) => {
      if (outcome.ok) process.send?.({ commandId: request.commandId, receipt: outcome.receipt });
    });
  }
});
process.on('disconnect', () => process.exit(0));
