// What holds for every process in every state, tried with random commands at random instants (fast-check prints its seed).
import fc from 'fast-check';
import { election } from '../../domain/election/definition';
import type { TermCommand } from '../../domain/committee-term/state';
import type { HandoverCommand } from '../../domain/handover/state';
import type { ElectionCommand } from '../../domain/election/state';
import { decideProcess, unavailability } from '../../domain/machinery/decide';
import { evolveProcess, freshState } from '../../domain/machinery/evolve';
import { catchUp } from '../../domain/machinery/time';
import { ownersVote } from '../../domain/owners-vote/definition';
import type { VoteCommand } from '../../domain/owners-vote/state';
import type { DisclosureCommand } from '../../domain/disclosure/state';
import { RHYTHM_FORMS } from '../../domain/meeting/forms';
import type { MeetingCommand } from '../../domain/meeting/state';
import type { PetitionCommand } from '../../domain/petition/state';
import type { HouseholdCommand } from '../../domain/household/state';
import type { ProblemCommand } from '../../domain/problem/state';
import type { CofundingCommand } from '../../domain/cofunding/state';
import type { RecallCommand } from '../../domain/recall/state';
import type { RhythmCommand } from '../../domain/rhythm/state';
import type { Actor, MachineryCommand } from '../../domain/process';
import {
  CANDIDATES,
  electedElection,
  filedElection,
  GROUP,
  LARGE_ESTATE,
  launchedElection,
  nominatingElection,
  PLACE,
  slateElection,
  vettingElection,
  votingElection,
} from '../support/an-election';
import { COUNTER_IDS, draftedVote, openVote, publishedVote, talliedVote, totalsOf } from '../support/a-vote';
import {
  collectingPetition,
  counted,
  unlaunchedPetition,
  aPetitionLaunch,
  PETITIONER,
  verify,
  verifyingPetition,
  signedBy,
} from '../support/a-petition';
import { displayedDisclosure, FIRST, launchedDisclosure, MEMBER, openedDisclosure } from '../support/a-disclosure';
import { launchedHousehold } from '../support/a-household';
import { calledMeeting, heldMeeting } from '../support/a-meeting';
import {
  askedProblem,
  endingProblem,
  department,
  DISTRICT,
  FIRM,
  launchedProblem,
  workedProblem,
} from '../support/a-problem';
import {
  aPlan,
  classified,
  collecting,
  contract,
  contracting,
  deliberated,
  OTHER_USCC,
  planned,
  pledged,
  pledging,
  proposed,
  received,
  ROLL,
  settling,
  shares,
  THIRD_USCC,
  USCC,
  working,
} from '../support/a-cofunding';
import { launchedRecall, votingRecall } from '../support/a-recall';
import { launchedRhythm } from '../support/a-rhythm';
import { electionEnded, expiredTerm, watchedTerm } from '../support/a-term';
import { launchedHandover, lookedAt, signed } from '../support/a-handover';
import { anElectionItem } from '../support/build';
import { anActor, aPolicy, ENGINE, Play } from '../support/play';

const DAY = 86_400_000;
const text = { reasonText: 'h', basisText: 'h' };
const people: Actor[] = [
  anActor('streetOfficer'),
  anActor('communitySecretary'),
  anActor('committeeMember'),
  anActor('districtSupervisor'),
  anActor('owner', { id: 'a1', ownerId: 'owner-c1' }),
  anActor('gridWorker', { id: 'counter-one' }),
  anActor('gridWorker', { id: 'counter-two' }),
  anActor('departmentOfficer', { department: 'court' }),
  anActor('departmentOfficer', { department: 'publicSecurity' }),
  ENGINE,
  { kind: 'process', id: 'vote-1' },
  PETITIONER,
  anActor('owner', { id: 'a2', ownerId: 'm1' }),
  ...[FIRM, DISTRICT, department('housing'), department('fire'), anActor('resident', { id: 'reporter' })],
  ...[MEMBER, { kind: 'time' } as const],
];
const actor = fc.constantFrom(...people);
const id = fc.constantFrom('x', 'y', 'z');
const candidateId = fc.constantFrom(...CANDIDATES);
const body = fc.constantFrom(...aPolicy().election.vettingBodies.map((entry) => entry.body), 'someoneElse');
const record = <T extends object>(type: string, fields: { [K in keyof T]: fc.Arbitrary<T[K]> } = {} as never) =>
  fc.record(fields).map((made) => ({ ...made, type, ...text }));

