// Which version of the owners' covenant is in force. A version rests on the vote that adopted it: it is in force while a court looks at that vote,
// and no longer from the instant at which the vote was revoked (Civil Code 280); then the one before is again.
import type { Instant, LocalDate } from '../calendar/types';
import type { ContestGround } from '../owners-vote/messages';

/** Why a version does not stand as firmly as others; the code is what readers are shown. */
export const STANDINGS = [
  'firm',
  'contestedRights',
  'contestedProcedure',
  'revokedByCourt',
  'revokedByOffice',
] as const;
export type Standing = (typeof STANDINGS)[number];

export interface Resting {
  version: number;
  inForceOn: LocalDate;
  /** Of the vote, as the record has it now. */
  contest: { ground: ContestGround; since: Instant } | null;
  revoked: { by: 'court' | 'office'; at: Instant } | null;
}

export function standingOf({ contest, revoked }: Pick<Resting, 'contest' | 'revoked'>): Standing {
  if (revoked) return revoked.by === 'court' ? 'revokedByCourt' : 'revokedByOffice';
  if (contest) return contest.ground === 'rights' ? 'contestedRights' : 'contestedProcedure';
  return 'firm';
}

/** The one in force at an instant, which lies on `day`: the newest that has begun and was not revoked by then. */
export const inForceAt = <Version extends Pick<Resting, 'version' | 'inForceOn' | 'revoked'>>(
  versions: readonly Version[],
  { day, at }: { day: LocalDate; at: Instant },
): Version | undefined =>
  versions
    .filter(({ inForceOn, revoked }) => inForceOn <= day && (revoked === null || at < revoked.at))
    .sort((one, other) => other.version - one.version)[0];
