// The law of the count: participation of all owners, approval by those who took part, both in heads and in area (Civil Code 278),
// under each reading of ballots that did not come back. Totals come from SQL or totals-from-ballots.ts; no ballot is seen here.
import { assertNever } from '../assert-never';
import { checkFraction } from '../fractions';
import type { Fraction, VotePolicy } from '../policy/schema';
import type {
  AgendaItem,
  DoubleCheck,
  ItemOutcome,
  ItemTotals,
  ItemVerdict,
  NonReturn,
  ProofSheet,
  Verdict,
  VoteTotals,
  Weight,
} from './count-types';

/** The numbers of a vote policy that decide an outcome. */
export type CountPolicy = Pick<
  VotePolicy,
  'participation' | 'ordinary' | 'special' | 'specialMatters' | 'nonReturn' | 'blankItems' | 'electionRank'
>;

/**
 * The verdict on every item under one reading of unreturned ballots. Only those delivered with proof are ever read:
 * - `notCounted`: silence is not taking part (the default);
 * - `deliveredIsParticipation`: the silent take part, without a choice;
 * - `followMajority`: they take part and follow the majority of the ballots cast (指导规则 26(2)): the answer that leads in heads
 *   and in area. Where the two measures name different answers, or tie, there is no majority to follow.
 * Special matters are read strictly whatever the reading (law.md 4.4).
 */
export function verdictOf(
  totals: VoteTotals,
  agenda: readonly AgendaItem[],
  policy: CountPolicy,
  reading: NonReturn,
): Verdict {
  return { nonReturn: reading, items: agenda.map((item) => itemVerdict(item, totals, policy, reading)) };
}

/** Both readings side by side, with the totals they rest on. `rollHash` and `ballotRoot` are hex. */
export function proofSheet(input: {
  rollHash: string;
  ballotRoot: string;
  closedAt: string;
  totals: VoteTotals;
  agenda: readonly AgendaItem[];
  policy: CountPolicy;
}): ProofSheet {
  const { totals, agenda, policy } = input;
  const binding = policy.nonReturn.value;
  return {
    schemaVersion: 1,
    rollHash: input.rollHash,
    ballotRoot: input.ballotRoot,
    ballotCount: totals.ballotCount,
    closedAt: input.closedAt,
    totals,
    binding: verdictOf(totals, agenda, policy, binding),
    comparison: verdictOf(totals, agenda, policy, binding === 'notCounted' ? 'followMajority' : 'notCounted'),
  };
}

/**
 * The sheet after a lot among those who tied for the last seats of one item: `drawn` names the winners of the lot, exactly as many
 * as seats were left. Worked out from the totals anew, so a second lot replaces the first. Null where the lot does not fit the tie.
 */
export function redrawn(
  sheet: ProofSheet,
  agenda: readonly AgendaItem[],
  policy: CountPolicy,
  itemId: string,
  drawn: readonly string[],
): ProofSheet | null {
  const item = agenda.find((candidate) => candidate.itemId === itemId);
  if (item === undefined) return null;
  const verdict = itemVerdict(item, sheet.totals, policy, sheet.binding.nonReturn);
  const seatsLeft = (item.kind === 'election' ? item.seats : 1) - verdict.elected.length;
  const isFit =
    drawn.length === seatsLeft && new Set(drawn).size === seatsLeft && drawn.every((id) => verdict.tied.includes(id));
  if (!isFit || verdict.tied.length === 0) return null;
  const elected = [...verdict.elected, ...drawn];
  const settled: ItemVerdict = {
    ...verdict,
    outcome: 'passed',
    approvals: verdict.approvals.map((approval) => ({ ...approval, isElected: elected.includes(approval.id) })),
    elected,
    tied: [],
    byLot: [...drawn],
  };
  const items = sheet.binding.items.map((other) => (other.itemId === itemId ? settled : other));
  return { ...sheet, binding: { ...sheet.binding, items } };
}

function itemVerdict(item: AgendaItem, totals: VoteTotals, policy: CountPolicy, reading: NonReturn): ItemVerdict {
  const isSpecial = policy.specialMatters.value.includes(item.matter);
  const nonReturn = isSpecial ? 'notCounted' : reading;
  const needed = isSpecial ? policy.special : policy.ordinary;
  const cast = totals.items.find((candidate) => candidate.itemId === item.itemId);
  if (cast === undefined) throw new Error(`no totals for item ${item.itemId}`);

  const silent = nonReturn === 'notCounted' ? { heads: 0, areaDm2: 0 } : totals.deliveredUnreturned;
  const silentFollow = nonReturn === 'followMajority' && !isNothing(silent) ? majorityOf(item, cast, policy) : [];
  const participating = plus(cast.participating, silent);
  const participation = doubleCheck(participating, totals.electorate, policy.participation);
  const approvals = passable(item).map((id) => {
    const consent = plus(chosen(cast, id), silentFollow.includes(id) ? silent : NOTHING);
    return { id, consent, check: doubleCheck(consent, participating, needed) };
  });

  const reached = approvals.filter(({ check }) => check.isReached);
  const result = outcomeOf(item, reached, policy);
  const isQuorate = participation.isReached;
  const elected = isQuorate ? result.elected : [];
  return {
    itemId: item.itemId,
    kind: item.kind,
    matter: item.matter,
    majority: isSpecial ? 'special' : 'ordinary',
    outcome: isQuorate ? result.outcome : 'inquorate',
    nonReturn,
    silentFollow,
    participation,
    approvals: approvals.map(({ id, check }) => ({
      id,
      check,
      rank: item.kind === 'election' ? rankOf(id, reached, policy) : null,
      isElected: elected.includes(id),
    })),
    elected: item.kind === 'yesNo' ? [] : elected,
    tied: isQuorate ? result.tied : [],
    byLot: [],
  };
}

