// A pack of a given number of ballots without a database: nine of ten rights vote, some of them twice, some on paper; three items.
// Whether it has the form of a real one is shown by the recount, which takes no other.
import { createHash, createPublicKey, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { consistencyProof, GrowingRoot } from '../../domain/hash-tree';
import { proofSheet } from '../../domain/owners-vote/count';
import type { AgendaItem, BallotChannel, CastBallot, CountRight } from '../../domain/owners-vote/count-types';
import { totalsFromBallots } from '../../domain/owners-vote/totals-from-ballots';
import national from '../../domain/policy/presets/national.json';
import type { VotePolicy } from '../../domain/policy/schema';
import { ballotCommitment, ballotLeafHash, sha256, sha256Hex } from '../../store/ballots/ballot-canon';

const AGENDA: AgendaItem[] = [
  { kind: 'yesNo', itemId: 'plan', matter: 4, titleText: 'h' },
  { kind: 'choice', itemId: 'firm', matter: 4, titleText: 'h', optionIds: ['a', 'b'] },
  {
    kind: 'election',
    itemId: 'board',
    matter: 3,
    titleText: 'h',
    candidateIds: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'],
    seats: 3,
    minSeats: 2,
  },
];
const BOARDS = [['c1', 'c2', 'c3'], ['c2', 'c5'], ['c4'], ['c1', 'c6'], ['c3', 'c4', 'c5']];
const [OPENS_AT, CLOSES_AT] = ['2026-11-01T00:00:00.000Z', '2026-11-11T00:00:00.000Z'];
const CHECKPOINTS = 5;

/** Writes the pack to `file` and returns the published root. */
export function writePack(file: string, ballotCount: number): string {
  const voteId = randomUUID();
  const rollHash = 'ab'.repeat(32);
  const policy = national.vote as VotePolicy;
  const { privateKey } = generateKeyPairSync('ed25519');
  const rightCount = Math.round(ballotCount * 0.95);
  const rights = Array.from({ length: rightCount }, (_, n): CountRight => {
    // Every tenth owner has two rights.
    const headNo = n - Math.floor(n / 11) + 1 - (n % 11 === 10 ? 1 : 0);
    return { rightNo: n + 1, headNo, countsHead: true, areaDm2: 4_000 + ((n * 7_919) % 12_000) };
  });
  const ballots = Array.from({ length: ballotCount }, (_, n): CastBallot =>
    castBallot(n, Math.round(rightCount * 0.9)),
  );

  const output = openSync(file, 'w');
  const digest = createHash('sha256');
  const put = (row: object): void => {
    const line = `${JSON.stringify(row)}\n`;
    digest.update(line);
    writeSync(output, line);
  };
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const algorithms = { hash: 'SHA-256', tree: 'RFC 6962', signature: 'Ed25519' };
  const times = { opensAt: OPENS_AT, closesAt: CLOSES_AT };
  put({
    kind: 'pack',
    formatVersion: 1,
    voteId,
    rollHash,
    rightCount,
    ...times,
    algorithms,
    keys: [{ kid: 'k1', crv: 'Ed25519', x }],
  });
  put({ kind: 'policy', policyId: 'national', version: '1', policyHash: 'h', vote: policy });
  put({ kind: 'agenda', items: AGENDA });
  for (const right of rights) put({ kind: 'right', ...right, holder: sha256Hex(`${voteId} ${right.headNo}`) });
  const leaves = ballots.map((ballot) => {
    const { seq, rightNo, channel, castAt, isVoid, choices } = ballot;
    const salt = randomBytes(32);
    const commitment = ballotCommitment(salt, { schemaVersion: 1, voteId, rightNo, channel, isVoid, choices });
    const leaf = ballotLeafHash({
      schemaVersion: 1,
      voteId,
      seq,
      rightId: String(rightNo),
      commitment,
      rollHash,
      castAt,
    });
    const said = { seq, rightNo, channel, castAt, isVoid, choices };
    put({ kind: 'ballot', ...said, salt: salt.toString('hex'), commitment, leafHash: hex(leaf) });
    return leaf;
  });
  const tree = new GrowingRoot(sha256);
  const roots = leaves.map(
    (leaf) => (tree.add(leaf), tree.size % (ballotCount / CHECKPOINTS) === 0 ? tree.root() : null),
  );
  const ballotRoot = hex(tree.root());
  const totals = totalsFromBallots({ rights, ballots, delivered: [], agenda: AGENDA, policy });
  put({
    kind: 'proof',
    proof: proofSheet({ rollHash, ballotRoot, closedAt: CLOSES_AT, totals, agenda: AGENDA, policy }),
  });
  let before = 0;
  for (let no = 1; no <= CHECKPOINTS; no += 1) {
    const size = (ballotCount / CHECKPOINTS) * no;
    const root = hex(roots[size - 1] ?? new Uint8Array(0));
    const text = Buffer.from(`gongzhi-checkpoint\nEd25519\nk1\n${voteId}\n${size}\n${root}\n${CLOSES_AT}\n`);
    const signature = sign(null, text, privateKey).toString('base64url');
    const consistency = consistencyProof(before, leaves.slice(0, size), sha256).map(hex);
    put({ kind: 'checkpoint', checkpointNo: no, size, root, at: CLOSES_AT, keyId: 'k1', signature, consistency });
    before = size;
  }
  put({ kind: 'end', sha256: digest.copy().digest('hex') });
  closeSync(output);
  return ballotRoot;
}

function castBallot(n: number, voters: number): CastBallot {
  const channel: BallotChannel = n % 3 === 0 ? 'paper' : 'electronic';
  const isVoid = n % 97 === 0;
  const castAt = new Date(Date.parse(OPENS_AT) + n * 1_000).toISOString();
  const choices = {
    board: BOARDS[n % 5] ?? [],
    firm: ['a', 'b', 'abstain'][n % 3] ?? '',
    plan: ['yes', 'yes', 'no', 'abstain'][n % 4] ?? '',
  };
  return { seq: n + 1, rightNo: (n % voters) + 1, channel, castAt, isVoid, choices: isVoid ? {} : choices };
}

const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