const machinery: fc.Arbitrary<object>[] = [
  record('suspend', { days: fc.integer({ min: 1, max: 40 }) }),
  record('resume'),
  fc.constant({ type: 'reviseCalendar', calendar: launchedElection().setting.calendar }),
  record('nudge', { key: fc.constantFrom('formGroup', 'holdAssembly', 'collectBallots', 'launchElection') }),
  record('extendDeadline', { clock: fc.constantFrom('groupForm', 'count', 'launchElection', 'window') }),
  record('takeOver', { key: fc.constantFrom('formGroup', 'decideFiling', 'formSubstitute', 'urge') }),
  record('sendBack', { key: fc.constantFrom('formGroup', 'decideFiling', 'formSubstitute', 'urge') }),
  record('reassign', {
    key: fc.constantFrom('formGroup', 'collectNominations', 'collectBallots', 'formSubstitute'),
    role: fc.constantFrom('streetOfficer', 'gridWorker', 'owner'),
  }),
];
const outcome = fc.constantFrom('passed', 'rejected', 'inquorate', 'partial', 'voided');

const electionCommand = fc.oneof(
  ...machinery,
  fc.constant({ type: 'formGroup', members: GROUP, leaderId: 's1' }),
  record('objectToGroup', { objectionId: id }),
  record('objectToCandidate', { objectionId: id, candidateId }),
  record('answerObjection', { objectionId: id, isUpheld: fc.boolean() }),
  record('extendAssembly'),
  candidateId.map((name) => ({
    type: 'nominate',
    candidateId: name,
    ownerId: `owner-${name}`,
    nominatedBy: 'owners',
  })),
  record('withdrawCandidate', { candidateId }),
  record('reduceSeats', { seats: fc.integer({ min: 1, max: 9 }) }),
  record('reopenNomination'),
  record('giveOpinion', {
    body,
    candidateId,
    isAdverse: fc.boolean(),
    basisKind: fc.constantFrom('statute', 'advice'),
  }),
  record('answerOpinion', { body, candidateId }),
  record('decideCandidate', { candidateId, isAdmitted: fc.boolean() }),
  record('recordAssemblyHeld', { voteId: fc.constantFrom('vote-1', 'vote-2') }),
  record('recordChildLaunched', { childId: fc.constantFrom('vote-1', 'vote-2'), childKey: fc.constant('vote') }),
  record('recordVoteResult', {
    voteId: fc.constantFrom('vote-1', 'vote-2'),
    outcome,
    electedIds: fc.subarray(CANDIDATES),
    reserveIds: fc.subarray(CANDIDATES),
    items: fc.constant([]),
  }),
  record('startRetry'),
  record('recordFirstMeeting', {
    chairId: candidateId,
    viceChairIds: fc.constant([]),
    minutesText: fc.constant('h'),
  }),
  record('publishOffices'),
  record('applyFiling', { documentsText: fc.constant('h') }),
  record('decideFiling', { decision: fc.constantFrom('granted', 'returned', 'refused') }),
  record('callForMembers'),
  record('appealExclusion', { candidateId }),
  record('decideAppeal', { candidateId, isUpheld: fc.boolean() }),
  record('orderFiling'),
  record('recordHandoverEnded', {
    handoverId: fc.constantFrom('h1', 'h2'),
    occasion: fc.constantFrom('custody', 'takeover'),
    outcome: fc.constantFrom('complete', 'refused'),
  }),
  record('commissionAudit', { auditorText: fc.constant('h') }),
  record('publishAudit', { reportText: fc.constant('h') }),
  record('closeNomination'),
  fc.constant(null).map(() => launchElection),
) as fc.Arbitrary<ElectionCommand | MachineryCommand>;
const stop: ElectionCommand = { type: 'stopElection', ...text };
const voided: VoteCommand = { type: 'voidVote', ...text };
const launchElection = {
  type: 'launch',
  processId: 'election',
  place: PLACE,
  variant: 'reelection',
  trigger: 'termEnding',
  termEndsOn: null,
  parentId: null,
  seats: 5,
  ...LARGE_ESTATE,
};

