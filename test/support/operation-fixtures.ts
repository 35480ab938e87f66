// One valid request for every operation of the table, for the permission walk: a row without a fixture does not compile. What a
// fixture cannot satisfy for every caller (a second disabling, a paper in another state) it names under `refusedWith`: such a refusal
// by rule shows that the caller was let in.
import { randomUUID } from 'node:crypto';
import type { OperationId } from '../../api/contracts/operations';
import type { ProblemCode } from '../../api/problems';
import { settleProcess } from '../../store/audit/items';
import { VISITORS } from '../../domain/household/rules';
import type { Role } from '../../domain/process';
import { openWindow, windowRules } from '../../store/ballots/vote-window';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import { inTransaction } from '../../store/transaction';
import type { Place, World } from './api-world';
import { aVotePolicy, aYesNoItem } from './build';
import { registerCsv } from '../../scripts/register/write-register';
import { aRow } from '../register/support';
import { disclosureFixtures } from './disclosure-fixtures';
import { covenantFixtures } from './covenant-fixtures';
import { feeFixtures } from './fee-fixtures';
import { intakeFixtures } from './intake-fixtures';
import { ledgerFixtures } from './ledger-fixtures';
import { paymentFixtures } from './payment-fixtures';
import { pledgeFixtures } from './pledge-fixtures';
import {
  freezePetition,
  launchElection,
  launchHandover,
  launchHousehold,
  launchMeeting,
  launchCofunding,
  launchPetition,
  launchProblem,
  launchRecall,
  launchRhythm,
  launchTermWatch,
} from './record-command';

export interface Prepared {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, unknown>;
  /** For uploads: the file itself. */
  file?: Buffer;
}

export interface Fixture {
  /** Path of the thing that the row's scope names; for rows without a scope nothing. */
  at?: Place;
  prepare?(): Prepared | Promise<Prepared>;
  refusedWith?: readonly ProblemCode[];
  /** The call changes its caller (signs out, changes the password): each gets an account of its own. */
  needsFreshCaller?: boolean;
  /** The process is shown to these roles alone: others are told that there is none. */
  seenBy?: readonly Role[];
}

