// The count from rows to totals, in memory: the reference against which the SQL of store/ballots and the independent recount are
// checked, and what the file rehearsal uses. What the totals mean in law is count.ts.
//
// A head (one owner, Interp. art. 9) may return several ballots where every unit has its own. Then
// - it takes part in an item when any of its ballots does;
// - it consents to a choice when all its ballots that take part contain that choice. Where they differ the head takes part without
//   a choice, while the area of each unit counts by its own ballot;
// - it is void, blank or spoiled when all its returned (for blank and spoiled: valid) ballots are.
import type { VotePolicy } from '../policy/schema';
import type { AgendaItem, CastBallot, CountRight, ItemTotals, VoteTotals, Weight } from './count-types';
import { answerIds, itemAnswer } from './item-answer';
import { resolveCounted } from './resolve-counted';

export interface CountInput {
  rights: readonly CountRight[];
  agenda: readonly AgendaItem[];
  policy: Pick<VotePolicy, 'precedence' | 'voidBallots' | 'blankItems'>;
  /** All accepted ballots, losers included. */
  ballots: readonly CastBallot[];
  /** Rights to which the vote was delivered with proof. */
  delivered: Iterable<number>;
}

/** Totals of a vote. Throws on a ballot of an unknown right, a doubled right, or a sum beyond 2^53. */
export function totalsFromBallots({ rights, agenda, policy, ballots, delivered }: CountInput): VoteTotals {
  const byRight = new Map<number, CastBallot>();
  const { counted, superseded } = resolveCounted(ballots, policy.precedence.value);
  for (const ballot of counted) byRight.set(ballot.rightNo, ballot);
  const heads = groupByHead(rights);
  const known = new Set(rights.map((right) => right.rightNo));
  if (known.size !== rights.length) throw new Error('a right stands twice in the roll');
  for (const rightNo of byRight.keys()) if (!known.has(rightNo)) throw new Error(`no right ${rightNo} in this roll`);

  const deliveredRights = new Set(delivered);
  const isUnreturned = (right: CountRight) => deliveredRights.has(right.rightNo) && !byRight.has(right.rightNo);
  const isReturned = (right: CountRight) => byRight.has(right.rightNo);
  const isVoid = (right: CountRight) => byRight.get(right.rightNo)?.isVoid === true;

  return {
    electorate: weigh(
      rights,
      heads,
      () => true,
      (own) => own.length > 0,
    ),
    items: agenda.map((item) => itemTotals(item, rights, heads, byRight, policy)),
    void: weigh(rights, heads, isVoid, (own) => own.some(isReturned) && own.filter(isReturned).every(isVoid)),
    deliveredUnreturned: weigh(rights, heads, isUnreturned, (own) => own.some(isUnreturned) && !own.some(isReturned)),
    countedByChannel: channelCounts(counted),
    supersededCount: superseded.length,
    ballotCount: ballots.length,
  };
}

/** A head with those of its rights through which it counts as one. */
interface Head {
  heads: number;
  rights: CountRight[];
}

function groupByHead(rights: readonly CountRight[]): Head[] {
  const heads = new Map<number, Head>();
  for (const right of rights) {
    if (!right.countsHead) continue;
    const weight = right.groupHeads ?? 1;
    const head = heads.get(right.headNo);
    if (head === undefined) heads.set(right.headNo, { heads: weight, rights: [right] });
    else if (head.heads === weight) head.rights.push(right);
    else throw new Error(`head ${right.headNo} has two different weights`);
  }
  return [...heads.values()];
}

/** Area of the rights that the first test takes, heads whose counting rights the second test takes. */
function weigh(
  rights: readonly CountRight[],
  heads: readonly Head[],
  takesArea: (right: CountRight) => boolean,
  takesHead: (own: CountRight[]) => boolean,
): Weight {
  const weight = { heads: 0, areaDm2: 0 };
  for (const right of rights) if (takesArea(right)) weight.areaDm2 += right.areaDm2;
  for (const head of heads) if (takesHead(head.rights)) weight.heads += head.heads;
  if (!Number.isSafeInteger(weight.areaDm2) || !Number.isSafeInteger(weight.heads)) throw new Error('a sum left 2^53');
  return weight;
}

function itemTotals(
  item: AgendaItem,
  rights: readonly CountRight[],
  heads: readonly Head[],
  byRight: ReadonlyMap<number, CastBallot>,
  policy: CountInput['policy'],
): ItemTotals {
  // What each returned ballot says: the ids it chose, or one of the three marks below.
  const said = new Map<number, ReadonlySet<string>>();
  for (const ballot of byRight.values()) {
    if (ballot.isVoid) said.set(ballot.rightNo, VOID);
    else {
      const answer = itemAnswer(item, ballot.choices);
      said.set(
        ballot.rightNo,
        answer.kind === 'chosen' ? new Set(answer.ids) : answer.kind === 'blank' ? BLANK : SPOILED,
      );
    }
  }
  const sayOf = (right: CountRight) => said.get(right.rightNo);
  const isValid = (right: CountRight) => sayOf(right) !== undefined && sayOf(right) !== VOID;
  const participates = (right: CountRight) => {
    const say = sayOf(right);
    if (say === undefined) return false;
    if (say === VOID || say === SPOILED) return policy.voidBallots.value === 'participatingOnly';
    return say !== BLANK || policy.blankItems.value === 'abstain';
  };
  const allValid = (own: CountRight[], wanted: ReadonlySet<string>) => {
    const valid = own.filter(isValid);
    return valid.length > 0 && valid.every((right) => sayOf(right) === wanted);
  };
  const saying = (wanted: ReadonlySet<string>) =>
    weigh(
      rights,
      heads,
      (right) => sayOf(right) === wanted,
      (own) => allValid(own, wanted),
    );
  const choosing = (id: string) => {
    const chose = (right: CountRight) => sayOf(right)?.has(id) === true;
    return weigh(rights, heads, chose, (own) => own.some(chose) && own.filter(participates).every(chose));
  };

  const choices: Record<string, Weight> = {};
  for (const id of answerIds(item)) choices[id] = choosing(id);
  choices.spoiled = saying(SPOILED);
  return {
    itemId: item.itemId,
    participating: weigh(rights, heads, participates, (own) => own.some(participates)),
    choices,
    blank: saying(BLANK),
  };
}

// Compared by identity: an empty set that a chooser could not have.
const VOID: ReadonlySet<string> = new Set();
const BLANK: ReadonlySet<string> = new Set();
const SPOILED: ReadonlySet<string> = new Set();

function channelCounts(counted: readonly CastBallot[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const ballot of counted) if (!ballot.isVoid) counts[ballot.channel] = (counts[ballot.channel] ?? 0) + 1;
  return counts;
}