const agenda = [anElectionItem({ candidateIds: ['a', 'b', 'c'], seats: 2, minSeats: 1 })];
const voteCommand = fc.oneof(
  ...machinery,
  record('recordLegalityCheck', { isFit: fc.boolean() }),
  record('freezeRoll'),
  fc.constant({
    type: 'recordRollFrozen',
    roll: { rollId: 'r', version: 1, rollHash: 'h', heads: 4, areaDm2: 40_000, rightCount: 4, problemCount: 0 },
  }),
  record('objectToRoll', { objectionId: id }),
  record('answerRollObjection', { objectionId: id, isUpheld: fc.boolean() }),
  record('publishNotice', { windowDays: fc.integer({ min: 1, max: 70 }), noticeText: fc.constant('h') }),
  record('restartNotice'),
  record('extendWindow'),
  record('nameCounters', { counterIds: fc.subarray(COUNTER_IDS, { minLength: 1 }) }),
  record('finishCounting'),
  fc
    .record({ a: fc.nat(4), b: fc.nat(4), c: fc.nat(4), unresolvedPaperCount: fc.constantFrom(0, 0, 2) })
    .map(({ unresolvedPaperCount, ...heads }) => ({
      type: 'recordTally',
      totals: totalsOf(agenda, heads),
      ballotRoot: 'r',
      unresolvedPaperCount,
    })),
  record('signCount'),
  record('disputeCount'),
  record('drawLot', { itemId: fc.constant('item'), electedIds: fc.subarray(['a', 'b', 'c'], { minLength: 1 }) }),
  record('publishResult'),
  record('objectToResult', { objectionId: id }),
  record('answerResultObjection', {
    objectionId: id,
    remedy: fc.constantFrom('dismissed', 'recount', 'void'),
  }),
  record('markContested', { ground: fc.constantFrom('rights', 'procedure') }),
  record('endContest'),
  record('recordRevocation', { by: fc.constantFrom('court', 'office') }),
) as fc.Arbitrary<VoteCommand | MachineryCommand>;

const termCommand = fc.oneof(
  ...machinery,
  record('reportTerm', { noteText: fc.constant('h') }),
  record('recordMemberLeft', { memberId: fc.constantFrom('m1', 'm2', 'm3', 'm4'), cause: fc.constant('resigned') }),
  record('seatAlternate', { memberId: fc.constantFrom('a1', 'a2') }),
  record('renewEarly', { ground: fc.constantFrom('idle', 'unable') }),
  record('formSubstitute', { body: fc.constantFrom('residentsCommittee', 'managementCommittee') }),
  record('recordElectionLaunched', {
    electionId: fc.constant('election'),
    variant: fc.constantFrom('reelection', 'byElection'),
  }),
  record('recordSubstituteAct', { actId: id, what: fc.constant('firm'), noteText: fc.constant('h') }),
  record('revokeSubstituteAct', { actId: id }),
  record('revokeSubstitute'),
  record('recordDelivery', {
    firstDeliveredOn: fc.constantFrom(null, '2024-06-30'),
    delivered: fc.constantFrom(
      { areaDm2: 10, totalAreaDm2: 100, heads: 1, totalHeads: 10 },
      { areaDm2: 60, totalAreaDm2: 100, heads: 6, totalHeads: 10 },
    ),
  }),
  record('recordDeveloperReport', { documentsText: fc.constant('h') }),
  record('recordRegistryList', { documentsText: fc.constant('h') }),
  record('recordDemand', {
    petitionId: id,
    purpose: fc.constantFrom('renewCommittee', 'recallMembers', 'extraordinaryMeeting'),
    memberIds: fc.subarray(['m1', 'm2']),
  }),
  record('recordMeetingConvened', { petitionId: id, noteText: fc.constant('h') }),
  record('recordRecallLaunched', {
    recallId: fc.constant('recall'),
    petitionId: fc.constantFrom('x', 'y', null),
    memberIds: fc.subarray(['m1', 'm2', 'm3']),
    isSuspending: fc.boolean(),
  }),
  record('recordRecallEnded', { recallId: fc.constant('recall'), recalledIds: fc.subarray(['m1', 'm2', 'm3']) }),
  fc.constantFrom('seated', 'partlySeated', 'noCommittee', 'stopped').map((how) => electionEnded(how as 'seated')),
) as fc.Arbitrary<TermCommand | MachineryCommand>;
const item = fc.constantFrom(...aPolicy().handover.items.value);
const handoverCommand = fc.oneof(
  ...machinery,
  record('addItem', { item: fc.constant('another'), noteText: fc.constant('h') }),
  record('recordItem', { item, status: fc.constantFrom('provided', 'missing', 'disputed', 'waived') }),
  ...aPolicy().handover.items.value.map((name) =>
    record('recordItem', { item: fc.constant(name), status: fc.constantFrom('provided', 'missing') }),
  ),
  record('sign', { side: fc.constantFrom('from', 'to', 'witness') }),
  record('reportRefusal'),
  record('urge', { letterText: fc.constant('h') }),
  record('requestAssistance', { body: fc.constantFrom('police', 'court') }),
  record('recordAssistance', { hasCome: fc.boolean(), resultText: fc.constant('h') }),
  record('holdJointMeeting', { minutesText: fc.constant('h') }),
  record('settleItem', {
    item,
    how: fc.constantFrom('provided', 'waived', 'claimed', 'toCourt'),
    noteText: fc.constant('h'),
  }),
) as fc.Arbitrary<HandoverCommand | MachineryCommand>;
const stopHandover: HandoverCommand = { type: 'stopHandover', ...text };
const endWatch: TermCommand = { type: 'endWatch', ...text };

