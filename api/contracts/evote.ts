// Operations for e-voting on a city's own platform: who may bring ballots, the two doors by which they come, and the platform's totals
// beside ours. What a file and a signed call look like: docs/evote-import.md.
import { z } from 'zod';
import { officialsAt } from './access';
import { listsMachines, machineCode, newSecret, placeParams, registrars, rotatesKey } from './machines';
import { operation, type Access } from './operation';
import { commandId, instant, line, pageOf, pageQuery, paragraph, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const voteParams = z.strictObject({ voteId: uuid });
const scope = { kind: 'process', param: 'voteId' } as const;
/** Those who answer for the count. */
const keepers: Access = {
  kind: 'roles',
  roles: { streetOfficer: 'covers', communitySecretary: 'covers' },
  scope,
};
/** Some thousands of ballots stay below it. */
const MAX_BYTES = 4 * 1024 * 1024;

const signedParams = z.strictObject({ platform: machineCode, voteId: uuid });

const weight = z.strictObject({
  heads: z.int().min(0),
  areaDm2: z.int().min(0).meta({ description: '0.01 m²' }),
});
export const platformTotals = z
  .strictObject({
    ballotCount: z.int().min(0).meta({ description: 'One per right: the newest of each' }),
    items: z
      .array(
        z.strictObject({
          itemId: z.string().max(40),
          answers: z.record(z.string().max(40), weight).meta({
            description: 'yes, no, abstain, an option or a candidate; `blank`: the item was left open',
          }),
        }),
      )
      .max(200),
  })
  .meta({ id: 'PlatformTotals' });

const newKey = z
  .strictObject({
    platformId: uuid,
    code: machineCode,
    ...newSecret,
  })
  .meta({ id: 'PlatformKey' });

const counts = { accepted: z.int(), repeated: z.int(), refused: z.int() };
const verdict = z.enum(['accepted', 'repeated', 'refused']).meta({ id: 'PlatformVerdict' });
const batchRow = z
  .strictObject({
    rowNo: z.int(),
    reference: z.string().nullable().meta({ description: "The platform's own id of the ballot" }),
    verdict,
    code: z.string().nullable(),
    title: z.string().nullable().meta({ description: "Of the code, in the caller's language" }),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    rightNo: z.int().nullable(),
    ballotSeq: z.int().nullable(),
  })
  .meta({ id: 'PlatformRow', description: 'What came of one row; never what was chosen' });
const batch = z
  .strictObject({
    batchId: uuid,
    platform: machineCode,
    door: z.enum(['file', 'webhook']),
    isCheck: z.boolean().meta({ description: 'True: the rows were judged and none was taken' }),
    bodySha256: sha256,
    ...counts,
    receivedAt: instant,
    byAccount: uuid.nullable(),
  })
  .meta({ id: 'PlatformBatch' });

const comparison = z
  .strictObject({
    platform: machineCode,
    name: z.string(),
    state: z.enum(['agrees', 'differs', 'missing']),
    ours: platformTotals,
    theirs: platformTotals.nullable(),
    receivedAt: instant.nullable(),
    differences: z.array(
      z.strictObject({
        itemId: z.string().nullable(),
        answer: z.string().nullable(),
        measure: z.enum(['ballots', 'heads', 'areaDm2']),
        ours: z.int(),
        theirs: z.int(),
      }),
    ),
    comparisonSha256: sha256.meta({ description: 'An explanation is good for these figures and no others' }),
    explanation: z
      .strictObject({ reason: z.string().nullable(), byAccount: uuid, at: instant })
      .nullable()
      .meta({ description: 'While a difference has none the count cannot be finished or signed' }),
  })
  .meta({ id: 'PlatformComparison' });

export const evoteOperations = {
  registerPlatform: operation({
    id: 'registerPlatform',
    method: 'post',
    path: '/v1/places/{placeId}/evote-platforms',
    tag: 'e-voting platforms',
    summary: { zh: '登记电子投票平台', en: 'Register a voting platform for the votes of this place and below' },
    access: registrars,
    params: placeParams,
    body: z
      .strictObject({ commandId, platformId: uuid, code: machineCode, name: line(60) })
      .meta({ id: 'RegisterPlatform' }),
    response: newKey,
    status: 201,
    problems: ['platform-code-taken', 'id-already-used', 'command-id-reused'],
  }),
  rotatePlatformKey: rotatesKey({
    id: 'rotatePlatformKey',
    path: '/v1/places/{placeId}/evote-platforms/{platformId}/keys',
    tag: 'e-voting platforms',
    summary: { zh: '更换平台密钥', en: 'Give the platform a new secret' },
    params: placeParams.extend({ platformId: uuid }),
    response: newKey.omit({ code: true }),
    bodyId: 'RotatePlatformKey',
  }),
  listPlatforms: listsMachines({
    id: 'listPlatforms',
    path: '/v1/places/{placeId}/evote-platforms',
    tag: 'e-voting platforms',
    summary: { zh: '已登记的电子投票平台', en: 'The voting platforms registered at this place, without secrets' },
    own: { platformId: uuid, code: machineCode },
  }),
  receivePlatformBallots: operation({
    id: 'receivePlatformBallots',
    method: 'post',
    path: '/v1/evote/{platform}/votes/{voteId}/ballots',
    tag: 'e-voting platforms',
    summary: {
      zh: '平台推送选票（签名）',
      en: 'Signed call of a platform: `{ "ballots": [...] }`; good rows are taken, the others named. Sent again, nothing is taken twice',
    },
    access: { kind: 'public' },
    params: signedParams,
    transport: 'upload',
    bodyLimit: MAX_BYTES,
    response: z.strictObject({ batchId: uuid, ...counts, rows: z.array(batchRow) }),
    status: 200,
    problems: ['bad-signature', 'malformed-request', 'platform-not-here', 'vote-not-open', 'evote-file-refused'],
  }),
  receivePlatformTotals: operation({
    id: 'receivePlatformTotals',
    method: 'post',
    path: '/v1/evote/{platform}/votes/{voteId}/totals',
    tag: 'e-voting platforms',
    summary: { zh: '平台推送统计结果（签名）', en: 'Signed call of a platform: its own totals (PlatformTotals)' },
    access: { kind: 'public' },
    params: signedParams,
    transport: 'upload',
    bodyLimit: 256 * 1024,
    response: z.strictObject({ totalsNo: z.int() }),
    status: 200,
    problems: ['bad-signature', 'malformed-request', 'platform-not-here', 'vote-not-open', 'unknown-agenda-item'],
  }),
  importPlatformBallots: operation({
    id: 'importPlatformBallots',
    method: 'post',
    path: '/v1/votes/{voteId}/platform-imports',
    tag: 'e-voting platforms',
    summary: {
      zh: '导入平台选票文件：先预检，再导入；有问题的行逐一列出',
      en: "A platform's file of ballots: checked first (`mode=check`), then imported; good rows become ballots, the others are shown",
    },
    access: keepers,
    params: voteParams,
    // The body is the file, so the command id stands here.
    query: z.strictObject({
      commandId,
      platform: machineCode,
      format: z.enum(['csv', 'jsonl']),
      mode: z.enum(['check', 'import']),
    }),
    transport: 'upload',
    bodyLimit: MAX_BYTES,
    response: z.strictObject({ batchId: uuid, ...counts }),
    status: 201,
    problems: ['platform-not-here', 'evote-file-refused', 'file-not-checked', 'vote-not-open', 'command-id-reused'],
  }),
  listPlatformImports: operation({
    id: 'listPlatformImports',
    method: 'get',
    path: '/v1/votes/{voteId}/platform-imports',
    tag: 'e-voting platforms',
    summary: { zh: '平台送来的批次', en: 'What platforms brought for this vote, newest first' },
    access: officialsAt(scope),
    params: voteParams,
    query: pageQuery({}),
    response: pageOf(batch),
    status: 200,
    problems: [],
  }),
  listPlatformRows: operation({
    id: 'listPlatformRows',
    method: 'get',
    path: '/v1/votes/{voteId}/platform-imports/{batchId}/rows',
    tag: 'e-voting platforms',
    summary: { zh: '批次逐行结果', en: 'What came of every row of a batch' },
    access: officialsAt(scope),
    params: z.strictObject({ voteId: uuid, batchId: uuid }),
    query: pageQuery({ verdict: verdict.optional() }),
    response: pageOf(batchRow),
    status: 200,
    problems: [],
  }),
  setPlatformTotals: operation({
    id: 'setPlatformTotals',
    method: 'post',
    path: '/v1/votes/{voteId}/platform-totals',
    tag: 'e-voting platforms',
    summary: { zh: '录入平台统计结果', en: "Hand in a platform's own totals" },
    access: keepers,
    params: voteParams,
    body: z
      .strictObject({ commandId, platform: machineCode, totals: platformTotals })
      .meta({ id: 'SetPlatformTotals' }),
    response: z.strictObject({ totalsNo: z.int() }),
    status: 201,
    problems: ['platform-not-here', 'vote-not-open', 'unknown-agenda-item', 'command-id-reused'],
  }),
  getPlatformTotals: operation({
    id: 'getPlatformTotals',
    method: 'get',
    path: '/v1/votes/{voteId}/platform-totals',
    tag: 'e-voting platforms',
    summary: { zh: '平台统计与本系统统计对照', en: "The platforms' totals beside ours, and every difference" },
    access: officialsAt(scope),
    params: voteParams,
    response: z.strictObject({ items: z.array(comparison) }),
    status: 200,
    problems: ['voting-not-over'],
  }),
  explainDifference: operation({
    id: 'explainDifference',
    method: 'post',
    path: '/v1/votes/{voteId}/platform-totals/explanations',
    tag: 'e-voting platforms',
    summary: { zh: '说明统计差异的原因', en: 'Record why the totals differ, or why there are none' },
    access: keepers,
    params: voteParams,
    body: z
      .strictObject({ commandId, platform: machineCode, comparisonSha256: sha256, reasonText: paragraph(2000) })
      .meta({ id: 'ExplainDifference' }),
    response: z.void(),
    status: 204,
    problems: [
      'voting-not-over',
      'platform-not-here',
      'comparison-changed',
      'nothing-to-explain',
      'already-explained',
      'command-id-reused',
    ],
  }),
};
