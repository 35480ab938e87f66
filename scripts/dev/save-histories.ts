// Saves a history of each kind of process, run on a real dev server under the workflows as they are now, for the replay tests
// (test/replay). Run it when a release changes what histories look like: `npx tsx scripts/dev/save-histories.ts`. Old files stay.
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Activities } from '../../activities/create-activities';
import { definitionOf } from '../../domain/definitions';
import { decideProcess } from '../../domain/machinery/decide';
import { freshState, evolveProcess } from '../../domain/machinery/evolve';
import { calendarFor, rehearsalVariant } from '../../domain/policy/rehearsal';
import { policyById } from '../../domain/policy/presets';
import type { Actor, ProcessKind, Role } from '../../domain/process';
import { workflowIdFor, type ProcessInput, type SubmitEnvelope } from '../../workflows/messages';
import { workflowBundle } from '../../worker/workflow-bundle';
import { freePort } from '../services/free-port';
import { startTemporal } from '../services/temporal';

const FOLDER = path.join(__dirname, '../../test/replay/histories');
/** Days of this length: the fourteen weeks of an election pass in seconds. */
const DAY_MS = 200;
const WEIGHT = { heads: 4, areaDm2: 40_000 };
const ids = { accounts: new Map<Role, string>() };

const accountOf = (role: Role): Extract<Actor, { kind: 'account' }> => {
  const id = ids.accounts.get(role) ?? randomUUID();
  ids.accounts.set(role, id);
  return { kind: 'account', id, role };
};
const text = 'a'.repeat(64);
const place = (() => {
  const [district, street, community, estate] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()] as const;
  return {
    estateId: estate,
    districtPath: `/${district}/`,
    streetPath: `/${district}/${street}/`,
    communityPath: `/${district}/${street}/${community}/`,
    estatePath: `/${district}/${street}/${community}/${estate}/`,
  };
})();

/** Activities that remember nothing but the order: what they do in earnest is tested against PostgreSQL. */
const activities = (candidateIds: string[]): Activities => ({
  recordEvents: ({ events }) => Promise.resolve({ seq: events.at(-1)?.seq ?? 0, hash: randomUUID() }),
  reportDivergence: () => Promise.resolve(),
  freezeRoll: ({ version }) =>
    Promise.resolve({ rollId: randomUUID(), version, rollHash: text, ...WEIGHT, rightCount: 4, problemCount: 0 }),
  tallyVote: () =>
    Promise.resolve({
      totals: {
        electorate: WEIGHT,
        items: [
          {
            itemId: 'committee',
            participating: WEIGHT,
            choices: Object.fromEntries(candidateIds.map((id) => [id, WEIGHT])),
            blank: { heads: 0, areaDm2: 0 },
          },
        ],
        void: { heads: 0, areaDm2: 0 },
        deliveredUnreturned: { heads: 0, areaDm2: 0 },
        countedByChannel: { electronic: 4 },
        supersededCount: 0,
        ballotCount: 4,
      },
      ballotRoot: text,
      unresolvedPaperCount: 0,
      unexplainedDifferences: 0,
      deniedBallots: 0,
    }),
  countSignatures: () => Promise.resolve(WEIGHT),
  prepareShares: ({ version, targetFen }) =>
    Promise.resolve({
      roll: { rollId: randomUUID(), version, rollHash: text, ...WEIGHT, rightCount: 4, problemCount: 0 },
      shares: { version, sharesHash: text, households: 4, totalFen: targetFen },
    }),
  countPledges: ({ version }) => Promise.resolve({ version, households: 4, pledgedHouseholds: 4, amountFen: DOOR_FEN }),
  countReceipts: () =>
    Promise.resolve({ householdFen: DOOR_FEN, paidHouseholds: 4, bySource: { household: DOOR_FEN } }),
  checkSplitting: () => Promise.resolve({ otherFen: 0, processIds: [] }),
  postSpending: () => Promise.resolve({ transactionId: randomUUID() }),
  listRefunds: () => Promise.resolve({ payers: 0, totalFen: 0 }),
  draftDisclosure: () => Promise.resolve({ sha256: text }),
  writePack: () => Promise.resolve({ sha256: text, madeAt: new Date().toISOString() }),
  launchChild: ({ kind }) =>
    Promise.resolve({ childId: kind === 'ownersVote' ? VOTE_ID : kind === 'meeting' ? MEETING_ID : randomUUID() }),
});
const DOOR_FEN = 400_000;
const VOTE_ID = randomUUID();
const MEETING_ID = randomUUID();

