// A whole election, owners' vote, petition and recall on the record, with what disturbs them on the way. At every turn the read models
// are destroyed and made again from the events: they must come out as they were, row by row.
import { addMs } from '../../domain/calendar/instant';
import type { Instant } from '../../domain/calendar/types';
import type { Actor, MachineryCommand, ProcessState } from '../../domain/process';
import { rebuildViews } from '../../store/record/rebuild-views';
import {
  CONVENOR,
  COUNTER_IDS,
  draftedVote,
  freezeRoll,
  publishNotice,
  sign,
  tally,
  type VotePlay,
} from '../support/a-vote';
import {
  CANDIDATES,
  GROUP,
  handoverEnded,
  launchedElection,
  owner,
  SECRETARY,
  STREET,
  voteResult,
  type ElectionPlay,
} from '../support/an-election';
import { freshDatabase, type TestDatabase } from '../support/database';
import { anActor, ENGINE } from '../support/play';
import { collectingPetition, counted, signedBy, verify, type PetitionPlay } from '../support/a-petition';
import {
  accused,
  defence,
  launchedRecall,
  voteEnded,
  voteHeld,
  voteLaunched,
  type RecallPlay,
} from '../support/a-recall';
import { playOnRecord } from '../support/play-on-record';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const DAY_MS = 86_400_000;
const SUSPEND = { type: 'suspend', reasonText: 'hash', basisText: 'hash', days: 5 } as const;

/** What the next two need of a play of whatever kind. */
interface AnyPlay {
  state: Pick<ProcessState<unknown>, 'clocks' | 'suspension'>;
  waitUntil(at: Instant): void;
  give(actor: Actor, command: MachineryCommand): unknown;
}

/** Nobody acts until so many days after the deadline: people are reminded before it, and rungs are climbed after it. */
function letDutySlip(play: AnyPlay, clock: string, days = 3): void {
  play.waitUntil(addMs(play.state.clocks[clock]?.dueAt ?? '', days * DAY_MS));
}

/** The process stands still and goes on by itself. */
function standStill(play: AnyPlay): void {
  play.give(STREET, SUSPEND);
  play.waitUntil(play.state.suspension?.until ?? '');
}

const bodiesOf = ({ policy }: ElectionPlay): string[] => policy.election.vettingBodies.map(({ body }) => body);

function electedOnSecondAttempt(): ElectionPlay {
  const play = launchedElection();
  letDutySlip(play, 'groupForm');
  play.give(STREET, { type: 'formGroup', members: GROUP, leaderId: 's1' });
  play.give(owner('o9'), { type: 'objectToGroup', objectionId: 'group', reasonText: 'hash' });
  standStill(play);
  letDutySlip(play, 'objection:group');
  play.give(STREET, { type: 'answerObjection', objectionId: 'group', isUpheld: false, reasonText: 'hash' });
  for (const name of CANDIDATES)
    play.give(SECRETARY, { type: 'nominate', candidateId: name, ownerId: `owner-${name}`, nominatedBy: 'owners' });
  play.waitFor('nomination');
  const body = bodiesOf(play)[0] ?? '';
  const about = { body, candidateId: 'c1', reasonText: 'hash' };
  play.give(anActor('departmentOfficer', { department: body }), {
    ...about,
    type: 'giveOpinion',
    isAdverse: true,
    basisKind: 'statute',
    basisText: 'hash',
  });
  play.give(owner('owner-c1'), { type: 'answerOpinion', ...about });
  for (const clock of Object.keys(play.state.clocks).filter((name) => name.startsWith('vetting:')))
    if (play.state.clocks[clock]) play.waitFor(clock);
  const admitted = { type: 'decideCandidate', candidateId: 'c1', isAdmitted: true } as const;
  play.give(STREET, { ...admitted, basisText: 'hash', reasonText: 'hash' });
  play.give(owner('o9'), { type: 'objectToCandidate', objectionId: 'slate', candidateId: 'c6', reasonText: 'hash' });
  play.give(STREET, { type: 'answerObjection', objectionId: 'slate', isUpheld: true, reasonText: 'hash' });
  play.waitFor('slateNotice');
  play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote', childId: 'vote-1' });
  play.give({ kind: 'process', id: 'vote-1' }, voteResult('inquorate'));
  letDutySlip(play, 'retry');
  play.give(STREET, { type: 'startRetry', reasonText: 'hash' });
  play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote', childId: 'vote-2' });
  play.give({ kind: 'process', id: 'vote-2' }, voteResult('passed', CANDIDATES.slice(0, 5), { voteId: 'vote-2' }));
  return play;
}