export async function operationFixtures(world: World): Promise<Record<OperationId, Fixture>> {
  const { city } = world;
  const election = await launchElection(world, city.e1);
  const watch = await launchTermWatch(world, city.e2);
  const handover = await launchHandover(world, city.e1, city.u1.ownerId);
  const vote = await anOpenVote(world);
  const petition = await aCollectingPetition(world);
  const recall = await launchRecall(world, city.e1, [city.u1.ownerId]);
  const cofunding = await launchCofunding(world, city.e1);
  const household = await launchHousehold(world, city.e1, city.u1.id);
  const meeting = await launchMeeting(world, city.c1);
  const rhythm = await launchRhythm(world, city.c2);
  const problem = await launchProblem(world, city.e1);
  const platform = await aPlatform(world, vote.voteId);
  const audited = await anAudit(world, election);
  const commandId = () => randomUUID();
  const atC1 = { at: city.c1 };
  const ofC1 = { placeId: city.c1.id };
  const ofE1 = { placeId: city.e1.id };
  const ofS1 = { placeId: city.s1.id };
  const anyList = { list: 'processes', filter: {} };
  const templateOfS1 = { ...ofS1, kind: 'groupNotice' };
  // Of a kind that everybody is given who may print at all; what a proposal has is not public yet.
  const paperOfProject: Fixture = {
    at: city.e1,
    prepare: () => ({ params: { processId: cofunding, kind: 'projectAccounts' } }),
    refusedWith: ['paper-not-ready'],
  };
  const ofElection = { at: city.e1, prepare: () => ({ params: { processId: election } }) };
  const ofVote = (more: Prepared = {}) => ({ ...more, params: { voteId: vote.voteId, ...more.params } });
  const ofPetition = (more: Prepared = {}) => ({
    ...more,
    params: { petitionId: petition.petitionId, ...more.params },
  });
  const readPetition = { at: city.e1, prepare: () => ofPetition() };
  const ofE1Estate = { estateId: city.e1.id };
  const readVote = { at: city.e1, prepare: () => ofVote() };
  const secretaryOfC1 = () => world.person([{ role: 'communitySecretary', at: city.c1 }]);
  const unitOne = { unitId: city.u1.id };
  const ownerOne = { params: { ownerId: city.u1.ownerId } };
  const ofOwner1 = { at: city.u1, prepare: () => ownerOne };
  const importParams = { placeId: city.e3.id, importId: await anImport(world) };
  const ofImport = { at: city.e3, prepare: () => ({ params: importParams }) };
  const reason = () => ({ commandId: commandId(), reasonText: '测试' });
  const ordered = { at: city.e1, prepare: () => ({ params: { processId: election }, body: reason() }) };
  const onPaper = (refusedWith: readonly ProblemCode[], body: () => Record<string, unknown> = reason): Fixture => ({
    at: city.e1,
    prepare: () => ofVote({ params: { serialNo: '1' }, body: body() }),
    refusedWith,
  });

  return {
    ...(await intakeFixtures(world, problem)),
    ...(await disclosureFixtures(world)),
    ...(await feeFixtures(world)),
    ...(await covenantFixtures(world)),
    ...(await ledgerFixtures(world)),
    listWaitingForSecond: { at: world.city.e1, prepare: () => ({ params: { placeId: world.city.e1.id } }) },
    ...(await paymentFixtures(world)),
    ...(await pledgeFixtures(world)),
    health: {},
    readiness: {},
    receiptKeys: {},

    login: {
      prepare: () => ({ body: { loginName: commandId(), password: 'x' } }),
      refusedWith: ['login-failed', 'too-many-requests'],
    },
    refresh: { prepare: () => ({ body: { refreshToken: `rt_${'a'.repeat(43)}` } }), refusedWith: ['unauthenticated'] },
    logout: { prepare: () => ({ body: { commandId: commandId() } }), needsFreshCaller: true },
    changePassword: {
      prepare: () => ({
        body: { commandId: commandId(), currentPassword: 'not this', newPassword: 'a long enough sentence' },
      }),
      refusedWith: ['wrong-password'],
      needsFreshCaller: true,
    },
    me: {},
    listAccounts: { ...atC1, prepare: () => ({ params: ofC1 }) },
    createAccount: {
      ...atC1,
      prepare: () => ({
        params: ofC1,
        body: { commandId: commandId(), loginName: commandId(), displayName: '某某', role: 'communitySecretary' },
      }),
    },
    issueOwnerAccounts: {
      at: city.e3,
      prepare: () => ({ params: { placeId: city.e3.id }, body: { commandId: commandId() } }),
    },
    grantRole: {
      ...atC1,
      prepare: async () => ({
        params: { ...ofC1, accountId: (await world.person([])).accountId },
        body: { commandId: commandId(), role: 'gridWorker' },
      }),
    },
    endGrant: {
      ...atC1,
      prepare: async () => {
        const { accountId } = await secretaryOfC1();
        const { rows } = await world.db.pool.query<{ id: string }>('select id from role_grant where account_id = $1', [
          accountId,
        ]);
        return { params: { ...ofC1, accountId, grantId: rows[0]?.id ?? '' }, body: { commandId: commandId() } };
      },
    },
    disableAccount: {
      ...atC1,
      prepare: async () => ({
        params: { ...ofC1, accountId: (await secretaryOfC1()).accountId },
        body: { commandId: commandId() },
      }),
    },
    resetPassword: {
      ...atC1,
      prepare: async () => ({
        params: { ...ofC1, accountId: (await secretaryOfC1()).accountId },
        body: { commandId: commandId() },
      }),
    },

    listPolicies: {},
    getPolicy: { prepare: () => ({ params: { policyId: 'national' } }) },
    checkPolicy: { prepare: () => ({ body: { document: {} } }) },

    getPlace: { prepare: () => ({ params: ofE1 }) },
    listPlaces: { prepare: () => ({ params: ofE1 }) },
    createPlace: {
      ...atC1,
      prepare: () => ({ params: ofC1, body: { commandId: commandId(), kind: 'estate', name: `小区${commandId()}` } }),
    },
    listUnits: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    getUnit: { at: city.u1, prepare: () => ({ params: { unitId: city.u1.id } }) },
    listOwners: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    searchOwners: {
      at: city.e1,
      prepare: () => ({ params: ofE1, body: { field: 'phone', value: '13800138000' } }),
    },
    getOwner: ofOwner1,
    unmaskOwner: {
      at: city.u1,
      prepare: () => ({ ...ownerOne, body: { commandId: commandId(), field: 'phone', reasonText: '核对' } }),
      refusedWith: ['number-not-recorded'],
    },
    listUnmaskings: ofOwner1,
    getRegisterTemplate: {},
    exportRegister: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    dryRunRegister: {
      at: city.e3,
      prepare: () => ({
        params: { placeId: city.e3.id },
        query: { commandId: commandId(), format: 'csv' },
        file: registerCsv([aRow()]),
      }),
    },
    listRegisterImports: { at: city.e3, prepare: () => ({ params: { placeId: city.e3.id } }) },
    getRegisterImport: ofImport,
    listRegisterImportRows: ofImport,
    commitRegisterImport: {
      at: city.e3,
      prepare: () => ({ params: importParams, body: { commandId: commandId() } }),
      refusedWith: ['import-already-committed', 'import-expired'],
    },

    launchTermWatch: {
      at: city.e1,
      prepare: () => ({
        params: { estateId: city.e1.id },
        body: {
          ...{ commandId: commandId(), termId: randomUUID(), seats: 5, termYears: 3 },
          ...{ members: [], termStartsOn: '2025-01-01', termEndsOn: '2027-12-31' },
        },
      }),
      refusedWith: ['already-running'],
    },
    launchElection: {
      at: city.e1,
      prepare: () => ({
        params: { estateId: city.e1.id },
        body: { commandId: commandId(), electionId: randomUUID(), trigger: 'termEnding', termEndsOn: null, seats: 5 },
      }),
      refusedWith: ['already-running'],
    },
    launchVote: {
      at: city.e1,
      prepare: () => ({
        params: { estateId: city.e1.id },
        body: {
          commandId: commandId(),
          voteId: randomUUID(),
          scope: { kind: 'estate', placeId: city.e1.id },
          agenda: [aYesNoItem()],
        },
      }),
    },
    // Each command of these two has a walk of its own; here one that all of the row's roles may at least name.
    commandElection: {
      at: city.e1,
      prepare: () => ({
        params: { processId: election },
        body: { commandId: commandId(), command: { type: 'suspend', days: 1, reasonText: '查', basisText: '条' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    commandTermWatch: {
      at: city.e2,
      prepare: () => ({
        params: { processId: watch },
        body: { commandId: commandId(), command: { type: 'suspend', days: 1, reasonText: '查', basisText: '条' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    commandHandover: {
      at: city.e1,
      prepare: () => ({
        params: { processId: handover },
        body: { commandId: commandId(), command: { type: 'sign', side: 'from' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    launchCofunding: {
      at: city.e1,
      prepare: () => ({
        params: ofE1Estate,
        body: { commandId: commandId(), projectId: randomUUID(), titleText: '换门', needText: '坏了' },
      }),
    },
    commandCofunding: {
      at: city.e1,
      prepare: () => ({
        params: { processId: cofunding },
        body: { commandId: commandId(), command: { type: 'shelveProject', reasonText: '缓' } },
      }),
      refusedWith: ['unavailable', 'forbidden', 'wrong-phase'],
    },
    launchPetition: {
      at: city.e1,
      prepare: () => ({
        params: ofE1Estate,
        body: {
          ...{ commandId: commandId(), petitionId: randomUUID() },
          ...{ purpose: 'extraordinaryMeeting', requestText: '开会' },
        },
      }),
    },
    launchRecall: {
      at: city.e1,
      prepare: () => ({
        params: ofE1Estate,
        body: {
          ...{ commandId: commandId(), recallId: randomUUID(), proposedBy: 'street', memberIds: [city.u1.ownerId] },
          ...{ groundCodes: ['other'], groundText: '理由' },
        },
      }),
      refusedWith: ['already-running', 'not-a-member'],
    },
    commandPetition: {
      at: city.e1,
      prepare: () => ({
        params: { processId: petition.petitionId },
        body: { commandId: commandId(), command: { type: 'withdrawPetition', reasonText: '撤' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    commandRecall: {
      at: city.e1,
      prepare: () => ({
        params: { processId: recall },
        body: { commandId: commandId(), command: { type: 'stopRecall', reasonText: '止', basisText: '条' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    launchHousehold: {
      at: city.e1,
      prepare: () => ({
        params: ofE1Estate,
        body: {
          ...{ commandId: commandId(), householdId: randomUUID(), unitId: city.u1.id },
          ...{ class: 'green', reasonText: '独居' },
        },
      }),
      refusedWith: ['already-running'],
    },
    launchHouseholds: {
      at: city.e1,
      prepare: () => ({
        params: ofE1Estate,
        body: { ...reason(), households: [{ unitId: city.u1.id, class: 'green' }] },
      }),
    },
    commandHousehold: {
      at: city.e1,
      prepare: () => ({
        params: { processId: household },
        body: { commandId: commandId(), command: { type: 'endVisits', reasonText: '止' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
      seenBy: VISITORS,
    },
    listVisits: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    visitCounts: {
      at: city.e1,
      prepare: () => ({
        params: ofE1,
        query: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
      }),
    },
    readHousehold: {
      at: city.u1,
      prepare: () => ({
        params: unitOne,
        body: { commandId: commandId(), purpose: 'visit', purposeText: '走访' },
      }),
    },
    appendToHousehold: {
      at: city.u1,
      prepare: () => ({
        params: unitOne,
        body: { commandId: commandId(), section: 'needs', contentText: '助餐' },
      }),
    },
    listHouseholdLooks: { at: city.u1, prepare: () => ({ params: unitOne }) },
    launchMeeting: {
      ...atC1,
      prepare: () => ({
        params: ofC1,
        body: { commandId: commandId(), meetingId: randomUUID(), form: 'monthly', heldAt: '2099-01-05T01:30:00.000Z' },
      }),
    },
    commandMeeting: {
      ...atC1,
      prepare: () => ({
        params: { processId: meeting },
        body: { commandId: commandId(), command: { type: 'closeMeeting' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    getMeetingPack: {
      ...atC1,
      prepare: () => ({ params: { processId: meeting } }),
      refusedWith: ['pack-not-ready'],
    },
    launchRhythm: {
      ...atC1,
      prepare: () => ({
        params: ofC1,
        body: { commandId: commandId(), rhythmId: randomUUID(), forms: ['weekly'] },
      }),
      refusedWith: ['already-running'],
    },
    commandRhythm: {
      at: city.c2,
      prepare: () => ({
        params: { processId: rhythm },
        body: { commandId: commandId(), command: { type: 'pauseForm', form: 'weekly', reasonText: '停' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    launchProblem: {
      at: city.e1,
      prepare: () => ({
        params: ofE1Estate,
        body: { commandId: commandId(), problemId: randomUUID(), category: 'leak', reportText: '楼道漏水' },
      }),
    },
    commandProblem: {
      at: city.e1,
      prepare: () => ({
        params: { processId: problem },
        body: { commandId: commandId(), command: { type: 'raise', reasonText: '超出权限' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },
    getPetition: readPetition,
    listSignatures: readPetition,
    signPetition: {
      at: city.e1,
      prepare: () => ofPetition({ body: { commandId: commandId(), signatureId: randomUUID(), rightNo: 1 } }),
      refusedWith: ['not-your-right', 'right-already-signed'],
    },
    recordPaperSignature: {
      at: city.e1,
      prepare: () =>
        ofPetition({
          body: {
            ...{ commandId: commandId(), signatureId: randomUUID(), rightNo: 2 },
            ...{ pageNo: 1, lineNo: 1, collectorName: '收集人' },
          },
        }),
      refusedWith: ['right-already-signed'],
    },
    withdrawSignature: {
      at: city.e1,
      prepare: () => ofPetition({ params: { signatureId: petition.signatureId }, body: { commandId: commandId() } }),
      refusedWith: ['not-your-signature', 'signature-ended'],
    },
    withdrawPaperSignature: {
      at: city.e1,
      prepare: () => ofPetition({ params: { signatureId: petition.signatureId }, body: reason() }),
      refusedWith: ['signature-ended'],
    },
    commandVote: {
      at: city.e1,
      prepare: () => ({
        params: { processId: vote.voteId },
        body: { commandId: commandId(), command: { type: 'signCount' } },
      }),
      refusedWith: ['unavailable', 'forbidden'],
    },

    downloadArchive: ofElection,
    listHolds: ofElection,
    placeHold: { ...ordered, refusedWith: ['already-on-hold'] },
    liftHold: { ...ordered, refusedWith: ['not-on-hold'] },
    eraseText: {
      at: city.e1,
      prepare: () => ({ params: { processId: election, sha256: 'a'.repeat(64) }, body: reason() }),
      refusedWith: ['on-hold', 'process-still-open'],
    },
    listProcesses: {},
    getProcess: ofElection,
    listEvents: ofElection,
    listRefusedAttempts: ofElection,
    listCommands: ofElection,
    listMyObligations: {},
    listOverdueObligations: {},
    listStalls: {},
    listDetectors: {},
    listPlaceObligations: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    listMessages: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    listChanges: {},
    streamChanges: {},

    getVote: readVote,
    getRoll: readVote,
    listRollProblems: readVote,
    castBallot: {
      at: city.e1,
      prepare: () => ofVote({ body: { commandId: commandId(), rightNo: 1, choices: { item: 'yes' } } }),
      refusedWith: ['not-your-right', 'changes-exhausted'],
    },
    listMyBallots: readVote,
    proveBallot: {
      at: city.e1,
      prepare: () => ofVote({ params: { seq: '1' } }),
      refusedWith: ['counting-not-over'],
    },
    getTurnout: readVote,
    issuePapers: { at: city.e1, prepare: () => ofVote({ body: { commandId: commandId(), rights: { kind: 'all' } } }) },
    listPapers: readVote,
    returnPapers: { at: city.e1, prepare: () => ofVote({ body: { commandId: commandId(), serialNos: [1] } }) },
    withdrawReturn: onPaper(['paper-wrong-state', 'paper-already-entered', 'serial-not-found']),
    enterPaper: onPaper(['paper-wrong-state', 'already-entered-by-you', 'serial-not-found'], () => ({
      commandId: commandId(),
      reading: { kind: 'valid', choices: { item: 'yes' } },
    })),
    voidPaper: onPaper(['paper-wrong-state', 'serial-not-found']),
    reissuePaper: onPaper(['paper-wrong-state', 'serial-not-found']),
    recordDeliveries: {
      at: city.e1,
      prepare: async () =>
        ofVote({
          body: {
            commandId: commandId(),
            deliveries: [
              {
                rightNo: 1,
                channel: 'paper',
                result: 'delivered',
                proofKind: 'signature',
                deliveredAt: (await world.deps.time.now()).toISOString(),
                proofSha256: 'ab'.repeat(32),
              },
            ],
          },
        }),
    },
    listDeliveries: readVote,
    listDisputes: readVote,
    registerProxy: {
      at: city.e1,
      prepare: () =>
        ofVote({
          body: {
            commandId: commandId(),
            proxyId: randomUUID(),
            principalOwnerId: city.u2.ownerId,
            agent: { name: '受托人' },
            documentSha256: 'ab'.repeat(32),
          },
        }),
      refusedWith: ['proxy-exists'],
    },
    revokeProxy: {
      at: city.e1,
      prepare: () => ofVote({ params: { proxyId: vote.proxyId }, body: { commandId: commandId() } }),
      refusedWith: ['proxy-revoked'],
    },
    listProxies: readVote,
    recordCheckpoint: { at: city.e1, prepare: () => ofVote({ body: { commandId: commandId() } }) },
    listCheckpoints: { prepare: () => ofVote() },
    keepCheckpoint: {
      at: city.e1,
      prepare: () => ofVote({ params: { size: '999' }, body: { commandId: commandId(), root: 'ab'.repeat(32) } }),
      refusedWith: ['checkpoint-unknown'],
    },
    downloadPack: { ...readVote, refusedWith: ['counting-not-over'] },
    getForecast: readVote,
    listMissing: readVote,
    exportMissing: readVote,
    remindMissing: {
      at: city.e1,
      prepare: () => ofVote({ body: { commandId: commandId() } }),
      refusedWith: ['night-time'],
    },
    exportVoteRows: { ...readVote, refusedWith: ['counting-not-over'] },

    recordAssistance: {
      at: city.e1,
      prepare: () =>
        ofVote({
          body: {
            ...{ commandId: commandId(), assistanceId: randomUUID(), rightNo: 99, will: 'presentInPerson' },
            ...{ help: { purpose: 'readAloud' }, witness: { nameText: '见证人' } },
          },
        }),
      // Of no right of the roll: whoever has helped in a vote may not sign its count, which is walked here, too.
      refusedWith: ['right-not-found'],
    },
    listAssistances: readVote,
    getSlip: {
      at: city.e1,
      prepare: () => ofVote({ params: { assistanceId: vote.assistanceId } }),
      refusedWith: ['not-your-assistance'],
    },
    castAssisted: {
      at: city.e1,
      prepare: () =>
        ofVote({
          params: { assistanceId: vote.assistanceId },
          body: {
            ...{ commandId: commandId(), choices: { item: 'yes' } },
            confirmation: { kind: 'signature', signatureSha256: 'ab'.repeat(32) },
          },
        }),
      refusedWith: ['not-your-assistance'],
    },
    listCallBacks: readVote,
    recordCallBack: {
      at: city.e1,
      prepare: () => ofVote({ params: { seq: '999' }, body: { commandId: commandId(), outcome: 'confirmed' } }),
      refusedWith: ['not-in-sample'],
    },
    ruleOnBallot: {
      at: city.e1,
      prepare: () => ofVote({ params: { seq: '999' }, body: { ...reason(), remedy: 'stands' } }),
      refusedWith: ['ballot-not-denied'],
    },

    registerPlatform: {
      at: city.s1,
      prepare: () => ({
        params: { placeId: city.s1.id },
        body: { commandId: commandId(), platformId: randomUUID(), code: `p-${commandId()}`, name: '市平台' },
      }),
    },
    rotatePlatformKey: {
      at: city.s1,
      prepare: () => ({
        params: { placeId: city.s1.id, platformId: platform.platformId },
        body: { commandId: commandId(), oldValidHours: 0 },
      }),
    },
    listPlatforms: { at: city.s1, prepare: () => ({ params: { placeId: city.s1.id } }) },
    // Public to the frame: the signature decides.
    receivePlatformBallots: {
      prepare: () => ofVote({ params: { platform: platform.code }, file: Buffer.from('{"ballots":[]}') }),
      refusedWith: ['bad-signature'],
    },
    receivePlatformTotals: {
      prepare: () => ofVote({ params: { platform: platform.code }, file: Buffer.from('{}') }),
      refusedWith: ['bad-signature'],
    },
    importPlatformBallots: {
      at: city.e1,
      prepare: () =>
        ofVote({
          query: { commandId: commandId(), platform: platform.code, format: 'jsonl', mode: 'check' },
          file: Buffer.from('{"reference":"1","rightNo":1,"castAt":"2026-11-20T10:00:00Z","choices":{"item":"yes"}}'),
        }),
    },
    listPlatformImports: readVote,
    listPlatformRows: {
      at: city.e1,
      prepare: () => ofVote({ params: { batchId: platform.batchId } }),
    },
    setPlatformTotals: {
      at: city.e1,
      prepare: () =>
        ofVote({
          body: { commandId: commandId(), platform: platform.code, totals: { ballotCount: 0, items: [] } },
        }),
    },
    getPlatformTotals: { ...readVote, refusedWith: ['voting-not-over'] },
    explainDifference: {
      at: city.e1,
      prepare: () =>
        ofVote({
          body: {
            ...{ commandId: commandId(), platform: platform.code },
            ...{ comparisonSha256: 'ab'.repeat(32), reasonText: '测试' },
          },
        }),
      refusedWith: ['voting-not-over'],
    },
    listProcessPapers: ofElection,
    getPaperPdf: paperOfProject,
    getPaperDocx: paperOfProject,
    getFilingPacket: { ...ofElection, refusedWith: ['paper-not-ready'] },
    verifyPaper: { prepare: () => ({ params: { hash: 'ab'.repeat(32) } }), refusedWith: ['not-found'] },
    listPaperTemplates: { at: city.s1, prepare: () => ({ params: ofS1 }) },
    getPaperTemplate: { at: city.s1, prepare: () => ({ params: templateOfS1 }) },
    putPaperTemplate: {
      at: city.s1,
      prepare: () => ({ params: templateOfS1, body: { commandId: commandId(), source: 'x' } }),
      refusedWith: ['template-broken'],
    },
    listEngineTroubles: {},
    startAudit: { prepare: () => ({ body: { commandId: commandId() } }) },
    listAudits: {},
    // Another district has neither; without an engine nothing is repaired.
    getAudit: { prepare: () => ({ params: { auditId: audited.auditId } }), refusedWith: ['not-found'] },
    repairAuditItem: {
      prepare: () => ({ params: { itemId: audited.itemId }, body: reason() }),
      refusedWith: ['not-found', 'unavailable'],
    },
    withdrawPaperTemplate: {
      at: city.s1,
      prepare: () => ({ params: templateOfS1, body: { commandId: commandId() } }),
      refusedWith: ['template-not-own'],
    },

    rollUpPlace: { at: city.e1, prepare: () => ({ params: ofE1, query: { by: 'kind' } }) },
    exportRollUp: { at: city.e1, prepare: () => ({ params: ofE1, query: { by: 'kind', format: 'csv' } }) },
    readTrend: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    exportTrend: { at: city.e1, prepare: () => ({ params: ofE1, query: { format: 'csv' } }) },
    exportObligations: { at: city.e1, prepare: () => ({ params: ofE1, query: { format: 'csv' } }) },
    lookAheadOfPlace: { at: city.e1, prepare: () => ({ params: ofE1 }) },
    dryRunChange: {
      at: city.e1,
      prepare: () => ({ params: ofE1, body: { policy: { kind: 'preset', id: 'national' } } }),
    },
    listSavedViews: {},
    createSavedView: {
      prepare: () => ({ body: { commandId: commandId(), viewId: randomUUID(), name: '视图', show: anyList } }),
      needsFreshCaller: true,
    },
    replaceSavedView: {
      prepare: () => ({
        params: { viewId: randomUUID() },
        body: { commandId: commandId(), name: '视图', show: anyList },
      }),
      refusedWith: ['not-found'],
    },
    deleteSavedView: { prepare: () => ({ params: { viewId: randomUUID() }, body: { commandId: commandId() } }) },
    getMyMail: {},
    setMyMail: { prepare: () => ({ body: { commandId: commandId(), address: null } }) },
  };
}

/** A vote of estate e1, launched over HTTP, its roll frozen and its window open as the projection would leave them. */
async function anOpenVote(world: World): Promise<{ voteId: string; proxyId: string; assistanceId: string }> {
  const { city, db, deps } = world;
  const officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  const voteId = randomUUID();
  const scope = { kind: 'estate', placeId: city.e1.id } as const;
  const agenda = [aYesNoItem()];
  await world
    .as(officer)
    .post(`/v1/estates/${city.e1.id}/votes`, { commandId: randomUUID(), voteId, scope, agenda })
    .expect(201);
  const policy = aVotePolicy({ proxyCap: 3, changes: 1 });
  const { rollId, rollHash } = await freezeRoll(db.pool, voteId, 1, scope, policy);
  const now = (await deps.time.now()).getTime();
  const [opensAt, closesAt] = [-1, 1].map((hours) => new Date(now + hours * 3_600_000).toISOString()) as [
    string,
    string,
  ];
  const window = { voteId, estateId: city.e1.id, rollId, rollHash, rules: windowRules(agenda, scope, policy) };
  await inTransaction(db.pool, (tx) => openWindow(tx, { ...window, opensAt, closesAt }));
  const give = (path: string, body: object) =>
    world
      .as(officer)
      .post(`/v1/votes/${voteId}/${path}`, { commandId: randomUUID(), ...body })
      .expect(201);
  await give('papers', { rights: { kind: 'all' } });
  const proxyId = randomUUID();
  await give('proxies', {
    proxyId,
    principalOwnerId: city.u1.ownerId,
    agent: { name: '受托人' },
    documentSha256: 'ab'.repeat(32),
  });
  const assistanceId = randomUUID();
  await give('assistances', {
    ...{ assistanceId, rightNo: 2, will: 'presentInPerson' },
    ...{ help: { purpose: 'readAloud' }, witness: { nameText: '见证人' } },
  });
  return { voteId, proxyId, assistanceId };
}

/** A voting platform of street s1 with a checked file of no good row. */
async function aPlatform(world: World, voteId: string): Promise<{ platformId: string; code: string; batchId: string }> {
  const { s1 } = world.city;
  const officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  const platform = { platformId: randomUUID(), code: `p-${randomUUID()}`, name: '市平台' };
  await world
    .as(officer)
    .post(`/v1/places/${s1.id}/evote-platforms`, { commandId: randomUUID(), ...platform })
    .expect(201);
  const { body } = await world
    .as(officer)
    .post(
      `/v1/votes/${voteId}/platform-imports?commandId=${randomUUID()}&platform=${platform.code}&format=jsonl&mode=check`,
    )
    .set('Content-Type', 'application/octet-stream')
    .send(Buffer.from('{}'))
    .expect(201);
  return { ...platform, batchId: (body as { batchId: string }).batchId };
}

/** A petition at estate e1 whose roll is frozen, with one signature on paper. */
async function aCollectingPetition(world: World): Promise<{ petitionId: string; signatureId: string }> {
  const { city } = world;
  const petitionId = await launchPetition(world, city.e1);
  await freezePetition(world, petitionId, city.e1);
  const officer = await world.person([{ role: 'streetOfficer', at: city.s1 }]);
  const signatureId = randomUUID();
  await world
    .as(officer)
    .post(`/v1/petitions/${petitionId}/paper-signatures`, {
      ...{ commandId: randomUUID(), signatureId, rightNo: 1 },
      ...{ pageNo: 1, lineNo: 1, collectorName: '收集人' },
    })
    .expect(201);
  return { petitionId, signatureId };
}

/** An audit of the district that found the election's view to differ. */
async function anAudit(world: World, processId: string): Promise<{ auditId: string; itemId: string }> {
  const { pool } = world.db;
  const supervisor = await world.person([{ role: 'districtSupervisor', at: world.city.district }]);
  const { body } = await world.as(supervisor).post('/v1/audits', { commandId: randomUUID() }).expect(202);
  const { auditId } = body as { auditId: string };
  const difference = { kind: 'viewDiffers', subject: processId, processId, detail: {} } as const;
  await settleProcess(pool, processId, [difference], { auditId, now: await world.deps.time.now() });
  const { rows } = await pool.query<{ id: string }>('select item_id as id from audit_finding where audit_id = $1', [
    auditId,
  ]);
  return { auditId, itemId: rows[0]?.id ?? '' };
}

/** A dry run of one row at estate e3, ready to be committed. */
async function anImport(world: World): Promise<string> {
  const { s1, e3 } = world.city;
  const officer = await world.person([{ role: 'streetOfficer', at: s1 }]);
  const { body } = await world
    .as(officer)
    .post(`/v1/places/${e3.id}/register-imports?commandId=${randomUUID()}&format=csv`)
    .set('Content-Type', 'text/csv')
    .send(registerCsv([aRow()]))
    .expect(201);
  return (body as { importId: string }).importId;
}