async function main(): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), 'gongzhi-histories-'));
  const say = (line: string) => console.error(line);
  const server = await startTemporal({ directory, port: await freePort(), isKept: false, say });
  const candidateIds = Array.from({ length: 6 }, () => randomUUID());
  try {
    const connection = await Connection.connect({ address: server.address });
    const native = await NativeConnection.connect({ address: server.address });
    const worker = await Worker.create({
      connection: native,
      taskQueue: 'histories',
      workflowBundle: await workflowBundle(),
      activities: { ...activities(candidateIds) },
    });
    const running = worker.run();
    const client = new Client({ connection });
    const vote = await runVote(client, candidateIds);
    const election = await runElection(client, candidateIds);
    const term = await runTerm(client);
    const handover = await runHandover(client);
    const petition = await runPetition(client);
    const recall = await runRecall(client);
    const meeting = await runMeeting(client);
    const rhythm = await runRhythm(client);
    const disclosure = await runDisclosure(client);
    const household = await runHousehold(client);
    const problem = await runProblem(client);
    const cofunding = await runCofunding(client);
    mkdirSync(FOLDER, { recursive: true });
    const all = {
      'owners-vote': vote,
      cofunding,
      election,
      'committee-term': term,
      disclosure,
      handover,
      household,
      petition,
      recall,
      problem,
      meeting,
      rhythm,
    };
    for (const [name, workflowId] of Object.entries(all)) {
      const history = await client.workflow.getHandle(workflowId).fetchHistory();
      // As protobuf: the SDK's own historyToJSON fails where npm has installed protobufjs more than once.
      writeFileSync(path.join(FOLDER, `${name}.pb`), temporal.api.history.v1.History.encode(history).finish());
      say(`${name}: ${history.events?.length ?? 0} events`);
    }
    worker.shutdown();
    await running;
    await native.close();
    await connection.close();
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Running {
  give(actor: Actor, command: { type: string; [field: string]: unknown }): Promise<void>;
  /** Gives the command again until the process has got far enough for it. */
  giveWhenReady(actor: Actor, command: { type: string; [field: string]: unknown }): Promise<void>;
  workflowId: string;
}

async function launch(
  client: Client,
  kind: ProcessKind,
  processId: string,
  command: { type: 'launch'; [field: string]: unknown },
  policyId = 'qingdao',
): Promise<Running> {
  const preset = policyById(policyId);
  if (!preset) throw new Error(`no preset ${policyId}`);
  const policy = rehearsalVariant(preset, DAY_MS);
  const setting = { policy, calendar: calendarFor(policy) };
  const definition = definitionOf(kind);
  const asked = { actor: accountOf('streetOfficer'), channel: 'web' as const, command };
  const fresh = freshState(definition.initial);
  const { decision } = decideProcess(definition, fresh, asked, setting, new Date().toISOString());
  if (!decision.ok) throw new Error(decision.rejection.code);
  const state = decision.events.reduce((before, event) => evolveProcess(definition, policy, before, event), fresh);
  const input: ProcessInput = {
    processId,
    kind,
    setting,
    state,
    seq: decision.events.length,
    hash: text,
    receipts: {},
  };
  const workflowId = workflowIdFor(kind, processId);
  await client.workflow.start(kind, { taskQueue: 'histories', workflowId, args: [input] });
  const give: Running['give'] = async (actor, given) => {
    const commandId = randomUUID();
    const envelope: SubmitEnvelope = { commandId, actor, channel: 'web', command: given };
    await client.workflow
      .getHandle(workflowId)
      .executeUpdate<unknown, [SubmitEnvelope]>(given.type, { updateId: commandId, args: [envelope] });
  };
  return {
    workflowId,
    give,
    async giveWhenReady(actor, given) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await give(actor, given);
        } catch (error) {
          if (attempt === 300) throw error;
          await new Promise((go) => setTimeout(go, 100));
        }
      }
    },
  };
}

