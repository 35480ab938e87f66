// An owners' vote played up to a given point, with plain defaults: one yes/no item, four heads of equal area.
import type { AgendaItem, VoteTotals } from '../../domain/owners-vote/count-types';
import { ownersVote } from '../../domain/owners-vote/definition';
import type { LaunchedVote, VoteCommand, VoteCore, VoteEvent } from '../../domain/owners-vote/state';
import type { Policy } from '../../domain/policy/schema';
import { PLACE } from './an-election';
import { aYesNoItem } from './build';
import { anActor, aPolicy, ENGINE, Play } from './play';

export const CONVENOR = anActor('communitySecretary');
export const COUNTERS = ['one', 'two'].map((name) => anActor('gridWorker', { id: `counter-${name}` }));

/** An owner who watches the count (监票人). */
export const WATCHER = anActor('owner', { id: 'watcher' });
export const COUNTER_IDS = ['counter-one', 'counter-two', 'watcher'];

export type VotePlay = Play<VoteCore, VoteCommand, VoteEvent>;
export const voteOf = (play: VotePlay): LaunchedVote => play.state.core as LaunchedVote;

export function draftedVote(
  agenda: AgendaItem[] = [aYesNoItem()],
  {
    policy = aPolicy(),
    parentId = null,
    meeting = 'regular',
  }: { policy?: Policy; parentId?: string | null; meeting?: 'regular' | 'extraordinary' } = {},
): VotePlay {
  const play = new Play(ownersVote, '2026-03-02T02:00:00.000Z', policy);
  play.give(CONVENOR, {
    type: 'launch',
    processId: 'vote',
    place: PLACE,
    scope: { kind: 'estate', placeId: 'estate' },
    convenor: { role: 'communitySecretary', placePath: PLACE.communityPath },
    agenda,
    meeting,
    parentId,
    locks: [],
  });
  return play;
}

/** The machine freezes the roll that was asked for; each time the next version. */
export function freezeRoll(play: VotePlay): void {
  play.give(CONVENOR, { type: 'freezeRoll' });
  const version = (voteOf(play).roll?.version ?? 0) + 1;
  const roll = { rollId: `roll-${version}`, version, rollHash: `hash-${version}` };
  play.give(ENGINE, {
    type: 'recordRollFrozen',
    roll: { ...roll, heads: 4, areaDm2: 40_000, rightCount: 4, problemCount: 0 },
  });
}

export const publishNotice = (windowDays = 10) =>
  ({ type: 'publishNotice', windowDays, noticeText: 'hash' }) as const satisfies VoteCommand;

export function noticedVote(...launch: Parameters<typeof draftedVote>): VotePlay {
  const play = draftedVote(...launch);
  freezeRoll(play);
  play.waitFor('rollObjection');
  play.give(CONVENOR, publishNotice());
  return play;
}

export function openVote(...launch: Parameters<typeof draftedVote>): VotePlay {
  const play = noticedVote(...launch);
  play.give(CONVENOR, { type: 'nameCounters', counterIds: COUNTER_IDS });
  play.waitFor('notice');
  return play;
}

/** Heads per answer; everybody who took part chose one. Four heads in all. */
export function totalsOf(agenda: readonly AgendaItem[], heads: Record<string, number>): VoteTotals {
  const weight = (n: number) => ({ heads: n, areaDm2: n * 10_000 });
  // Whoever elects may choose several, so there the most popular candidate tells how many took part.
  const counts = Object.values(heads);
  const cast = agenda[0]?.kind === 'election' ? Math.max(0, ...counts) : counts.reduce((sum, n) => sum + n, 0);
  return {
    electorate: weight(4),
    items: agenda.map(({ itemId }) => ({
      itemId,
      participating: weight(cast),
      choices: Object.fromEntries(Object.entries(heads).map(([id, n]) => [id, weight(n)])),
      blank: weight(0),
    })),
    void: weight(0),
    deliveredUnreturned: weight(0),
    countedByChannel: { electronic: cast },
    supersededCount: 0,
    ballotCount: cast,
  };
}

export function tally(
  play: VotePlay,
  heads: Record<string, number>,
  unresolvedPaperCount = 0,
  open: { unexplainedDifferences?: number; deniedBallots?: number } = {},
): void {
  play.give(CONVENOR, { type: 'finishCounting' });
  const totals = totalsOf(voteOf(play).agenda, heads);
  play.give(ENGINE, { type: 'recordTally', totals, ballotRoot: 'root', unresolvedPaperCount, ...open });
}

export function talliedVote(heads: Record<string, number>, ...launch: Parameters<typeof draftedVote>): VotePlay {
  const play = openVote(...launch);
  play.waitFor('window');
  tally(play, heads);
  return play;
}

export const sign = (play: VotePlay): void => {
  for (const counter of COUNTERS) play.give(counter, { type: 'signCount' });
};

export function publishedVote(heads: Record<string, number>, ...launch: Parameters<typeof draftedVote>): VotePlay {
  const play = talliedVote(heads, ...launch);
  sign(play);
  play.give(CONVENOR, { type: 'publishResult' });
  return play;
}