const petitionCommand = fc.oneof(
  ...machinery,
  fc.integer({ min: 15, max: 25 }).map((heads) => ({ type: 'recordThresholdReached', signed: signedBy(heads) })),
  fc.integer({ min: 15, max: 25 }).map((heads) => counted(heads)),
  fc.constant(verify()),
  fc.constant(verify({ defectiveIds: ['x'] })),
) as fc.Arbitrary<PetitionCommand | MachineryCommand>;
const withdraw: PetitionCommand = { type: 'withdrawPetition', reasonText: 'h' };

const recallCommand = fc.oneof(
  ...machinery,
  record('giveDefence', { memberId: fc.constantFrom('m1', 'm2'), defenceText: fc.constant('h') }),
  record('recordChildLaunched', { childId: fc.constantFrom('vote-1', 'vote-2'), childKey: fc.constant('vote') }),
  record('recordAssemblyHeld', { voteId: fc.constantFrom('vote-1', 'vote-2') }),
  record('recordVoteResult', {
    voteId: fc.constantFrom('vote-1', 'vote-2'),
    outcome,
    items: fc.array(
      fc.record({
        itemId: fc.constantFrom('m1', 'm2'),
        outcome: fc.constantFrom('passed', 'rejected', 'inquorate'),
      }),
      { maxLength: 2 },
    ),
  }),
) as fc.Arbitrary<RecallCommand | MachineryCommand>;
const milestoneId = fc.constantFrom('m1', 'm2');
const fen = fc.integer({ min: 1, max: 1_300_000 });
const evidence = { evidenceText: fc.constant('h'), attachments: fc.constant([]) };
const plan = fc.constantFrom(aPlan(), aPlan({ works: 'addition' }));
const cofundingCommand = fc.oneof(
  ...machinery,
  record('screenProposal', { finding: fc.constantFrom('fit', 'planned') }),
  record('callDeliberation', { form: fc.constant('building'), heldAt: fc.constant('2027-01-01T00:00:00.000Z') }),
  record('recordChildLaunched', {
    childKey: fc.constantFrom('meeting:1', 'vote:1'),
    childId: fc.constantFrom('vote-1', 'vote-2', 'meeting'),
  }),
  record('recordMeetingEnded', {
    ...{ meetingId: fc.constant('meeting'), form: fc.constant('building') },
    outcome: fc.constantFrom('held', 'missed'),
  }),
  record('settlePlan', { plan }),
  record('shelveProject'),
  record('confirmClass', { projectClass: fc.constantFrom('none', 'ordinary', 'special') }),
  record('recordAssemblyHeld', { voteId: fc.constantFrom('vote-1', 'vote-2') }),
  record('recordVoteResult', { voteId: fc.constantFrom('vote-1', 'vote-2'), outcome }),
  record('recordVoteContested', { voteId: fc.constantFrom('vote-1', 'vote-2'), isContested: fc.boolean() }),
  record('recordVoteRevoked', { voteId: fc.constantFrom('vote-1', 'vote-2') }),
  record('recordSharesPrepared', { roll: fc.constant(ROLL), shares: fc.constant(shares()) }),
  record('recordPledgeTarget', { pledged: fc.constant(pledged(12, 1_200_000)) }),
  record('closePledging'),
  record('recordPledges', { pledged: fc.constantFrom(pledged(12, 1_200_000), pledged(3, 300_000)) }),
  record('extendPledging'),
  record('rescopeProject'),
  record('lapseProject'),
  record('closeCollecting'),
  record('recordReceipts', { received: fc.constantFrom(received(1_200_000), received(900_000)) }),
  record('extendCollecting'),
  record('abandonProject'),
  fc.constantFrom('q1', 'q2', 'q3').chain((quoteId) =>
    record('addQuote', {
      ...{ quoteId: fc.constant(quoteId), bidder: fc.constantFrom(USCC, OTHER_USCC, THIRD_USCC) },
      ...{ amountFen: fc.constant(1_200_000), isRelated: fc.constant(false), documentHash: fc.constant('h') },
    }),
  ),
  fc.constant({ ...contract(), fewQuotesText: 'h' }),
  record('reportMilestone', { milestoneId, ...evidence }),
  record('requestPayment', {
    ...{ paymentId: id, milestoneId, amountFen: fen, invoiceHash: fc.constant('h'), payeeText: fc.constant('h') },
  }),
  record('approvePayment', { paymentId: id }),
  record('refusePayment', { paymentId: id }),
  record('recordSpendingPosted', { paymentId: id, transactionId: fc.constant('t') }),
  record('recordSpendingRefused', { paymentId: id, code: fc.constant('not-enough-held') }),
  record('proposeVariation', { milestoneId, amountFen: fen }),
  record('decideVariation', { isApproved: fc.boolean() }),
  record('recordContractorQuit'),
  record('finishWorks', evidence),
  record('recordAcceptance', {
    ...{ isAccepted: fc.boolean(), representativeIds: fc.constant(['o1', 'o2']), minutesText: fc.constant('h') },
  }),
  record('confirmAcceptance', { isAccepted: fc.boolean() }),
  record('publishAccounts', { boardPhoto: fc.constant('h'), noteText: fc.constant('h') }),
  record('objectToProject', { objectionId: id }),
  record('answerProjectObjection', { objectionId: id, isUpheld: fc.boolean() }),
  record('recordRefundsListed', { payers: fc.constantFrom(0, 12), totalFen: fc.constant(100_000) }),
  record('recordRefundsPaid', {
    ...{ payers: fc.constantFrom(undefined, 12), paidFen: fc.constant(1) },
    ...{ heldFen: fc.constant(1), held: fc.constantFrom(0, 1) },
  }),
  record('disposeHeldRefunds'),
) as fc.Arbitrary<CofundingCommand | MachineryCommand>;
const shelve: CofundingCommand = { type: 'shelveProject', reasonText: 'h' };
const partyKey = fc.constantFrom('communitySecretary', 'committeeMember', 'firmManager', 'expert');
const instant = fc
  .integer({ min: -DAY, max: 30 * DAY })
  .map((ms) => new Date(Date.parse('2026-03-05') + ms).toISOString());
