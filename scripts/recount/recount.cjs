// Counts a vote a second time, from its rows alone: heads, area, outcome under both readings, and the root of the hash tree.
// Deliberately shares no line with domain/ or store/ and needs nothing but Node: a doubter can read it in one go and run
//   node recount.cjs FILE.json        (or the same JSON on standard input)
// The law it applies: Civil Code 278 and 1259; 建筑物区分所有权解释 9. The format of FILE.json: docs/vote-files.md, "Recount".
'use strict';
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

/** A policy value may stand alone or with its source: `3` or `{ value: 3, basis: … }`. */
const bare = (entry) => (entry !== null && typeof entry === 'object' && 'value' in entry ? entry.value : entry);

// ---- what each right says ---------------------------------------------------------------------------------------------

/** For every right that brought a ballot, the one that counts: the best in this order. */
function bestBallots(ballots, precedence) {
  const unwanted = { paperPrevails: (b) => b.channel !== 'paper', electronicPrevails: (b) => b.channel === 'paper' }[
    precedence
  ];
  const newestFirst = precedence === 'firstValid' ? 1 : -1;
  const order = (a, b) =>
    Number(a.isVoid) - Number(b.isVoid) ||
    (unwanted ? Number(unwanted(a)) - Number(unwanted(b)) : 0) ||
    newestFirst * (Date.parse(a.castAt) - Date.parse(b.castAt) || a.seq - b.seq);
  const best = {};
  for (const ballot of ballots) {
    const other = best[ballot.rightNo];
    if (other === undefined || order(ballot, other) < 0) best[ballot.rightNo] = ballot;
  }
  return best;
}

/** `nothing`, `void`, `blank`, `spoiled`, or the list of what was chosen. */
function statement(ballot, itemId) {
  if (ballot === undefined) return 'nothing';
  if (ballot.isVoid) return 'void';
  const said = ballot.choices[itemId];
  if (said === undefined || said.length === 0) return 'blank';
  if (said === 'spoiled') return 'spoiled';
  return [].concat(said);
}

// ---- sums, in BigInt ----------------------------------------------------------------------------------------------------

const sum = (numbers) => numbers.reduce((total, number) => total + BigInt(number), 0n);

/** The rights through which each head counts, by its number. */
function headsOf(rights) {
  const heads = new Map();
  for (const right of rights.filter((one) => one.countsHead)) {
    if (!heads.has(right.headNo)) heads.set(right.headNo, { size: right.groupHeads ?? 1, rights: [] });
    heads.get(right.headNo).rights.push(right);
  }
  return [...heads.values()];
}

/**
 * What was said of an item: `spoken` by the area behind it, `speakers` by the heads. Those who say the very same stand together, where the
 * ballots share one object for it; a head with several rights stands alone, with all that was said through them.
 */
function heard(item, rights, heads, chosenBallot) {
  const known = new Map();
  const saidBy = (rightNo) => {
    const ballot = chosenBallot[rightNo];
    if (ballot === undefined || ballot.isVoid) return statement(ballot, item.itemId);
    if (!known.has(ballot.choices)) known.set(ballot.choices, statement(ballot, item.itemId));
    return known.get(ballot.choices);
  };
  const areas = new Map();
  const say = new Map();
  for (const { rightNo, areaDm2 } of rights) {
    const said = saidBy(rightNo);
    say.set(rightNo, said);
    areas.set(said, (areas.get(said) ?? 0n) + BigInt(areaDm2));
  }
  const alone = new Map();
  const speakers = [];
  for (const { size, rights: own } of heads) {
    const said = own.map(({ rightNo }) => say.get(rightNo));
    if (own.length === 1) alone.set(said[0], (alone.get(said[0]) ?? 0n) + BigInt(size));
    else speakers.push([said, BigInt(size)]);
  }
  for (const [said, size] of alone) speakers.push([[said], size]);
  return { spoken: [...areas], speakers };
}