async function runVote(client: Client, candidateIds: string[]): Promise<string> {
  const item = {
    kind: 'election',
    itemId: 'committee',
    matter: 3,
    titleText: text,
    candidateIds,
    seats: 5,
    minSeats: 3,
  };
  const { give, giveWhenReady, workflowId } = await launch(client, 'ownersVote', VOTE_ID, {
    type: 'launch',
    processId: VOTE_ID,
    place,
    scope: { kind: 'estate', placeId: place.estateId },
    convenor: { role: 'communitySecretary', placePath: place.communityPath },
    agenda: [item],
    meeting: 'regular',
    parentId: null,
    locks: [],
  });
  const [secretary, officer] = [accountOf('communitySecretary'), accountOf('streetOfficer')];
  await give(secretary, { type: 'freezeRoll' });
  await giveWhenReady(secretary, { type: 'publishNotice', windowDays: 10, noticeText: text });
  await giveWhenReady(secretary, { type: 'extendWindow', reasonText: text });
  const counter = accountOf('gridWorker');
  await give(secretary, { type: 'nameCounters', counterIds: [secretary.id, counter.id] });
  await give(officer, { type: 'suspend', reasonText: text, basisText: text, days: 3 });
  await give(officer, { type: 'resume' });
  await giveWhenReady(secretary, { type: 'finishCounting' });
  // Six candidates with everybody's consent for five seats: the last is drawn by lot.
  await giveWhenReady(officer, {
    type: 'drawLot',
    itemId: 'committee',
    electedIds: candidateIds.slice(0, 5),
    reasonText: text,
  });
  await give(secretary, { type: 'signCount' });
  await give(counter, { type: 'signCount' });
  await give(secretary, { type: 'publishResult' });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

async function runElection(client: Client, candidateIds: string[]): Promise<string> {
  const electionId = randomUUID();
  const { give, giveWhenReady, workflowId } = await launch(client, 'election', electionId, {
    type: 'launch',
    processId: electionId,
    place,
    variant: 'reelection',
    trigger: 'termEnding',
    termEndsOn: null,
    parentId: null,
    seats: 5,
    unitCount: 976,
    areaDm2: 8_000_000,
  });
  const [officer, secretary] = [accountOf('streetOfficer'), accountOf('communitySecretary')];
  const members = Array.from({ length: 7 }, (_, index) => ({
    memberId: randomUUID(),
    capacity: index < 4 ? 'owner' : 'street',
  }));
  await give(officer, { type: 'formGroup', members, leaderId: members.at(-1)?.memberId });
  const [chairOwnerId, ...otherOwnerIds] = candidateIds.map(() => randomUUID());
  for (const [index, ownerId] of [chairOwnerId, ...otherOwnerIds].entries())
    await giveWhenReady(secretary, {
      type: 'nominate',
      candidateId: candidateIds[index],
      ownerId,
      nominatedBy: 'owners',
    });
  // Nobody answers in vetting, nobody objects: the vote comes by itself.
  const vote = { kind: 'process', id: VOTE_ID } as const;
  await giveWhenReady(vote, { type: 'recordAssemblyHeld', voteId: VOTE_ID });
  await giveWhenReady(vote, {
    type: 'recordVoteResult',
    voteId: VOTE_ID,
    outcome: 'passed',
    electedIds: candidateIds.slice(0, 5),
    reserveIds: [],
    items: [{ itemId: 'committee', outcome: 'passed' }],
  });
  const chairId = candidateIds[0];
  await give(secretary, { type: 'recordFirstMeeting', chairId, viceChairIds: [], minutesText: text });
  await give(secretary, { type: 'publishOffices' });
  await give(secretary, { type: 'applyFiling', documentsText: text });
  await give(officer, { type: 'decideFiling', decision: 'granted', reasonText: text });
  const takeover = { kind: 'process', id: randomUUID() } as const;
  const ended = { type: 'recordHandoverEnded', occasion: 'takeover', outcome: 'complete' };
  await giveWhenReady(takeover, { ...ended, handoverId: takeover.id });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** Refused, urged, then done after all, one item missing: settled at the joint meeting. */
async function runHandover(client: Client): Promise<string> {
  const items = ['seal', 'archives'];
  const official = { who: 'witness', roles: ['streetOfficer', 'communitySecretary'], ownerIds: null };
  const handoverId = randomUUID();
  const { give, workflowId } = await launch(client, 'handover', handoverId, {
    ...{ type: 'launch', processId: handoverId, place, parentId: null, occasion: 'takeover', items },
    sides: {
      from: { who: 'oldCommittee', roles: ['committeeMember'], ownerIds: null },
      to: { who: 'newCommittee', roles: ['gridWorker'], ownerIds: null },
      witness: official,
    },
  });
  const [officer, member, other] = [accountOf('streetOfficer'), accountOf('committeeMember'), accountOf('gridWorker')];
  await give(officer, { type: 'reportRefusal', reasonText: text });
  await give(officer, { type: 'urge', letterText: text });
  await give(member, { type: 'recordItem', item: 'seal', status: 'provided' });
  await give(member, { type: 'recordItem', item: 'archives', status: 'missing' });
  await give(member, { type: 'sign', side: 'from' });
  await give(other, { type: 'sign', side: 'to' });
  await give(officer, { type: 'sign', side: 'witness' });
  await give(officer, { type: 'holdJointMeeting', minutesText: text });
  await give(officer, { type: 'settleItem', item: 'archives', how: 'claimed', noteText: text });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** A term that has ended before it is watched: silence, vacancy, a substitute body, an election, the next term, the end of the watch. */
async function runTerm(client: Client): Promise<string> {
  const [termId, electionId] = [randomUUID(), randomUUID()];
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const { give, giveWhenReady, workflowId } = await launch(client, 'committeeTerm', termId, {
    ...{ type: 'launch', processId: termId, place, parentId: null, seats: 5, members: [], alternateIds: [] },
    ...{ termYears: 3, termStartsOn: ago(1000), termEndsOn: ago(2) },
  });
  const officer = accountOf('streetOfficer');
  const said = { reasonText: text, basisText: text };
  await giveWhenReady(officer, { type: 'formSubstitute', body: 'residentsCommittee', ...said });
  const election = { kind: 'process', id: electionId } as const;
  await give(election, { type: 'recordElectionLaunched', electionId, variant: 'early' });
  await give(officer, { type: 'suspend', days: 2, ...said });
  const ended = {
    ...{ type: 'recordElectionEnded', electionId, variant: 'early', outcome: 'seated' },
    ...{ members: [], alternateIds: [], seats: 5 },
  };
  await giveWhenReady(election, ended);
  await give(officer, { type: 'endWatch', ...said });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** Enough owners sign, the street strikes one, enough are left. */
async function runPetition(client: Client): Promise<string> {
  const petitionId = randomUUID();
  const { give, giveWhenReady, workflowId } = await launch(client, 'petition', petitionId, {
    ...{ type: 'launch', processId: petitionId, place, parentId: null },
    ...{ purpose: 'extraordinaryMeeting', memberIds: [], requestText: text },
  });
  const [officer, said] = [accountOf('streetOfficer'), { reasonText: text, basisText: text }];
  const news = { type: 'recordThresholdReached', signed: WEIGHT };
  await giveWhenReady({ kind: 'process', id: petitionId }, news);
  await give(officer, { type: 'suspend', days: 2, ...said });
  await give(officer, { type: 'resume' });
  const defectiveIds = [randomUUID()];
  await give(officer, { type: 'verifyPetition', decision: 'confirmed', defectiveIds, reasonText: text });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** One member answers, the other stays silent; one is recalled, the other kept. */
/** A door that four households pay for: everything goes as it should. */
async function runCofunding(client: Client): Promise<string> {
  const projectId = randomUUID();
  const [street, community, paymentId] = [accountOf('streetOfficer'), accountOf('communitySecretary'), randomUUID()];
  const { give, giveWhenReady, workflowId } = await launch(client, 'cofunding', projectId, {
    ...{ type: 'launch', processId: projectId, place, parentId: null, titleText: text, needText: text },
  });
  await give(community, { type: 'screenProposal', finding: 'fit', reasonText: text });
  const heldAt = new Date(Date.now() + DAY_MS).toISOString();
  await give(community, { type: 'callDeliberation', form: 'building', heldAt });
  const meeting = { kind: 'process', id: MEETING_ID } as const;
  const held = { meetingId: MEETING_ID, form: 'building', outcome: 'held' };
  await giveWhenReady(meeting, { type: 'recordMeetingEnded', ...held });
  await give(community, {
    type: 'settlePlan',
    plan: {
      ...{ works: 'repair', scope: { kind: 'estate', placeId: place.estateId }, costFen: DOOR_FEN, holder: 'street' },
      sources: [{ sourceId: 'household', kind: 'household', amountFen: DOOR_FEN, timing: 'before' }],
      ...{ shareRule: { rule: 'equal' }, exemptions: [], participation: { num: 1, den: 1 }, planText: text },
    },
  });
  await give(street, { type: 'confirmClass', projectClass: 'none', reasonText: text });
  await give(community, { type: 'recordPartyReview', isApproved: true, opinionText: text });
  await giveWhenReady(street, { type: 'closeCollecting' });
  const quote = { quoteId: randomUUID(), bidder: '91370202MA3C4D5E6F', amountFen: DOOR_FEN };
  await giveWhenReady(street, { type: 'addQuote', ...quote, isRelated: false, documentHash: text });
  const milestones = [{ milestoneId: 'door', amountFen: DOOR_FEN, dueOn: '2099-01-01' }];
  const { quoteId } = quote;
  const why = { documentHash: text, fewQuotesText: text, reasonText: text };
  await give(street, { type: 'signContract', quoteId, milestones, ...why });
  await give(street, { type: 'reportMilestone', milestoneId: 'door', evidenceText: text, attachments: [] });
  const asked = { paymentId, milestoneId: 'door', amountFen: DOOR_FEN, invoiceHash: text, payeeText: text };
  await give(street, { type: 'requestPayment', ...asked });
  await give(community, { type: 'approvePayment', paymentId });
  await give(accountOf('committeeMember'), { type: 'approvePayment', paymentId });
  await give(street, { type: 'finishWorks', evidenceText: text, attachments: [] });
  const representativeIds = [randomUUID(), randomUUID()];
  await give(community, { type: 'recordAcceptance', isAccepted: true, representativeIds, minutesText: text });
  await give(street, { type: 'confirmAcceptance', isAccepted: true, reasonText: text });
  await give(street, { type: 'publishAccounts', boardPhoto: text, noteText: text });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

async function runRecall(client: Client): Promise<string> {
  const [recallId, one, other] = [randomUUID(), randomUUID(), randomUUID()];
  const { give, giveWhenReady, workflowId } = await launch(client, 'recall', recallId, {
    ...{ type: 'launch', processId: recallId, place, parentId: null, proposedBy: 'committee', petitionId: null },
    ...{ memberIds: [one, other], groundCodes: ['neglect'], groundText: text },
  });
  await give({ ...accountOf('owner'), ownerId: one }, { type: 'giveDefence', memberId: one, defenceText: text });
  const vote = { kind: 'process', id: VOTE_ID } as const;
  await giveWhenReady(vote, { type: 'recordAssemblyHeld', voteId: VOTE_ID });
  const items = [
    { itemId: one, outcome: 'passed' },
    { itemId: other, outcome: 'rejected' },
  ];
  await giveWhenReady(vote, { type: 'recordVoteResult', voteId: VOTE_ID, outcome: 'mixed', items });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** Called, missed, held late all the same; one resolution is carried out and confirmed, another dropped. */
async function runMeeting(client: Client): Promise<string> {
  const [meetingId, one, other] = [randomUUID(), randomUUID(), randomUUID()];
  const convenor = { role: 'communitySecretary', placePath: place.communityPath };
  const { give, giveWhenReady, workflowId } = await launch(client, 'meeting', meetingId, {
    ...{ type: 'launch', processId: meetingId, place, parentId: null, form: 'weekly', convenor },
    ...{ heldAt: new Date(Date.now() + 500).toISOString(), parties: [], topicCodes: ['stalls'] },
  });
  const [secretary, officer] = [accountOf('communitySecretary'), accountOf('streetOfficer')];
  await giveWhenReady(secretary, { type: 'explainMissedMeeting', reasonText: text });
  const present = ['communitySecretary', 'gridWorker'];
  await give(secretary, { type: 'recordAttendance', present, excused: ['streetOfficer'] });
  for (const resolutionId of [one, other]) {
    const resolved = { resolutionId, by: { partyKey: 'gridWorker' }, contentText: text, isForCovenant: false };
    await give(secretary, { type: 'addResolution', ...resolved });
  }
  await give(accountOf('gridWorker'), { type: 'reportResolution', resolutionId: one, evidenceText: text });
  await give(secretary, { type: 'recordMinutes', minutesText: text });
  await give(officer, { type: 'dropResolution', resolutionId: other, reasonText: text });
  await give(secretary, { type: 'confirmResolution', resolutionId: one });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** A round is called and missed, the form paused and taken up again, the rhythm ended. */
async function runRhythm(client: Client): Promise<string> {
  const rhythmId = randomUUID();
  const { districtPath, streetPath, communityPath } = place;
  const area = { areaId: randomUUID(), districtPath, streetPath, communityPath };
  const { give, giveWhenReady, workflowId } = await launch(client, 'rhythm', rhythmId, {
    ...{ type: 'launch', processId: rhythmId, place: area, parentId: null, forms: ['weekly', 'monthly'] },
  });
  const [officer, said] = [accountOf('streetOfficer'), { reasonText: text, basisText: text }];
  const ended = { type: 'recordMeetingEnded', meetingId: MEETING_ID, form: 'weekly', outcome: 'missed' };
  await giveWhenReady({ kind: 'process', id: MEETING_ID }, ended);
  await give(officer, { type: 'pauseForm', form: 'weekly', reasonText: text });
  await give(officer, { type: 'resumeForm', form: 'weekly', reasonText: text });
  await give(officer, { type: 'endRhythm', ...said });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** A quarter is drafted, sent back, drafted again, reviewed, signed and shown in both places; an objection is answered. */
async function runDisclosure(client: Client): Promise<string> {
  const disclosureId = randomUUID();
  const { give, giveWhenReady, workflowId } = await launch(
    client,
    'disclosure',
    disclosureId,
    { type: 'launch', processId: disclosureId, place, parentId: null, body: 'committeeMember' },
    // Quarters; elsewhere a year of short days would have to pass.
    'shanghai',
  );
  const [member, secretary] = [accountOf('committeeMember'), accountOf('communitySecretary')];
  const quarterMs = 90 * DAY_MS;
  const no = Math.floor(Date.now() / quarterMs);
  const said = { no, reasonText: text };
  await new Promise((go) => setTimeout(go, (no + 1) * quarterMs - Date.now()));
  await giveWhenReady(member, { type: 'draftStatement', no });
  await giveWhenReady(secretary, { type: 'reviewStatement', isSound: false, ...said });
  await give(member, { type: 'draftStatement', no });
  await giveWhenReady(secretary, { type: 'reviewStatement', isSound: true, ...said });
  await give(member, { type: 'signStatement', no, sha256: text });
  await give(member, { type: 'recordBoard', no, attachments: [text] });
  const objectionId = randomUUID();
  await give(accountOf('owner'), { type: 'objectToStatement', objectionId, ...said });
  await give(member, { type: 'answerObjection', objectionId, isUpheld: false, reasonText: text });
  await give(accountOf('streetOfficer'), { type: 'endDisclosure', reasonText: text, basisText: text });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** A round is missed, the next is kept, the class changes, the visits end. */
async function runHousehold(client: Client): Promise<string> {
  const householdId = randomUUID();
  const { give, giveWhenReady, workflowId } = await launch(client, 'household', householdId, {
    ...{ type: 'launch', processId: householdId, place, parentId: null },
    ...{ unitId: randomUUID(), class: 'red', reasonText: text },
  });
  const [worker, secretary] = [accountOf('gridWorker'), accountOf('communitySecretary')];
  await new Promise((go) => setTimeout(go, 2 * DAY_MS));
  await giveWhenReady(worker, {
    type: 'recordVisit',
    visitedAt: new Date().toISOString(),
    kind: 'door',
    noteText: text,
  });
  await give(secretary, { type: 'reclassify', class: 'yellow', reasonText: text });
  await give(secretary, { type: 'endVisits', reasonText: text });
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

/** Nobody speaks to the resident at the estate, so it goes up; the community works, the resident is first unsatisfied, then satisfied. */
async function runProblem(client: Client): Promise<string> {
  const problemId = randomUUID();
  const { give, giveWhenReady, workflowId } = await launch(client, 'problem', problemId, {
    ...{ type: 'launch', processId: problemId, place, parentId: null, category: 'cleaning', channel: 'web' },
    ...{ spot: { placeId: place.estateId, spotText: null }, desk: 'firmManager', reporterId: randomUUID() },
    ...{ complaintOf: null, recurrenceOf: null, isSupervised: false, reportText: text },
  });
  const [secretary, officer, resident] = [
    accountOf('communitySecretary'),
    accountOf('streetOfficer'),
    accountOf('resident'),
  ];
  await giveWhenReady(secretary, { type: 'respond', noteText: text });
  const heldAt = new Date(Date.now() + 3_600_000).toISOString();
  await give(secretary, { type: 'callMeeting', form: 'threeParty', heldAt, reasonText: text });
  for (const isSatisfied of [false, true]) {
    await give(secretary, { type: 'reportWork', evidenceText: text, attachments: [] });
    await give(officer, { type: 'verifyWork', isDone: true, noteText: text });
    await give(resident, { type: 'answerProblem', isSolved: isSatisfied, isSatisfied });
  }
  await client.workflow.getHandle(workflowId).result();
  return workflowId;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