const meetingCommand = fc.oneof(
  ...machinery,
  record('inviteParties', { parties: fc.constant([{ key: 'police', isRequired: true, department: 'police' }]) }),
  record('postpone', { heldAt: instant }),
  record('recordAttendance', {
    present: fc.constantFrom(['communitySecretary', 'committeeMember', 'firmManager'], ['expert'], ['firmManager']),
    excused: fc.constant([]),
  }),
  record('recordMinutes', { minutesText: fc.constant('h'), isAgreed: fc.constantFrom(undefined, true, false) }),
  record('addResolution', {
    resolutionId: id,
    by: fc.oneof(
      partyKey.map((key) => ({ partyKey: key })),
      fc.constant({ role: 'streetOfficer' }),
    ),
    days: fc.integer({ min: 1, max: 200 }),
    contentText: fc.constant('h'),
    isForCovenant: fc.boolean(),
  }),
  record('reportResolution', { resolutionId: id, evidenceText: fc.constant('h') }),
  record('confirmResolution', { resolutionId: id }),
  record('returnResolution', { resolutionId: id }),
  record('dropResolution', { resolutionId: id }),
  record('explainMissedMeeting'),
  record('endMissedMeeting'),
  record('recordPackWritten', { sha256: fc.constant('h'), madeAt: fc.constant('2026-03-02T02:00:00.000Z') }),
) as fc.Arbitrary<MeetingCommand | MachineryCommand>;
const stopMeeting: MeetingCommand = { type: 'stopMeeting', ...text };

const form = fc.constantFrom(...RHYTHM_FORMS);
const rhythmCommand = fc.oneof(
  ...machinery,
  record('pauseForm', { form }),
  record('resumeForm', { form }),
  fc.nat(3000).map((no) => ({ type: 'recordChildLaunched', childKey: `weekly:${no}`, childId: `m-${no}` })),
  record('recordMeetingEnded', { meetingId: id, form, outcome: fc.constantFrom('held', 'missed', 'stopped') }),
) as fc.Arbitrary<RhythmCommand | MachineryCommand>;
const endRhythm: RhythmCommand = { type: 'endRhythm', ...text };

const periodNo = fc.constantFrom(FIRST, FIRST + 1, FIRST + 2);
const sha256 = fc.constantFrom(...['h1', 'h2'].map((name) => name.padEnd(64, '0')));
const disclosureCommand = fc.oneof(
  ...machinery,
  record('draftStatement', { no: periodNo }),
  record('recordDrafted', { no: periodNo, version: fc.integer({ min: 1, max: 3 }), sha256 }),
  record('reviewStatement', { no: periodNo, isSound: fc.boolean() }),
  record('signStatement', { no: periodNo, sha256 }),
  record('recordBoard', { no: periodNo, attachments: fc.constant(['photo']) }),
  record('objectToStatement', { no: periodNo, objectionId: id }),
  record('answerObjection', { objectionId: id, isUpheld: fc.boolean() }),
  record('correctStatement', { no: periodNo }),
  record('changeBody', { body: fc.constantFrom('committeeMember', 'firmManager', 'communitySecretary') }),
) as fc.Arbitrary<DisclosureCommand | MachineryCommand>;
const endDisclosure: DisclosureCommand = { type: 'endDisclosure', ...text };
const stopRecall: RecallCommand = { type: 'stopRecall', ...text };