function countItem(item, rights, heads, chosenBallot, policy) {
  const voidTakesPart = bare(policy.voidBallots) === 'participatingOnly';
  const blankTakesPart = bare(policy.blankItems) === 'abstain';
  const { spoken, speakers } = heard(item, rights, heads, chosenBallot);
  const takesPart = (said) =>
    Array.isArray(said) ||
    (said === 'blank' && blankTakesPart) ||
    (['void', 'spoiled'].includes(said) && voidTakesPart);
  const area = (test) => spoken.reduce((total, [said, areaDm2]) => (test(said) ? total + areaDm2 : total), 0n);
  const people = (test) => speakers.reduce((total, [said, size]) => (test(said) ? total + size : total), 0n);
  const unanimous = (word) => (said) => {
    const valid = said.filter((one) => one !== 'nothing' && one !== 'void');
    return valid.length > 0 && valid.every((one) => one === word);
  };
  const answers = { yesNo: ['yes', 'no'], choice: item.optionIds, election: item.candidateIds }[item.kind].concat(
    'abstain',
  );
  const choices = {};
  for (const id of answers) {
    const names = (said) => Array.isArray(said) && said.includes(id);
    choices[id] = {
      heads: people((said) => said.some(takesPart) && said.filter(takesPart).every(names)),
      areaDm2: area(names),
    };
  }
  choices.spoiled = { heads: people(unanimous('spoiled')), areaDm2: area((said) => said === 'spoiled') };
  return {
    itemId: item.itemId,
    participating: { heads: people((said) => said.some(takesPart)), areaDm2: area(takesPart) },
    choices,
    blank: { heads: people(unanimous('blank')), areaDm2: area((said) => said === 'blank') },
  };
}

function countAll({ rights, ballots, struck = [], delivered, agenda, policy }) {
  // A ballot that was struck stays in the log, and is as if it had not come back.
  const out = new Set(struck);
  const chosenBallot = bestBallots(
    ballots.filter(({ seq }) => !out.has(seq)),
    bare(policy.precedence),
  );
  const heads = headsOf(rights);
  const reached = new Set(delivered);
  const hasAny = (right) => chosenBallot[right.rightNo] !== undefined;
  const isVoid = (right) => hasAny(right) && chosenBallot[right.rightNo].isVoid;
  const isSilent = (right) => reached.has(right.rightNo) && !hasAny(right);
  const areaOf = (test) => sum(rights.filter(test).map((right) => right.areaDm2));
  const headsThat = (test) => sum(heads.filter((head) => test(head.rights)).map((head) => head.size));
  const valid = Object.values(chosenBallot).filter((ballot) => !ballot.isVoid);
  const countedByChannel = {};
  for (const { channel } of valid) countedByChannel[channel] = (countedByChannel[channel] ?? 0) + 1;
  return {
    electorate: { heads: headsThat(() => true), areaDm2: areaOf(() => true) },
    items: agenda.map((item) => countItem(item, rights, heads, chosenBallot, policy)),
    void: {
      heads: headsThat((own) => own.some(isVoid) && !own.some((right) => hasAny(right) && !isVoid(right))),
      areaDm2: areaOf(isVoid),
    },
    deliveredUnreturned: {
      heads: headsThat((own) => own.some(isSilent) && !own.some(hasAny)),
      areaDm2: areaOf(isSilent),
    },
    countedByChannel,
    supersededCount: ballots.length - Object.keys(chosenBallot).length,
    ballotCount: ballots.length,
  };
}

// ---- the law --------------------------------------------------------------------------------------------------------------

/** Does `part` reach the share of `whole`? Of nothing, no share is ever reached. */
const reaches = (part, whole, { num, den, isStrict }) => {
  if (whole === 0n) return false;
  const difference = part * BigInt(den) - whole * BigInt(num);
  return isStrict ? difference > 0n : difference >= 0n;
};

function check(part, whole, share) {
  let missing = 0n;
  if (!reaches(part, whole, share)) {
    // The smallest amount that helps, found by halving: it lies in (low, high].
    let [low, high] = [0n, whole + 1n];
    while (high - low > 1n) {
      const middle = (low + high) / 2n;
      if (reaches(part + middle, whole, share)) high = middle;
      else low = middle;
    }
    missing = high;
  }
  const { num, den, isStrict } = share;
  return { part, whole, num, den, isStrict, isReached: missing === 0n, shortfall: missing };
}

