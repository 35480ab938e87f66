// Whoever acts in a rehearsal of months or years, signed in for as long as it lasts.
import { issueAccessToken } from '../../../api/auth/tokens';
import { Session, the } from '../election/client';
import type { Installation } from './virtual-installation';

/**
 * Sessions of accounts, with tokens issued as the API issues them: a token lives fifteen minutes, the rehearsal takes months at a step, and
 * signing in is what the rehearsal `election` shows.
 */
export function sessions({ address, pool, tokenKey }: Installation): (accountId: string, name: string) => Session {
  return (accountId, name) =>
    Session.bearing(address, name, async () => {
      const { rows } = await pool.query<{ epoch: number; now: Date }>(
        'select token_epoch as epoch, clock_timestamp() as now from account where id = $1',
        [accountId],
      );
      const { epoch, now } = the(rows[0], `account of ${name}`);
      return issueAccessToken({ accountId, sessionId: accountId, epoch }, tokenKey, now);
    });
}