const householdCommand = fc.oneof(
  ...machinery,
  record('recordVisit', {
    visitedAt: fc.constantFrom('2026-03-02T02:00:00.000Z', '2026-03-03T14:00:00.000Z', '2026-04-20T02:00:00.000Z'),
    kind: fc.constantFrom('door', 'phone', 'notMet'),
    noteText: fc.constant('h'),
  }),
  record('reclassify', { class: fc.constantFrom('red', 'yellow', 'green') }),
  record('assignVisitor', { accountId: fc.constantFrom('x', null) }),
) as fc.Arbitrary<HouseholdCommand | MachineryCommand>;
const endVisits: HouseholdCommand = { type: 'endVisits', reasonText: 'h' };
const level = fc.constantFrom('estate', 'community', 'street', 'district');
const calledBody = fc.constantFrom('housing', 'fire');
const said = fc.constant('h');
const problemCommand = fc.oneof(
  ...machinery,
  record('suspend', { reason: fc.constantFrom('weather', 'x'), days: fc.constant(9) }),
  record('respond', { noteText: said }),
  record('reclassify', { category: fc.constantFrom('leak', 'noise', 'smokeAlarm', 'facade') }),
  record('assign', { level, department: fc.constantFrom(null, 'housing') }),
  record('raise', {}),
  record('returnProblem', { reason: fc.constantFrom('wrongPlace', 'x') }),
  record('acceptReturn', { level, department: fc.constantFrom(null, 'housing') }),
  ...[
    'refuseReturn',
    'askExtension',
    'extendHandling',
    'refuseExtension',
    'approveClosing',
    'refuseClosing',
    'appealClosing',
    'recordAppeal',
    'upholdAppeal',
    'dismissAppeal',
  ].map((type) => record(type)),
  record('callDepartments', { departments: fc.constant(['housing', 'fire']), lead: calledBody }),
  record('answerCall', { body: calledBody, isComing: fc.boolean(), answerText: said }),
  record('nameLead', { lead: calledBody }),
  record('orderDepartment', { department: calledBody, letterText: said }),
  record('reportWork', { evidenceText: said, attachments: fc.constant([]) }),
  record('verifyWork', { isDone: fc.boolean(), noteText: said }),
  record('answerProblem', { isSolved: fc.boolean(), isSatisfied: fc.boolean() }),
  record('recordCallBack', {
    answer: fc.option(fc.record({ isSolved: fc.boolean(), isSatisfied: fc.boolean() })),
    noteText: said,
  }),
  record('proposeClosing', {
    how: fc.constantFrom('groundless', 'parked', 'merged'),
    mergedInto: fc.constantFrom(null, 'other'),
    reviewOn: fc.constantFrom(null, '2026-03-20', '2026-05-20'),
  }),
  record('resumeParked', {}),
  record('explainDelay', { explanationText: said }),
  record('callMeeting', { form: fc.constant('threeParty'), heldAt: fc.constant('2027-01-01T00:00:00.000Z') }),
  record('recordChildLaunched', { childId: fc.constant('meeting-1'), childKey: fc.constant('meeting:1') }),
  record('recordResearch', { opinionText: said }),
  record('supervise', { noteText: said }),
  record('appraise', { stars: fc.constant(3), noteText: said }),
) as fc.Arbitrary<ProblemCommand | MachineryCommand>;
const nobodyAnswers: ProblemCommand = { type: 'recordCallBack', answer: null, noteText: 'h' };

/**
 * What happens next: somebody says something, or time passes. Of twelve random things the first is said that is accepted, so that walks get
 * far; or the first of all, whatever comes of it.
 */
const steps = <C extends object>(command: fc.Arbitrary<C>, end: C) => {
  const said: fc.Arbitrary<Said[number]> = fc.record({ actor, command });
  const one = fc.array(said, { minLength: 1, maxLength: 1 });
  return fc.array(
    fc.oneof(
      { weight: 30, arbitrary: fc.array(said, { minLength: 12, maxLength: 12 }) },
      { weight: 10, arbitrary: one },
      { weight: 4, arbitrary: fc.record({ ms: fc.integer({ min: 1, max: 25 * DAY }) }) },
      { weight: 8, arbitrary: fc.constant('next' as const) },
      { weight: 1, arbitrary: fc.constant<Said>([{ actor: anActor('streetOfficer'), command: end }]) },
    ),
    { minLength: 10, maxLength: 50 },
  );
};

/* eslint-disable-next-line @typescript-eslint/no-explicit-any -- both kinds of process walk the same way; their types differ */
type AnyPlay = Play<any, any, any>;
type Said = { actor: Actor; command: object }[];

