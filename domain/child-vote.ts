// A process and the owners' vote that it has launched: they share every standstill, and the vote's end when the process is stopped.
import { tellsEach, tellsStandstill } from './child';
import type { AgendaItem } from './owners-vote/count-types';
import type { VoteScope } from './owners-vote/messages';
import type { VoteLaunch } from './owners-vote/state';
import type { LaunchChild, MachineryEvent, Moment, ProcessPlace, Telling } from './process';

/** One owners' vote on the same question. `isHeld`: its window has closed, so the assembly was held, whatever comes of it. */
export interface HeldVote<Outcome> {
  voteId: string;
  isHeld: boolean;
  outcome: Outcome | null;
}

/** The vote that still runs, if there is one. */
export const runningVote = <Attempt extends HeldVote<unknown>>(attempts: readonly Attempt[]): Attempt | undefined =>
  attempts.find(({ outcome }) => outcome === null);

/**
 * What must be on record of this vote before its word counts: nothing when it is the awaited one; its launch when it speaks before the
 * machine has noted that it launched it; undefined when nobody waits for it.
 */
export function launchOf(
  attempts: readonly HeldVote<unknown>[],
  voteId: string,
  { actor }: Pick<Moment, 'actor'>,
): { type: 'voteLaunched'; voteId: string }[] | undefined {
  const attempt = attempts.find((other) => other.voteId === voteId);
  if (attempt) return attempt.outcome === null ? [] : undefined;
  const isExpected = !runningVote(attempts);
  return isExpected && actor.kind === 'process' && actor.id === voteId ? [{ type: 'voteLaunched', voteId }] : undefined;
}

/** Who convenes where street or community does: from the place of its office. */
export const convenorAt = (place: ProcessPlace, role: 'streetOfficer' | 'communitySecretary') =>
  ({ role, placePath: role === 'streetOfficer' ? place.streetPath : place.communityPath }) as const;

/**
 * Launches the next attempt, as a vote of the whole estate where no narrower scope is named. No lock stands against it: only an outgoing
 * committee is kept from convening.
 */
export function launchVote(
  attempts: readonly HeldVote<unknown>[],
  place: ProcessPlace,
  asked: {
    convenor: ReturnType<typeof convenorAt>;
    agenda: AgendaItem[];
    meeting: VoteLaunch['meeting'];
    scope?: VoteScope | undefined;
  },
): LaunchChild {
  const command: Omit<VoteLaunch, 'processId' | 'place' | 'parentId'> = {
    type: 'launch',
    ...asked,
    scope: asked.scope ?? { kind: 'estate', placeId: place.estateId },
    locks: [],
  };
  return {
    type: 'launchChild',
    kind: 'ownersVote',
    childKey: `vote:${attempts.length + 1}`,
    place,
    command: { ...command },
  };
}

/** What the running vote must hear: that all stands still, goes on, or (`stopped`: the event that says so) ends by order. */
export function tellsVote(
  attempts: readonly HeldVote<unknown>[],
  event: { type: string } | MachineryEvent,
  stopped: string,
): Telling[] {
  const running = runningVote(attempts);
  if (!running) return [];
  if (event.type !== stopped) return tellsStandstill([running.voteId], event);
  const { reasonText, basisText } = event as { type: string; reasonText: string; basisText: string };
  return tellsEach([running.voteId], { type: 'voidVote', reasonText, basisText });
}