interface Approval {
  id: string;
  consent: Weight;
}

/** `reached`: the answers that have both majorities. */
function outcomeOf(
  item: AgendaItem,
  reached: readonly Approval[],
  policy: CountPolicy,
): { outcome: ItemOutcome; elected: string[]; tied: string[] } {
  const ids = reached.map(({ id }) => id);
  switch (item.kind) {
    case 'yesNo':
      return { outcome: ids.length === 1 ? 'passed' : 'rejected', elected: ids, tied: [] };
    case 'choice':
      // More than one is impossible above one half; a policy that allows it gets no winner made up.
      if (ids.length > 1) return { outcome: 'tied', elected: [], tied: ids };
      return { outcome: ids.length === 1 ? 'passed' : 'rejected', elected: ids, tied: [] };
    case 'election': {
      const { elected, tied } = seat(reached, item.seats, policy);
      if (tied.length > 0) return { outcome: 'tied', elected, tied };
      if (elected.length === item.seats) return { outcome: 'passed', elected, tied };
      if (elected.length > 0 && elected.length >= item.minSeats) return { outcome: 'partial', elected, tied };
      return { outcome: 'noResult', elected: [], tied };
    }
    default:
      return assertNever(item);
  }
}

/** Seats by rank. Those who tie across the last seat are all left out and named. */
function seat(reached: readonly Approval[], seats: number, policy: CountPolicy): { elected: string[]; tied: string[] } {
  const ranked = [...reached].sort((a, b) => compareRank(a.consent, b.consent, policy));
  const [last, next] = [ranked[seats - 1], ranked[seats]];
  if (last === undefined || next === undefined || compareRank(last.consent, next.consent, policy) !== 0)
    return { elected: ranked.slice(0, seats).map(({ id }) => id), tied: [] };
  return {
    elected: ranked.filter(({ consent }) => compareRank(consent, last.consent, policy) < 0).map(({ id }) => id),
    tied: ranked.filter(({ consent }) => compareRank(consent, last.consent, policy) === 0).map(({ id }) => id),
  };
}

/** 1 for the best of those with both majorities; equals share a rank (1, 2, 2, 4). Null without both majorities. */
function rankOf(id: string, reached: readonly Approval[], policy: CountPolicy): number | null {
  const own = reached.find((approval) => approval.id === id);
  if (own === undefined) return null;
  return 1 + reached.filter(({ consent }) => compareRank(consent, own.consent, policy) < 0).length;
}

/** Negative when `a` ranks before `b`. */
function compareRank(a: Weight, b: Weight, policy: CountPolicy): number {
  const [byHeads, byArea] = [b.heads - a.heads, b.areaDm2 - a.areaDm2];
  return policy.electionRank.value === 'headsThenArea' ? byHeads || byArea : byArea || byHeads;
}

/** What the majority of the ballots cast says, for the silent to follow; empty where it says nothing. */
function majorityOf(item: AgendaItem, cast: ItemTotals, policy: CountPolicy): string[] {
  if (item.kind === 'election') {
    // On a candidate, the majority says yes where more than half of those who took part do; no owner may name more than the seats.
    const approved = item.candidateIds
      .map((id) => ({ id, consent: chosen(cast, id) }))
      .filter(({ consent }) => doubleCheck(consent, cast.participating, MORE_THAN_HALF).isReached);
    return seat(approved, item.seats, policy).elected;
  }
  const abstaining = plus(chosen(cast, 'abstain'), policy.blankItems.value === 'abstain' ? cast.blank : NOTHING);
  const answers = (item.kind === 'yesNo' ? ['yes', 'no'] : item.optionIds).map((id) => ({
    id,
    weight: chosen(cast, id),
  }));
  answers.push({ id: 'abstain', weight: abstaining });
  const leader = answers.find((one) =>
    answers.every(
      (other) => other === one || (one.weight.heads > other.weight.heads && one.weight.areaDm2 > other.weight.areaDm2),
    ),
  );
  return leader === undefined ? [] : [leader.id];
}

/** The answers that can win. */
function passable(item: AgendaItem): string[] {
  switch (item.kind) {
    case 'yesNo':
      return ['yes'];
    case 'choice':
      return item.optionIds;
    case 'election':
      return item.candidateIds;
    default:
      return assertNever(item);
  }
}

const half = { num: 1, den: 2, isStrict: true } as const;
const MORE_THAN_HALF = { heads: half, area: half };

function doubleCheck(
  part: Weight,
  whole: Weight,
  needed: { heads: Omit<Fraction, 'basis' | 'confidence'>; area: Omit<Fraction, 'basis' | 'confidence'> },
): DoubleCheck {
  const heads = checkFraction(part.heads, whole.heads, needed.heads);
  const area = checkFraction(part.areaDm2, whole.areaDm2, needed.area);
  return { heads, area, isReached: heads.isReached && area.isReached };
}

const NOTHING: Weight = { heads: 0, areaDm2: 0 };
const isNothing = (weight: Weight): boolean => weight.heads === 0 && weight.areaDm2 === 0;
const plus = (a: Weight, b: Weight): Weight => ({ heads: a.heads + b.heads, areaDm2: a.areaDm2 + b.areaDm2 });

/** An answer nobody gave may be absent from totals that SQL made. */
const chosen = (cast: ItemTotals, id: string): Weight =>
  (Object.hasOwn(cast.choices, id) ? cast.choices[id] : undefined) ?? NOTHING;