function walk(play: AnyPlay, path: (Said | { ms: number } | 'next')[]): void {
  const { definition } = play;
  let closedAs: string | undefined;
  for (const step of path) {
    const [before, from] = [play.state, play.events.length];
    if (step === 'next') {
      // To the next thing that time decides, so that walks get far.
      const next = Object.values(play.state.clocks as Record<string, { dueAt: string }>)
        .map(({ dueAt }) => dueAt)
        .filter((at) => at > play.now)
        .sort()[0];
      if (next) play.waitUntil(next);
    } else if (!Array.isArray(step)) play.waitUntil(new Date(Date.parse(play.now) + step.ms).toISOString());
    else {
      for (const { actor, command } of step) {
        const asked = { actor, channel: 'web' as const, command: command as never };
        const { caughtUp, decision } = decideProcess(definition, play.state, asked, play.setting, play.now);
        play.state = caughtUp.state;
        play.events.push(...caughtUp.steps.flatMap(({ events }) => events));
        if (!decision.ok) {
          expect(decision.rejection.code).toMatch(/^[a-z-]+$/);
          continue;
        }
        expect(unavailability(definition, play.state, (command as { type: string }).type)).toBeUndefined();
        for (const event of decision.events) {
          play.state = evolveProcess(definition, play.policy, play.state, event);
          play.events.push(event);
        }
        break;
      }
    }
    if (!isPlain(play.state)) throw new Error('the state is not plain JSON');
    if (closedAs !== undefined) {
      expect(play.state).toBe(before);
      expect(play.events.length).toBe(from);
    }
    if (definition.isClosed(play.state.core)) closedAs = definition.outcome(play.state.core) ?? '';
    expectNotStuck(play);
  }
  if (closedAs !== undefined) expect(closedAs).not.toBe('');
  const folded = play.events.reduce(
    (state, event) => evolveProcess(definition, play.policy, state, JSON.parse(JSON.stringify(event))),
    freshState(definition.initial),
  );
  expect(folded).toEqual(play.state);
}

/** Comes back from JSON as it was: no Map, no Date, no fraction that is not a number. */
const isPlain = (value: unknown): boolean =>
  value === null ||
  ['string', 'boolean', 'undefined'].includes(typeof value) ||
  Number.isFinite(value) ||
  (Array.isArray(value)
    ? value.every(isPlain)
    : Object.prototype.toString.call(value) === '[object Object]' && Object.values(value as object).every(isPlain));

/** Somebody has a duty, or a clock runs that decides something, or the machine has a step to do; and no clock runs for nothing. */
function expectNotStuck(play: AnyPlay): void {
  const { definition, state, policy } = play;
  const { core, clocks } = state;
  if (definition.isClosed(core) || core.phase === 'unlaunched') {
    expect(clocks).toEqual({});
    return;
  }
  const duties = definition.obligations(core, policy);
  const decisive = Object.keys(clocks).filter((name) => definition.whenDue(core, name, policy) !== undefined);
  const isAlive = duties.length > 0 || decisive.length > 0 || definition.effect(core, policy) || state.suspension;
  if (!isAlive) throw new Error(`stuck in ${core.phase}`);
  const useful = new Set([...decisive, ...duties.map(({ clock }) => clock)]);
  // The time for the assembly runs from the group's formation, its duty shows when the vote is due; the time for the count runs on while
  // the machine tallies, and the time to decide on arrears while it counts what has come in.
  const whileCounted: Record<string, string> = { count: 'tallying', arrears: 'countingReceipts' };
  const isExcused = (clock: string) => clock === 'assembly' || whileCounted[clock] === core.phase;
  for (const name of Object.keys(clocks).filter((clock) => !isExcused(clock)))
    if (!useful.has(name)) throw new Error(`clock ${name} runs for nobody in ${core.phase}`);
  for (const { key, clock } of duties)
    if (clock !== null && !(clock in clocks)) throw new Error(`duty ${key} hangs on ${clock}, which does not run`);
}

/** Walks begin anywhere, so that late phases are walked through as often as early ones. */
const ELECTIONS: (() => AnyPlay)[] = [
  launchedElection,
  nominatingElection,
  vettingElection,
  slateElection,
  votingElection,
  electedElection,
  () => filedElection(aPolicy('hangzhou')),
  () => nominatingElection(aPolicy('shanghai')),
  () => launchedElection(aPolicy(), 5, LARGE_ESTATE, 'founding'),
];
const TERMS: (() => AnyPlay)[] = [
  watchedTerm,
  () => watchedTerm({ termStartsOn: '2022-01-01', termEndsOn: '2025-12-31' }),
  () => expiredTerm(),
  () => watchedTerm({ members: [], alternateIds: [], termStartsOn: null, termEndsOn: null }),
];
const HANDOVERS: (() => AnyPlay)[] = [
  launchedHandover,
  () => lookedAt(launchedHandover()),
  () => signed(lookedAt(launchedHandover(), { seals: 'missing' })),
];
const VOTES: (() => AnyPlay)[] = [
  () => draftedVote(agenda),
  () => openVote(agenda),
  () => talliedVote({ a: 4, b: 3, c: 3 }, agenda),
  () => publishedVote({ a: 4, b: 3 }, agenda),
];

