// Operations of the owners' covenant (管理规约): what meetings want in it, drafts, the owners' vote on one, adoption, and reading. docs/covenant.md.
import { z } from 'zod';
import { STANDINGS } from '../../domain/covenant/standing';
import { CONTEST_GROUNDS, REVOKERS } from '../../domain/owners-vote/messages';
import { everyoneAt } from './access';
import { estateParams, launchChoice, launchProblems, receipt, thisEstate } from './launches';
import { operation, type Access } from './operation';
import { commandId, instant, pageOf, pageQuery, paragraph, role, uuid } from './shapes';
import { sha256 } from './vote-shapes';

const tag = 'covenant';
/** Those who may convene the owners. */
const convenors: Access = {
  kind: 'roles',
  roles: { committeeMember: 'covers', communitySecretary: 'covers', streetOfficer: 'covers' },
  scope: thisEstate,
};
const draftParams = z.strictObject({ estateId: uuid, draftId: uuid });
const versionNo = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number)
  .meta({ override: { type: 'integer', minimum: 1, maximum: 999_999 } });
const day = z.iso.date();

const key = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9-]{0,39}$/)
  .meta({ description: 'Stays with the article from version to version, whatever its number', example: 'pets' });
const resolution = z.strictObject({ meetingId: uuid, resolutionId: uuid });
const article = z
  .strictObject({
    key,
    text: z.string().nullable().meta({ description: 'Null once erased' }),
    sha256,
    resolution: resolution.nullable().meta({ description: 'Of the meeting that wanted it in the covenant' }),
  })
  .meta({ id: 'CovenantArticle' });

const version = z
  .strictObject({
    version: z.int(),
    draftId: uuid,
    textSha256: sha256.meta({ description: 'Of the whole text: docs/covenant.md says how it is put together' }),
    voteId: uuid.meta({ description: "The certified owners' vote that adopted it" }),
    certifiedAt: instant,
    inForceOn: day,
    standing: z.enum(STANDINGS).meta({
      description:
        'What has become of the vote: contested before a court (it is in force all the same), or revoked (it no longer is)',
    }),
    contest: z
      .strictObject({ ground: z.enum(CONTEST_GROUNDS), since: instant })
      .nullable()
      .meta({ description: 'Null: nobody contests the vote' }),
    revoked: z
      .strictObject({ by: z.enum(REVOKERS), at: instant })
      .nullable()
      .meta({ description: 'From that instant the version before it is in force again' }),
  })
  .meta({ id: 'CovenantVersion' });

const change = z
  .strictObject({
    key,
    change: z.enum(['added', 'removed', 'changed', 'moved', 'same']),
    ...{ fromNo: z.int().nullable(), toNo: z.int().nullable() },
    ...{ fromText: z.string().nullable(), toText: z.string().nullable() },
  })
  .meta({ id: 'CovenantChange' });

