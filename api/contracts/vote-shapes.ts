// What ballots, papers, deliveries and receipts look like in requests and answers.
import { z } from 'zod';
import { instant, uuid } from './shapes';

export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: '32 bytes in lower-case hex' });

const weight = { heads: z.int(), areaDm2: z.int().meta({ description: '0.01 m²' }) };

const item = {
  itemId: z.string(),
  matter: z.int().meta({ description: 'Which of the nine matters of Civil Code art. 278' }),
  title: z.string().nullable().meta({ description: 'Null once the text was erased' }),
};
export const agendaItem = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('yesNo'), ...item }),
    z.strictObject({ kind: z.literal('choice'), ...item, optionIds: z.array(z.string()) }),
    z.strictObject({
      kind: z.literal('election'),
      ...item,
      candidateIds: z.array(z.string()),
      seats: z.int(),
      minSeats: z.int(),
    }),
  ])
  .meta({ id: 'AgendaItem' });

export const voteWindow = z
  .strictObject({
    state: z.enum(['scheduled', 'open', 'suspended', 'closed', 'void']),
    opensAt: instant.nullable(),
    closesAt: instant.nullable().meta({ description: 'Exclusive: a ballot at this very instant is late' }),
    countingUntil: instant.nullable().meta({ description: 'Set when counting was finished' }),
    ballotCount: z.int(),
  })
  .meta({ id: 'VoteWindow' });

export const voteRules = z
  .strictObject({
    ballotPer: z.enum(['owner', 'unit']),
    precedence: z.enum(['lastValid', 'paperPrevails', 'electronicPrevails', 'firstValid']),
    changes: z.int().meta({ description: 'How often an electronic ballot may be changed' }),
    proxyCap: z.int(),
    voidBallots: z.enum(['notParticipating', 'participatingOnly']),
    blankItems: z.enum(['abstain', 'notParticipating']),
  })
  .meta({ id: 'VoteRules' });

export const rollHead = z
  .strictObject({
    rollId: uuid,
    version: z.int(),
    rollHash: sha256,
    ...weight,
    rightCount: z.int(),
    problemCount: z.int(),
    frozenAt: instant,
  })
  .meta({ id: 'Roll' });

export const publishedRight = z
  .strictObject({
    rightNo: z.int(),
    headNo: z.int(),
    countsHead: z.boolean(),
    label: z.string(),
    unitCount: z.int(),
    areaDm2: z.int(),
    holders: z.array(z.string()).meta({ description: 'Masked names' }),
    hasVoter: z.boolean().meta({ description: 'False while joint owners have named nobody' }),
  })
  .meta({ id: 'PublishedRight' });

export const rollProblem = z
  .strictObject({ code: z.string(), rightNo: z.int().nullable(), unitIds: z.array(uuid), ownerIds: z.array(uuid) })
  .meta({ id: 'RollProblem' });

export const ownRight = z
  .strictObject({
    rightNo: z.int(),
    headNo: z.int(),
    label: z.string(),
    areaDm2: z.int(),
    as: z.enum(['voter', 'agent', 'holder']).meta({ description: 'Only voter and agent may cast' }),
    hasVoted: z.boolean(),
  })
  .meta({ id: 'OwnRight' });

const answer = z.string().max(40);
/** Keys and lists are bounded by what an agenda can hold; whether they answer it is judged under the window's lock. */
export const ballotChoices = z
  .record(z.string().regex(/^[A-Za-z0-9_-]{1,40}$/), z.union([answer, z.array(answer).max(60)]))
  .refine((choices) => Object.keys(choices).length <= 20, 'too many items')
  .meta({
    id: 'BallotChoices',
    description: 'Item id → yes, no, abstain, an option id, or candidate ids. Items left out are blank.',
    example: { item: 'yes' },
  });

export const boxReceipt = z
  .strictObject({
    schemaVersion: z.literal(1),
    voteId: uuid,
    seq: z.int().meta({ description: 'Place in the log of the vote, from 1' }),
    rightId: z.string().optional(),
    commitment: sha256.meta({ description: 'SHA-256 of salt and canonical ballot' }),
    rollHash: sha256,
    castAt: instant,
    keyId: z.string(),
    alg: z.enum(['Ed25519', 'Ed25519-batch']),
    signature: z.string(),
    batch: z.strictObject({ index: z.int(), size: z.int(), path: z.array(sha256) }).optional(),
  })
  .meta({ id: 'BallotReceipt', description: 'What it promises and how to check it: docs/receipts.md' });

const channel = z.enum(['electronic', 'paper', 'platform']);