function doubleCheck(part, whole, shares) {
  const heads = check(part.heads, whole.heads, shares.heads);
  const area = check(part.areaDm2, whole.areaDm2, shares.area);
  return { heads, area, isReached: heads.isReached && area.isReached };
}

const add = (a, b) => ({ heads: a.heads + b.heads, areaDm2: a.areaDm2 + b.areaDm2 });
const none = { heads: 0n, areaDm2: 0n };

/** Best first; 0 for equals. */
function compare(a, b, rankRule) {
  const keys = rankRule === 'headsThenArea' ? ['heads', 'areaDm2'] : ['areaDm2', 'heads'];
  for (const key of keys) if (a[key] !== b[key]) return a[key] > b[key] ? -1 : 1;
  return 0;
}

/** Takes one place after another: all who are equal find a seat, or none of them does and they tie. */
function fillSeats(candidates, seats, rankRule) {
  const [elected, waiting] = [[], [...candidates]];
  while (waiting.length > 0 && elected.length < seats) {
    const best = waiting.reduce((a, b) => (compare(a.votes, b.votes, rankRule) <= 0 ? a : b));
    const equals = waiting.filter((one) => compare(one.votes, best.votes, rankRule) === 0);
    if (elected.length + equals.length > seats) return { elected, tied: equals.map((one) => one.id) };
    elected.push(...equals.map((one) => one.id));
    for (const one of equals) waiting.splice(waiting.indexOf(one), 1);
  }
  return { elected, tied: [] };
}

/** Whom the silent follow: the answer that leads in heads and in area; in an election, those whom more than half approve. */
function leaders(item, counted, policy) {
  if (item.kind === 'election') {
    const base = counted.participating;
    const carried = item.candidateIds
      .map((id) => ({ id, votes: counted.choices[id] }))
      .filter(({ votes }) => 2n * votes.heads > base.heads && 2n * votes.areaDm2 > base.areaDm2);
    return fillSeats(carried, item.seats, bare(policy.electionRank)).elected;
  }
  const answers = item.kind === 'yesNo' ? ['yes', 'no', 'abstain'] : [...item.optionIds, 'abstain'];
  const votesFor = (id) =>
    id === 'abstain' && bare(policy.blankItems) === 'abstain'
      ? add(counted.choices[id], counted.blank)
      : counted.choices[id];
  const leadIn = (key) => {
    const top = answers.map((id) => votesFor(id)[key]).reduce((a, b) => (a > b ? a : b));
    const atTop = answers.filter((id) => votesFor(id)[key] === top);
    return atTop.length === 1 ? atTop[0] : null;
  };
  const [byHeads, byArea] = [leadIn('heads'), leadIn('areaDm2')];
  return byHeads !== null && byHeads === byArea ? [byHeads] : [];
}

function judge(item, totals, policy, reading) {
  const counted = totals.items.find((one) => one.itemId === item.itemId);
  const isSpecial = bare(policy.specialMatters).includes(item.matter);
  const nonReturn = isSpecial ? 'notCounted' : reading;
  const silent = nonReturn === 'notCounted' ? none : totals.deliveredUnreturned;
  const someSilent = silent.heads > 0n || silent.areaDm2 > 0n;
  const silentFollow = nonReturn === 'followMajority' && someSilent ? leaders(item, counted, policy) : [];
  const base = add(counted.participating, silent);
  const participation = doubleCheck(base, totals.electorate, policy.participation);

  const ids = { yesNo: ['yes'], choice: item.optionIds, election: item.candidateIds }[item.kind];
  const shares = isSpecial ? policy.special : policy.ordinary;
  const results = ids.map((id) => {
    const votes = silentFollow.includes(id) ? add(counted.choices[id], silent) : counted.choices[id];
    return { id, votes, check: doubleCheck(votes, base, shares) };
  });
  const carried = results.filter((one) => one.check.isReached);
  const rankRule = bare(policy.electionRank);

  let [outcome, elected, tied] = ['inquorate', [], []];
  if (participation.isReached && item.kind === 'election') {
    ({ elected, tied } = fillSeats(carried, item.seats, rankRule));
    if (tied.length > 0) outcome = 'tied';
    else if (elected.length === item.seats) outcome = 'passed';
    else if (elected.length > 0 && elected.length >= item.minSeats) outcome = 'partial';
    else [outcome, elected] = ['noResult', []];
  } else if (participation.isReached) {
    const passing = carried.map((one) => one.id);
    if (passing.length > 1) [outcome, tied] = ['tied', passing];
    else [outcome, elected] = [passing.length === 1 ? 'passed' : 'rejected', passing];
  }
  return {
    itemId: item.itemId,
    kind: item.kind,
    matter: item.matter,
    majority: isSpecial ? 'special' : 'ordinary',
    outcome,
    nonReturn,
    silentFollow,
    participation,
    approvals: results.map(({ id, votes, check: approval }) => ({
      id,
      check: approval,
      rank:
        item.kind === 'election' && approval.isReached
          ? 1 + carried.filter((one) => compare(one.votes, votes, rankRule) < 0).length
          : null,
      isElected: elected.includes(id),
    })),
    elected: item.kind === 'yesNo' ? [] : elected,
    tied,
    byLot: [],
  };
}