function handedOver(play: ElectionPlay): ElectionPlay {
  letDutySlip(play, 'firstMeeting', 10);
  play.give(SECRETARY, { type: 'recordFirstMeeting', chairId: 'c1', viceChairIds: ['c2'], minutesText: 'hash' });
  play.give(SECRETARY, { type: 'publishOffices' });
  for (const decision of ['returned', 'granted'] as const) {
    play.give(SECRETARY, { type: 'applyFiling', documentsText: 'hash' });
    play.give(STREET, { type: 'decideFiling', decision, reasonText: 'hash' });
  }
  play.give({ kind: 'process', id: 'handover-takeover' }, handoverEnded('takeover'));
  return play;
}

function closedVote(): VotePlay {
  const play = draftedVote();
  play.give(STREET, { type: 'recordLegalityCheck', isFit: true, reasonText: 'hash' });
  freezeRoll(play);
  play.give(owner('o1'), { type: 'objectToRoll', objectionId: 'roll', reasonText: 'hash' });
  letDutySlip(play, 'rollObjection:roll');
  play.give(CONVENOR, { type: 'answerRollObjection', objectionId: 'roll', isUpheld: true, reasonText: 'hash' });
  freezeRoll(play);
  play.waitFor('rollObjection');
  play.give(CONVENOR, publishNotice());
  play.give(CONVENOR, { type: 'nameCounters', counterIds: COUNTER_IDS });
  play.waitFor('notice');
  standStill(play);
  play.waitFor('window');
  letDutySlip(play, 'count');
  tally(play, { yes: 3, no: 1 }, 1);
  tally(play, { yes: 3, no: 1 });
  sign(play);
  play.give(CONVENOR, { type: 'publishResult' });
  play.give(owner('o1'), { type: 'objectToResult', objectionId: 'result', reasonText: 'hash' });
  play.waitFor('resultObjection');
  play.give(STREET, {
    type: 'answerResultObjection',
    objectionId: 'result',
    remedy: 'dismissed',
    reasonText: 'hash',
  });
  play.waitFor('revocation');
  return play;
}

type Row = Record<string, unknown>;

async function viewsOf(processId: string): Promise<{ view: Row[]; obligations: Row[] }> {
  const view = await db.pool.query<Row>('select * from process_view where process_id = $1', [processId]);
  const obligations = await db.pool.query<Row>(
    'select * from obligation where process_id = $1 order by opened_seq, key',
    [processId],
  );
  return { view: view.rows, obligations: obligations.rows };
}

/** Destroys the views of the process and has them made again. */
async function rebuildsAsItWas(processId: string): Promise<void> {
  const live = await viewsOf(processId);
  await db.pool.query(
    `update process_view set phase = 'wrong', outcome = 'wrong', is_suspended = not is_suspended, seq = 0, hash = 'wrong', state = '{}',
       updated_at = to_timestamp(0), next_wake_at = to_timestamp(0) where process_id = $1`,
    [processId],
  );
  await db.pool.query('delete from obligation where process_id = $1', [processId]);
  for await (const { seq } of rebuildViews(db.pool)) expect(seq).toBeGreaterThan(0);
  expect(await viewsOf(processId)).toEqual(live);
}

/** Rebuilds whenever the process has come to another phase, and while it stands still. */
function atEveryTurn(): (processId: string) => Promise<void> {
  let turn = '';
  return async (processId) => {
    const [view] = (await viewsOf(processId)).view;
    const now = `${String(view?.['phase'])} ${String(view?.['is_suspended'])}`;
    if (now === turn) return;
    turn = now;
    await rebuildsAsItWas(processId);
  };
}

/** Struck signatures send it back to the owners once, and the street is late. */
function acceptedPetition(): PetitionPlay {
  const play = collectingPetition({ parentId: null });
  const news = { type: 'recordThresholdReached', signed: signedBy(20) } as const;
  play.give({ kind: 'process', id: 'petition' }, news);
  standStill(play);
  play.give(STREET, verify({ defectiveIds: ['one'] }));
  play.give(ENGINE, counted(19));
  play.give({ kind: 'process', id: 'petition' }, news);
  letDutySlip(play, 'verification');
  play.give(STREET, verify());
  play.give(ENGINE, counted(20));
  return play;
}

/** One answers, the other stays silent; without quorum the vote is held again. */
function endedRecall(): RecallPlay {
  const play = launchedRecall({ parentId: null });
  play.give(accused('m1'), defence('m1'));
  standStill(play);
  play.waitFor('defence:m2');
  voteLaunched(play);
  letDutySlip(play, 'vote');
  play.give({ kind: 'process', id: 'vote-1' }, voteHeld());
  play.give({ kind: 'process', id: 'vote-1' }, voteEnded({ m1: 'inquorate', m2: 'inquorate' }));
  voteLaunched(play);
  play.give({ kind: 'process', id: 'vote-2' }, voteEnded({ m1: 'rejected', m2: 'rejected' }, 'vote-2'));
  return play;
}

const typesOf = (play: ElectionPlay | VotePlay): string[] => [...new Set(play.events.map(({ type }) => type))];

