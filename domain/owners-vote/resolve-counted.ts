// Which ballot of a right counts when it brought several: through two channels, by a change, by a paper entered twice.
// The losers are handed back, never dropped: they stay visible on the proof sheet and in the ledger.
import type { VotePolicy } from '../policy/schema';
import type { CastBallot } from './count-types';

export type Precedence = VotePolicy['precedence']['value'];

export interface ResolvedBallots<B> {
  /** One ballot per right that brought any, ordered by rightNo. */
  counted: B[];
  /** All others, in the order in which they were given. */
  superseded: B[];
}

/**
 * A void ballot never beats a valid one; a right whose ballots are all void is represented by a void one. Among valid ballots:
 * - `lastValid`: the newest counts;
 * - `firstValid`: the oldest counts, so a change would have no effect (policy/floor refuses `changes` above 0 with it);
 * - `paperPrevails`, `electronicPrevails`: that kind counts, the newest of it; the city's platform is electronic.
 * Age is `castAt`, then `seq`: a paper ballot is as old as its return, however late it was entered.
 */
export function resolveCounted<B extends Omit<CastBallot, 'choices'>>(
  ballots: readonly B[],
  precedence: Precedence,
): ResolvedBallots<B> {
  const best = new Map<number, B>();
  for (const ballot of ballots) {
    const rival = best.get(ballot.rightNo);
    if (rival === undefined || isBefore(ballot, rival, precedence)) best.set(ballot.rightNo, ballot);
  }
  const counted = [...best.values()].sort((a, b) => a.rightNo - b.rightNo);
  const superseded = ballots.filter((ballot) => best.get(ballot.rightNo) !== ballot);
  return { counted, superseded };
}

type Rankable = Pick<CastBallot, 'seq' | 'channel' | 'castAt' | 'isVoid'>;

function isBefore(a: Rankable, b: Rankable, precedence: Precedence): boolean {
  if (a.isVoid !== b.isVoid) return b.isVoid;
  const preference = channelRank(a, precedence) - channelRank(b, precedence);
  if (preference !== 0) return preference < 0;
  const isOlder = a.castAt === b.castAt ? a.seq < b.seq : a.castAt < b.castAt;
  return precedence === 'firstValid' ? isOlder : !isOlder;
}

function channelRank(ballot: Rankable, precedence: Precedence): number {
  const isPaper = ballot.channel === 'paper';
  if (precedence === 'paperPrevails') return isPaper ? 0 : 1;
  if (precedence === 'electronicPrevails') return isPaper ? 1 : 0;
  return 0;
}