// ---- the tree, by its definition (RFC 6962 2.1) -----------------------------------------------------------------------------

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

function treeHash(entries) {
  if (entries.length === 0) return sha256(Buffer.alloc(0));
  if (entries.length === 1) return sha256(Buffer.from([0]), entries[0]);
  let split = 1;
  while (split < entries.length / 2) split *= 2;
  return sha256(Buffer.from([1]), treeHash(entries.slice(0, split)), treeHash(entries.slice(split)));
}

/** JSON with sorted keys and no blanks (RFC 8785 for strings, whole numbers, true, false, null). */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}

/** Root over the leaves in the order of seq, and what is wrong with single rows. Without leaves there is no root to find. */
function treeOf(ballots) {
  const rows = [...ballots].sort((a, b) => a.seq - b.seq);
  const faults = [];
  rows.forEach((row, index) => {
    if (row.seq !== index + 1) faults.push(`ballot ${row.seq} stands in place ${index + 1}`);
    if (row.leaf === undefined) return;
    const leaf = JSON.parse(row.leaf);
    if (leaf.seq !== row.seq) faults.push(`ballot ${row.seq}: its leaf says ${leaf.seq}`);
    if (row.salt === undefined) return;
    const { rightNo, channel, isVoid, choices } = row;
    const content = canonical({ schemaVersion: 1, voteId: leaf.voteId, rightNo, channel, isVoid, choices });
    const commitment = sha256(Buffer.from(row.salt, 'hex'), content).toString('hex');
    if (commitment !== leaf.commitment)
      faults.push(`ballot ${row.seq}: it is not the ballot that its receipt commits to`);
  });
  const hasLeaves = rows.every((row) => row.leaf !== undefined);
  return {
    root: hasLeaves ? treeHash(rows.map((row) => Buffer.from(row.leaf, 'utf8'))).toString('hex') : null,
    faults,
  };
}

// ---- in and out ---------------------------------------------------------------------------------------------------------------

/** Everything that was counted, as plain numbers. `binding` is the policy's reading of unreturned ballots. */
function recount(pack) {
  const totals = countAll(pack);
  const reading = bare(pack.policy.nonReturn);
  const verdict = (nonReturn) => ({
    nonReturn,
    items: pack.agenda.map((item) => judge(item, totals, pack.policy, nonReturn)),
  });
  const result = {
    totals,
    binding: verdict(reading),
    comparison: verdict(reading === 'notCounted' ? 'followMajority' : 'notCounted'),
    ...treeOf(pack.ballots),
  };
  return JSON.parse(JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? plain(value) : value)));
}

function plain(big) {
  if (big > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${big} does not fit a JSON number`);
  return Number(big);
}

module.exports = { canonical, recount };

if (require.main === module) {
  try {
    const result = recount(JSON.parse(readFileSync(process.argv[2] ?? 0, 'utf8')));
    console.log(JSON.stringify(result));
    if (result.faults.length > 0) process.exitCode = 1;
  } catch (error) {
    console.error(`recount: ${error.message}`);
    process.exitCode = 2;
  }
}
