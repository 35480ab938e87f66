// One owners' vote from files, purely: build the roll, count the ballots, judge under both readings, chain the ballots into their hash
// tree, and have everything counted again by the independent recount. No database, no clock, no network.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { rootOf } from '../../../domain/hash-tree';
import { proofSheet } from '../../../domain/owners-vote/count';
import type { AgendaItem, CastBallot, ItemVerdict, ProofSheet } from '../../../domain/owners-vote/count-types';
import { totalsFromBallots } from '../../../domain/owners-vote/totals-from-ballots';
import type { Policy } from '../../../domain/policy/schema';
import { buildRoll, type RollProblem } from '../../../domain/roll/build-roll';
import { rollHash } from '../../../domain/roll/roll-hash';
import {
  ballotCommitment,
  ballotLeafHash,
  canonicalJson,
  leafBytes,
  sha256,
  sha256Hex,
} from '../../../store/ballots/ballot-canon';
import { recount } from '../../recount/recount.cjs';
import { NO_INSTANT, readBallots, type Electorate } from './read-ballots';
import { readMatters } from './read-matters';
import { readPolicy } from './read-policy';
import { readRegister, type RegisterFile } from './read-register';
import { BadFiles } from './table';

export interface VoteFiles {
  register: string;
  policy: string;
  ballots: string;
  matters: string;
}

export interface VoteRehearsal {
  schemaVersion: 1;
  rehearsal: 'vote';
  policy: { id: string; version: string };
  roll: { heads: number; areaDm2: number; rightCount: number; rollHash: string; problems: RollProblem[] };
  /** The outcome that counts, item by item. */
  verdicts: ({ title: string } & Pick<ItemVerdict, 'itemId' | 'majority' | 'outcome' | 'elected' | 'tied'>)[];
  proof: ProofSheet;
  recount: { agrees: boolean; root: string | null; faults: string[]; differences: string[] };
  warnings: string[];
}

/** Throws BadFiles with every fault of the first stage that has any: policy, matters and register, then ballots. */
export function rehearseVote(files: VoteFiles): VoteRehearsal {
  const [policy, agenda, register] = allOrFaults(
    () => readPolicy(files.policy),
    () => readMatters(files.matters),
    () => readRegister(files.register),
  );
  const { electorate, summary } = freeze(register, policy);
  const { rights, ballots, delivered, warnings } = readBallots(files.ballots, agenda, electorate);
  const totals = totalsFromBallots({ rights, agenda, policy: policy.vote, ballots, delivered });
  const { rows, root } = chain(ballots, summary.rollHash);
  const proof = proofSheet({
    rollHash: summary.rollHash,
    ballotRoot: root,
    closedAt: ballots.map((ballot) => ballot.castAt).reduce((a, b) => (a > b ? a : b), NO_INSTANT),
    totals,
    agenda,
    policy: policy.vote,
  });

  const second = recount({ rights, ballots: rows, delivered, agenda, policy: policy.vote });
  const differences = (['totals', 'binding', 'comparison'] as const).filter(
    (part) => !isDeepStrictEqual(second[part], proof[part]),
  );
  return {
    schemaVersion: 1,
    rehearsal: 'vote',
    policy: { id: policy.id, version: policy.version },
    roll: summary,
    verdicts: proof.binding.items.map(({ itemId, majority, outcome, elected, tied }) => ({
      itemId,
      title: titleOf(agenda, itemId),
      majority,
      outcome,
      elected,
      tied,
    })),
    proof,
    recount: {
      agrees: differences.length === 0 && second.root === root && second.faults.length === 0,
      root: second.root,
      faults: second.faults,
      differences: [...differences, ...(second.root === root ? [] : ['root'])],
    },
    warnings,
  };
}

function freeze(register: RegisterFile, policy: Policy): { electorate: Electorate; summary: VoteRehearsal['roll'] } {
  if (register.kind === 'totals') {
    const { heads, areaDm2 } = register;
    const hash = sha256Hex(canonicalJson({ areaDm2, heads }));
    return { electorate: register, summary: { heads, areaDm2, rightCount: 0, rollHash: hash, problems: [] } };
  }
  const roll = buildRoll(register.units, policy.vote);
  // A file's names may hold what the roll's text uses to part its fields; their hashes do not.
  const named = (ids: string[]): string[] => ids.map(sha256Hex);
  const rights = roll.rights.map((right) => ({
    ...right,
    unitIds: named(right.unitIds),
    buildingIds: named(right.buildingIds),
    entranceIds: named(right.entranceIds),
    holderOwnerIds: named(right.holderOwnerIds),
    voterOwnerId: right.voterOwnerId === null ? null : sha256Hex(right.voterOwnerId),
  }));
  const hash = rollHash({ ...roll, rights }, sha256Hex);
  const { heads, areaDm2, problems } = roll;
  return {
    electorate: { kind: 'roll', roll },
    summary: { heads, areaDm2, rightCount: rights.length, rollHash: hash, problems },
  };
}

/** The ballots as the database would have them. Salts are made from the place in the log: here nothing is to be hidden. */
function chain(ballots: readonly CastBallot[], rollHashHex: string) {
  const voteId = 'rehearsal';
  const hashes: Uint8Array[] = [];
  const rows = ballots.map((ballot) => {
    const { seq, rightNo, channel, isVoid, choices, castAt } = ballot;
    const salt = createHash('sha256').update(`rehearsal ${seq}`).digest();
    const commitment = ballotCommitment(salt, { schemaVersion: 1, voteId, rightNo, channel, isVoid, choices });
    const leaf = { schemaVersion: 1 as const, voteId, seq, commitment, rollHash: rollHashHex, castAt };
    hashes.push(ballotLeafHash(leaf));
    return { ...ballot, salt: salt.toString('hex'), leaf: leafBytes(leaf).toString('utf8') };
  });
  return { rows, root: Buffer.from(rootOf(hashes, sha256)).toString('hex') };
}

/** Runs all readers, so that the faults of all files are told at once. */
function allOrFaults<A, B, C>(a: () => A, b: () => B, c: () => C): [A, B, C] {
  const faults: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof BadFiles)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const [first, second, third] = [attempt(a), attempt(b), attempt(c)];
  if (first === undefined || second === undefined || third === undefined) throw new BadFiles(faults);
  return [first, second, third];
}

const titleOf = (agenda: readonly AgendaItem[], itemId: string): string =>
  agenda.find((item) => item.itemId === itemId)?.titleText ?? itemId;