const PETITIONS: (() => AnyPlay)[] = [
  () => {
    const play = unlaunchedPetition();
    play.give(PETITIONER, aPetitionLaunch());
    return play;
  },
  collectingPetition,
  verifyingPetition,
];
const PROJECTS: (() => AnyPlay)[] = [
  ...[proposed, deliberated, planned, classified, pledging, collecting, contracting, working, settling],
  () => classified(aPlan({ works: 'addition' })),
];
const RECALLS: (() => AnyPlay)[] = [launchedRecall, votingRecall];
const HOUSEHOLDS: (() => AnyPlay)[] = [launchedHousehold, () => launchedHousehold({ class: 'red' })];
const PROBLEMS: (() => AnyPlay)[] = [
  launchedProblem,
  workedProblem,
  askedProblem,
  endingProblem,
  () => launchedProblem({ category: 'facade' }),
  () => launchedProblem({ category: 'smokeAlarm', reporterId: null }),
  () => launchedProblem({ isSupervised: true }),
  () => launchedProblem({ complaintOf: { role: 'firmManager', accountId: null } }),
];

const MEETINGS: (() => AnyPlay)[] = [
  calledMeeting,
  heldMeeting,
  () => calledMeeting({ form: 'mediation' }),
  () => heldMeeting({ form: 'weekly' }),
];
const RHYTHMS: (() => AnyPlay)[] = [launchedRhythm, () => launchedRhythm([...RHYTHM_FORMS])];

const DISCLOSURES: (() => AnyPlay)[] = [launchedDisclosure, () => openedDisclosure(), () => displayedDisclosure()];

/** Thousands of states; jest's own five seconds are for ordinary tests. */
const LONG_MS = 120_000;

describe('whatever people say and whenever they say it', () => {
  it(
    'an election decides, never throws, never gets stuck, stays closed once closed, and is the fold of its events',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...ELECTIONS), steps(electionCommand, stop), (start, path) => walk(start(), path)),
        { numRuns: 30, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does an owners’ vote',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...VOTES), steps(voteCommand, voided), (start, path) => walk(start(), path)),
        { numRuns: 30, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does the watch on a term',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...TERMS), steps(termCommand, endWatch), (start, path) => walk(start(), path)),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a handover',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...HANDOVERS), steps(handoverCommand, stopHandover), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a petition',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...PETITIONS), steps(petitionCommand, withdraw), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a co-funding',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...PROJECTS), steps(cofundingCommand, shelve), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 120, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a recall',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...RECALLS), steps(recallCommand, stopRecall), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so do the visits to a household',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...HOUSEHOLDS), steps(householdCommand, endVisits), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a meeting',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...MEETINGS), steps(meetingCommand, stopMeeting), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a rhythm',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...RHYTHMS), steps(rhythmCommand, endRhythm), (start, path) => walk(start(), path)),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a disclosure',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...DISCLOSURES), steps(disclosureCommand, endDisclosure), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 60, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'so does a resident’s problem',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...PROBLEMS), steps(problemCommand, nobodyAnswers), (start, path) =>
          walk(start(), path),
        ),
        { numRuns: 150, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'a process that was never launched takes nothing but its launch',
    () => {
      fc.assert(
        fc.property(actor, electionCommand, (who, command) => {
          const play = new Play(election, '2026-03-02T02:00:00.000Z');
          if (command.type === 'launch') play.give(who, command);
          else if (command.type !== 'suspend' && command.type !== 'reviseCalendar') play.refuses(who, command);
        }),
        { numRuns: 100, endOnFailure: true },
      );
    },
    LONG_MS,
  );

  it(
    'looking at the clock twice at one instant changes nothing',
    () => {
      fc.assert(
        fc.property(steps(voteCommand, voided), fc.integer({ min: 0, max: 60 * DAY }), (path, ms) => {
          const play = draftedVote(agenda);
          walk(play, path);
          const at = new Date(Date.parse(play.now) + ms).toISOString();
          const once = catchUp(ownersVote, play.state, play.setting, at);
          expect(catchUp(ownersVote, once.state, play.setting, at).steps).toEqual([]);
        }),
        { numRuns: 10, endOnFailure: true },
      );
    },
    LONG_MS,
  );
});