export const covenantOperations = {
  listCovenantWishes: operation({
    id: 'listCovenantWishes',
    method: 'get',
    path: '/v1/estates/{estateId}/covenant-wishes',
    tag,
    summary: {
      zh: '楼栋会、议事会拟写入规约的决议，及其去向',
      en: 'Resolutions that meetings want in the covenant, and what has come of them',
    },
    access: convenors,
    params: estateParams,
    response: z.strictObject({
      items: z.array(
        z
          .strictObject({
            ...{ meetingId: uuid, resolutionId: uuid, form: z.string(), content: z.string().nullable() },
            ...{ since: instant, status: z.enum(['open', 'reported', 'confirmed']) },
            draftIds: z.array(uuid),
            version: z.int().nullable().meta({ description: 'The first that has it and was not revoked' }),
          })
          .meta({ id: 'CovenantWish' }),
      ),
    }),
    status: 200,
    problems: [],
  }),
  proposeCovenantDraft: operation({
    id: 'proposeCovenantDraft',
    method: 'post',
    path: '/v1/estates/{estateId}/covenant-drafts',
    tag,
    summary: {
      zh: '提出管理规约草案（全文）',
      en: 'Put a draft of the covenant forward, as a whole. It never changes',
    },
    access: convenors,
    params: estateParams,
    body: z
      .strictObject({
        ...{ commandId, draftId: uuid },
        articles: z
          .array(z.strictObject({ key, text: paragraph(4000), resolution: resolution.nullable().default(null) }))
          .min(1)
          .max(300),
        reasonText: paragraph(4000),
      })
      .refine(({ articles }) => new Set(articles.map((one) => one.key)).size === articles.length, {
        path: ['articles'],
        message: 'a key names one article',
      })
      .meta({ id: 'ProposeCovenantDraft' }),
    bodyLimit: 1024 * 1024,
    response: z.strictObject({ textSha256: sha256, onVersion: z.int() }),
    status: 201,
    problems: ['not-an-estate', 'covenant-resolution-unknown', 'id-already-used', 'command-id-reused'],
  }),
  listCovenantDrafts: operation({
    id: 'listCovenantDrafts',
    method: 'get',
    path: '/v1/estates/{estateId}/covenant-drafts',
    tag,
    summary: { zh: '管理规约草案清单', en: 'Drafts of the covenant, newest first, and which were adopted' },
    access: everyoneAt(thisEstate),
    params: estateParams,
    query: pageQuery({}),
    response: pageOf(
      z.strictObject({
        ...{ draftId: uuid, textSha256: sha256, onVersion: z.int(), byRole: role, at: instant },
        version: z.int().nullable().meta({ description: 'As which it was adopted; null: it was not' }),
      }),
    ),
    status: 200,
    problems: [],
  }),
  getCovenantDraft: operation({
    id: 'getCovenantDraft',
    method: 'get',
    path: '/v1/estates/{estateId}/covenant-drafts/{draftId}',
    tag,
    summary: { zh: '管理规约草案全文', en: 'A draft with its articles: what the owners vote on' },
    access: everyoneAt(thisEstate),
    params: draftParams,
    response: z
      .strictObject({
        ...{ draftId: uuid, textSha256: sha256, onVersion: z.int(), articles: z.array(article) },
        ...{ reason: z.string().nullable(), byRole: role, at: instant },
      })
      .meta({ id: 'CovenantDraft' }),
    status: 200,
    problems: [],
  }),
  launchCovenantVote: operation({
    id: 'launchCovenantVote',
    method: 'post',
    path: '/v1/estates/{estateId}/covenant-drafts/{draftId}/vote',
    tag,
    summary: {
      zh: '就草案启动业主大会表决（民法典第 278 条第一款第二项）',
      en: "Launch the owners' vote on a draft (Civil Code art. 278 para. 1 no. 2); its agenda names the draft and its hash",
    },
    access: convenors,
    params: draftParams,
    body: z
      .strictObject({
        ...{ commandId, voteId: uuid },
        meeting: z.enum(['regular', 'extraordinary']).default('regular'),
        ...launchChoice,
      })
      .meta({ id: 'LaunchCovenantVote' }),
    response: receipt,
    status: 201,
    problems: [
      ...launchProblems.filter((code) => code !== 'already-running'),
      'covenant-already-adopted',
      'covenant-vote-running',
      'estate-locked',
    ],
  }),
  adoptCovenant: operation({
    id: 'adoptCovenant',
    method: 'post',
    path: '/v1/estates/{estateId}/covenant-drafts/{draftId}/adoption',
    tag,
    summary: {
      zh: '登记业主大会已通过的规约版本',
      en: 'Enter the version that the owners have adopted: only with the certified vote that passed this very text',
    },
    access: convenors,
    params: draftParams,
    body: z
      .strictObject({
        ...{ commandId, voteId: uuid },
        inForceOn: day.nullable().default(null).describe('Null: from the day on which the vote was certified.'),
      })
      .meta({ id: 'AdoptCovenant' }),
    response: z.strictObject({ version: z.int(), textSha256: sha256, inForceOn: day }),
    status: 201,
    problems: [
      'covenant-already-adopted',
      'covenant-text-erased',
      'covenant-vote-not-here',
      'covenant-vote-other-text',
      'covenant-vote-not-certified',
      'covenant-vote-not-passed',
      'covenant-vote-outdated',
      'covenant-in-force-too-early',
      'command-id-reused',
    ],
  }),
  listCovenantVersions: operation({
    id: 'listCovenantVersions',
    method: 'get',
    path: '/v1/estates/{estateId}/covenant-versions',
    tag,
    summary: { zh: '管理规约历次版本', en: 'All versions of the covenant, newest first, and which is in force' },
    access: everyoneAt(thisEstate),
    params: estateParams,
    response: z.strictObject({ items: z.array(version), inForce: z.int().nullable() }),
    status: 200,
    problems: [],
  }),
  getCovenant: operation({
    id: 'getCovenant',
    method: 'get',
    path: '/v1/estates/{estateId}/covenant',
    tag,
    summary: { zh: '现行（或指定版本）管理规约', en: 'The covenant in force, or another version of it' },
    access: everyoneAt(thisEstate),
    params: estateParams,
    query: z.strictObject({ version: versionNo.optional() }),
    response: version.extend({ articles: z.array(article) }).meta({ id: 'Covenant' }),
    status: 200,
    problems: [],
  }),
  compareCovenants: operation({
    id: 'compareCovenants',
    method: 'get',
    path: '/v1/estates/{estateId}/covenant/comparison',
    tag,
    summary: {
      zh: '比较两个版本，逐条列出增、删、改',
      en: 'What one version says otherwise than another, article by article',
    },
    access: everyoneAt(thisEstate),
    params: estateParams,
    query: z.strictObject({ from: versionNo, to: versionNo }),
    response: z.strictObject({
      ...{ from: z.int(), to: z.int(), changes: z.array(change) },
      versions: z.array(version).length(2).meta({ description: 'The two, and how they stand' }),
    }),
    status: 200,
    problems: ['covenant-text-erased'],
  }),
};