describe('the read models made again from the events', () => {
  it('are what they were at every turn of an election, to the signed handover', async () => {
    const play = handedOver(electedOnSecondAttempt());
    const disturbances = ['reminded', 'escalated', 'suspended', 'resumed', 'objectionAnswered', 'voteFailed'];
    expect(typesOf(play)).toEqual(expect.arrayContaining(disturbances));
    const { processId, idOf } = await playOnRecord(db.pool, play, atEveryTurn());
    await rebuildsAsItWas(processId);
    const { view, obligations } = await viewsOf(processId);
    expect(view).toMatchObject([{ phase: 'closed', outcome: 'seated', is_open: false, next_wake_at: null }]);
    const of = (key: string) => obligations.find((row) => row['key'] === key);
    expect(of('formGroup')).toMatchObject({ closed_how: 'groupPublished', closed_by: idOf(STREET), rung: 1 });
    expect(of(`answerVetting:${bodiesOf(play)[1]}`)).toMatchObject({ closed_how: 'bodyStayedSilent', closed_by: null });
    expect(of('holdAssembly')).toMatchObject({ closed_how: 'voteFailed', closed_by: idOf('vote-1') });
    expect(of('recordFirstMeeting')).toMatchObject({ closed_by: idOf(SECRETARY), rung: 2, reminded_count: 2 });
    expect(of('awaitHandover')).toMatchObject({ closed_how: 'handoverEnded', closed_by: idOf('handover-takeover') });
    expect(obligations.filter(({ closed_at }) => closed_at === null)).toEqual([]);
  });

  it("are what they were at every turn of an owners' vote, certified and closed", async () => {
    const play = closedVote();
    const disturbances = ['reminded', 'escalated', 'suspended', 'resumed', 'rollObjectionRaised', 'countIncomplete'];
    expect(typesOf(play)).toEqual(expect.arrayContaining(disturbances));
    const { processId, idOf } = await playOnRecord(db.pool, play, atEveryTurn());
    await rebuildsAsItWas(processId);
    const { view, obligations } = await viewsOf(processId);
    expect(view).toMatchObject([{ phase: 'closed', outcome: 'passed', is_open: false, next_wake_at: null }]);
    const of = (duty: string) => obligations.filter((row) => row['duty'] === duty);
    expect(of('freezeRoll')).toMatchObject([{ closed_how: 'rollFreezeRequested', closed_by: idOf(CONVENOR) }]);
    expect(of('answerRollObjection')).toMatchObject([{ closed_by: idOf(CONVENOR), rung: 1, reminded_count: 2 }]);
    expect(of('collectBallots')).toMatchObject([{ closed_how: 'votingClosed', closed_by: null }]);
    // Once with a paper ballot that nobody had settled, once without.
    expect(of('finishCounting')).toMatchObject([{ closed_how: 'countingFinished' }, { closed_by: idOf(CONVENOR) }]);
    expect(of('answerResultObjection')).toMatchObject([{ closed_by: idOf(STREET) }]);
    expect(obligations.filter(({ closed_at }) => closed_at === null)).toEqual([]);
  });

  it('are what they were at every turn of a petition, sent back once and accepted', async () => {
    const { processId, idOf } = await playOnRecord(db.pool, acceptedPetition(), atEveryTurn());
    await rebuildsAsItWas(processId);
    const { view, obligations } = await viewsOf(processId);
    expect(view).toMatchObject([{ phase: 'closed', outcome: 'accepted', is_open: false, exclusive_key: null }]);
    expect(obligations).toMatchObject([
      { duty: 'verifyPetition', closed_how: 'signaturesConfirmed', closed_by: idOf(STREET), rung: 0 },
      { duty: 'verifyPetition', closed_how: 'signaturesConfirmed', closed_by: idOf(STREET), rung: 1 },
    ]);
  });

  it('are what they were at every turn of a recall, voted on twice', async () => {
    const { processId, idOf } = await playOnRecord(db.pool, endedRecall(), atEveryTurn());
    await rebuildsAsItWas(processId);
    const { view, obligations } = await viewsOf(processId);
    expect(view).toMatchObject([{ phase: 'closed', outcome: 'kept', is_open: false, exclusive_key: null }]);
    const of = (duty: string) => obligations.filter((row) => row['duty'] === duty);
    const defenceOf = (member: string) => of('giveDefence').find((row) => row['key'] === `giveDefence:${idOf(member)}`);
    expect(defenceOf('m1')).toMatchObject({ closed_how: 'defenceGiven', closed_by: idOf(accused('m1')) });
    expect(defenceOf('m2')).toMatchObject({ closed_how: 'defenceLapsed', closed_by: null });
    expect(of('holdAssembly')).toMatchObject([{ closed_by: idOf('vote-1') }, { closed_by: idOf('vote-2') }]);
  });
});