export const ownBallot = z
  .strictObject({
    seq: z.int(),
    rightNo: z.int(),
    channel,
    castAt: instant,
    isVoid: z.boolean(),
    choices: ballotChoices,
    isCounted: z.boolean().meta({ description: 'False: another ballot of the same right prevails' }),
    receipt: boxReceipt,
    salt: sha256,
  })
  .meta({ id: 'OwnBallot' });

export const inclusionProof = z
  .strictObject({ seq: z.int(), size: z.int(), root: sha256, leaf: sha256, path: z.array(sha256) })
  .meta({ id: 'InclusionProof', description: 'Audit path of RFC 6962; leaf index is seq - 1' });

export const checkpoint = z
  .strictObject({
    voteId: uuid,
    checkpointNo: z.int(),
    size: z.int().meta({ description: 'Ballots under the root' }),
    root: sha256,
    at: instant,
    keyId: z.string(),
    signature: z.string().meta({ description: 'Ed25519, base64url; what it covers: docs/doubters-pack.md' }),
    line: z.string().meta({ description: 'The same in one line, for a notice or a QR code' }),
  })
  .meta({
    id: 'VoteCheckpoint',
    description: 'Whoever keeps it can show later that the ballots were changed or cut, see docs/doubters-pack.md',
  });

export const turnout = z
  .strictObject({
    rights: z.int(),
    voted: z.int(),
    areaDm2: z.int(),
    votedAreaDm2: z.int(),
    buildings: z.array(
      z.strictObject({
        buildingId: uuid,
        name: z.string().nullable(),
        rights: z.int(),
        voted: z.int(),
        areaDm2: z.int(),
        votedAreaDm2: z.int(),
        byChannel: z.record(z.string(), z.int()),
      }),
    ),
  })
  .meta({ id: 'Turnout' });

export const reading = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('valid'), choices: ballotChoices }),
    z.strictObject({
      kind: z.literal('void'),
      reason: z.enum(['unsigned', 'illegible', 'overmarked', 'altered', 'notTheVoter', 'other']),
    }),
  ])
  .meta({ id: 'PaperReading', description: 'An item that alone is illegible or overmarked: `spoiled`' });

export const paperOutcome = z
  .discriminatedUnion('state', [
    z.strictObject({ state: z.literal('returned'), entries: z.int() }),
    z.strictObject({ state: z.literal('mismatch'), entries: z.int(), differing: z.array(z.string()) }),
    z.strictObject({ state: z.literal('entered'), entries: z.int(), receipt: boxReceipt }),
  ])
  .meta({ id: 'PaperOutcome' });

export const canvassLine = z
  .strictObject({
    rightNo: z.int(),
    label: z.string(),
    holders: z.array(z.string()),
    hasVoted: z.boolean(),
    isDelivered: z.boolean(),
    paper: z.strictObject({ serialNo: z.int(), state: z.string(), returnedAt: instant.nullable() }).nullable(),
  })
  .meta({ id: 'CanvassLine' });

export const delivery = z
  .strictObject({
    rightNo: z.int().min(1).max(2_147_483_647),
    channel: z.enum(['paper', 'electronic', 'sms', 'announcement']),
    result: z.enum(['delivered', 'undeliverable', 'announced']),
    proofKind: z.enum(['signature', 'photo', 'witness', 'mail', 'login', 'gateway', 'notice']),
    proofSha256: sha256.nullable(),
    deliveredAt: instant,
  })
  .meta({ id: 'Delivery' });

export const unsettledPaper = z
  .strictObject({
    serialNo: z.int(),
    rightNo: z.int(),
    state: z.enum(['returned', 'mismatch']),
    returnedAt: instant,
    enteredBy: z.array(uuid),
    differing: z.array(z.string()).meta({ description: 'Item ids on which the readings differ, or `void`' }),
  })
  .meta({ id: 'UnsettledPaper' });

export const voteDuplicate = z
  .strictObject({
    rightNo: z.int(),
    countedSeq: z.int(),
    ballots: z.array(z.strictObject({ seq: z.int(), channel, castAt: instant, isVoid: z.boolean() })),
  })
  .meta({ id: 'DuplicateBallots' });

export const deniedBallot = z
  .strictObject({
    seq: z.int(),
    rightNo: z.int(),
    channel,
    deniedAt: instant,
    ruling: z
      .enum(['stands', 'struck'])
      .nullable()
      .meta({ description: 'Null: not ruled on, the count can be neither finished nor signed' }),
  })
  .meta({ id: 'DeniedBallot' });

export const proxy = z
  .strictObject({
    proxyId: uuid,
    principalOwnerId: uuid,
    agentOwnerId: uuid.nullable(),
    agentName: z.string().nullable(),
    documentSha256: sha256,
    registeredAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ProxyAuthority' });
