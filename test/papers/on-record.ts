// A re-election and its vote on the record of a small city, with the names and texts that papers print, played on to any point.
// The vote's clock begins before the real now, so that its window is open for what asks the database's clock.
import { randomUUID } from 'node:crypto';
import { addMs, DAY_MS } from '../../domain/calendar/instant';
import { civilCalendar } from '../../domain/calendar/tables';
import { election as electionDefinition } from '../../domain/election/definition';
import type { AgendaItem, VoteTotals } from '../../domain/owners-vote/count-types';
import type { Variant } from '../../domain/election/messages';
import { ownersVote } from '../../domain/owners-vote/definition';
import type { Policy } from '../../domain/policy/schema';
import type { Actor, ProcessKind } from '../../domain/process';
import { placeOfEstate } from '../../store/process-place';
import { launchProcess, type Launch } from '../../store/record/launch-process';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import { storePublishedText, storeText } from '../../store/texts';
import { inTransaction } from '../../store/transaction';
import type { DisclosurePlay } from '../support/a-disclosure';
import type { HandoverPlay } from '../support/a-handover';
import { voteResult, type ElectionPlay } from '../support/an-election';
import type { TermPlay } from '../support/a-term';
import type { VotePlay } from '../support/a-vote';
import type { World } from '../support/api-world';
import { anActor, aPolicy, ENGINE, Play } from '../support/play';
import { storeActs } from '../support/play-on-record';

export const NAMES = ['龑䶮㛃', '王小明', '李𬭚', '欧阳明日', '赵六', '钱七'];

const uuids = (count: number) => Array.from({ length: count }, () => randomUUID());

/** A play whose acts are stored as they are made: call `store` after some of them. */
export async function onRecord<P extends DisclosurePlay | ElectionPlay | VotePlay | HandoverPlay | TermPlay>(
  { db }: World,
  kind: ProcessKind,
  play: P,
): Promise<{ play: P; id: string; store: () => Promise<void> }> {
  const [first] = play.acts;
  if (first?.given === undefined) throw new Error('a play begins with its launch');
  const command = first.given.command as unknown as Launch['command'] & Pick<Launch, 'place' | 'parentId'>;
  const id = String(command['processId']);
  const launch: Launch = {
    ...{ processId: id, kind, place: command.place, parentId: command.parentId, policy: play.policy },
    ...{ calendar: civilCalendar(), commandId: randomUUID(), actor: first.given.actor, channel: 'web', command },
  };
  await inTransaction(db.pool, (tx) => launchProcess(tx, launch, new Date(first.at)));
  let stored = 1;
  const store = async (): Promise<void> => {
    const acts = play.acts.slice(stored);
    if (acts.length > 0) await storeActs(db.pool, id, acts);
    stored = play.acts.length;
  };
  return { play, id, store };
}

export async function electionOnRecord(
  world: World,
  {
    policy = aPolicy(),
    variant = 'reelection',
    estate = world.city.e1,
  }: { policy?: Policy; variant?: Variant; estate?: { id: string } } = {},
) {
  const { db, city } = world;
  const street = anActor('streetOfficer', {
    id: (await world.person([{ role: 'streetOfficer', at: city.s1 }])).accountId,
  });
  const owners = uuids(NAMES.length);
  const candidates = uuids(NAMES.length);
  for (const [index, id] of owners.entries())
    await db.pool.query(`insert into owner (id, kind, name, name_key) values ($1, 'person', $2, $2)`, [
      id,
      NAMES[index],
    ]);
  const at = (await world.deps.time.now()).toISOString();
  const start = addMs(at, -120 * DAY_MS);
  const {
    jurisdiction: _jurisdiction,
    unitCount,
    areaDm2,
    watchId: _watchId,
    ...place
  } = await placeOfEstate(db.pool, estate.id);
  const play: ElectionPlay = new Play(electionDefinition, start, policy);
  play.give(street, {
    ...{ type: 'launch', processId: randomUUID(), place, variant, trigger: 'termEnding', parentId: null, seats: 5 },
    ...{ termEndsOn: '2026-12-31', unitCount, areaDm2 },
  } as Parameters<typeof play.give>[1]);
  const { id, store } = await onRecord(world, 'election', play);
  const text = (body: string, field: string) =>
    storeText(db.pool, body, { commandId: randomUUID(), field, at: new Date(play.now) });
  const secretary = anActor('communitySecretary', {
    id: (await world.person([{ role: 'communitySecretary', at: city.c1 }])).accountId,
  });

  return {
    ...{ id, play, street, secretary, owners, candidates, store },
    async publishGroup() {
      const members = owners.slice(0, 4).map((memberId) => ({ memberId, capacity: 'owner' as const }));
      const officials = [street, secretary, secretary].map((actor, index) => ({
        memberId: index === 2 ? (owners[5] ?? '') : 'id' in actor ? actor.id : '',
        capacity: (['street', 'community', 'party'] as const)[index] ?? 'street',
      }));
      const leaderId = officials[0]?.memberId ?? '';
      play.give(street, { type: 'formGroup', members: [...members, ...officials], leaderId });
      await store();
    },
    async callForNominations() {
      play.waitFor('groupNotice');
      await store();
    },
    async publishSlate() {
      for (const [index, candidateId] of candidates.entries())
        play.give(secretary, { type: 'nominate', candidateId, ownerId: owners[index] ?? '', nominatedBy: 'owners' });
      play.waitFor('nomination');
      for (const clock of Object.keys(play.state.clocks).filter((name) => name.startsWith('vetting:')))
        if (play.state.clocks[clock]) play.waitFor(clock);
      await store();
    },
    async launchVote(voteId: string) {
      play.waitFor('slateNotice');
      play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'vote', childId: voteId });
      await store();
    },
    async elect(voteId: string) {
      const electedIds = candidates.slice(0, 5);
      play.give(
        { kind: 'process', id: voteId },
        voteResult('passed', electedIds, { voteId, reserveIds: candidates.slice(5) }),
      );
      await store();
    },
    async startTakeover(handoverId: string) {
      play.give(ENGINE, { type: 'recordChildLaunched', childKey: 'takeover', childId: handoverId });
      await store();
    },
    async file() {
      const [chairId = '', vice = ''] = candidates;
      const minutesText = await text('首次会议记录', 'minutesText');
      play.give(secretary, { type: 'recordFirstMeeting', chairId, viceChairIds: [vice], minutesText });
      play.give(secretary, { type: 'publishOffices' });
      play.give(secretary, { type: 'applyFiling', documentsText: await text('会议记录\n计票记录', 'documentsText') });
      play.give(street, {
        type: 'decideFiling',
        decision: 'granted',
        reasonText: await text('材料齐全', 'reasonText'),
      });
      await store();
    },
    async audit() {
      const old = anActor('committeeMember', {
        id: (await world.person([{ role: 'committeeMember', at: city.e1 }])).accountId,
      });
      play.give(old, { type: 'commissionAudit', auditorText: await text('某会计师事务所', 'auditorText') });
      play.give(secretary, { type: 'publishAudit', reportText: await text('账目清楚，结余两千元。', 'reportText') });
      await store();
    },
  };
}

export type ElectionOnRecord = Awaited<ReturnType<typeof electionOnRecord>>;

/** The vote of an election, begun so many days ago. */
export async function voteOnRecord(
  world: World,
  { election, policy = aPolicy(), daysAgo = 31 }: { election: ElectionOnRecord; policy?: Policy; daysAgo?: number },
) {
  const { db, city } = world;
  const start = addMs((await world.deps.time.now()).toISOString(), -daysAgo * DAY_MS);
  const voteId = randomUUID();
  const titleText = await storePublishedText(db.pool, '选举新一届业主委员会', new Date(start));
  const fundText = await storePublishedText(db.pool, '动用维修资金更换电梯 {{estate}}', new Date(start));
  const agenda: AgendaItem[] = [
    {
      kind: 'election',
      itemId: 'board',
      matter: 3,
      titleText,
      candidateIds: election.candidates,
      seats: 5,
      minSeats: 5,
    },
    { kind: 'yesNo', itemId: 'fund', matter: 5, titleText: fundText },
  ];
  const { estateId, estatePath, communityPath, streetPath, districtPath } = await placeOfEstate(db.pool, city.e1.id);
  const place = { estateId, estatePath, communityPath, streetPath, districtPath };
  const convenor = anActor('communitySecretary', { id: 'id' in election.secretary ? election.secretary.id : '' });
  const play: VotePlay = new Play(ownersVote, start, policy);
  play.give(convenor, {
    ...{ type: 'launch', processId: voteId, place, scope: { kind: 'estate', placeId: city.e1.id }, agenda },
    ...{
      convenor: { role: 'communitySecretary', placePath: communityPath },
      meeting: 'regular',
      parentId: election.id,
    },
  } as Parameters<typeof play.give>[1]);
  const { store } = await onRecord(world, 'ownersVote', play);
  const counters: Actor[] = [];
  for (const at of [city.c1, city.c1])
    counters.push(anActor('gridWorker', { id: (await world.person([{ role: 'gridWorker', at }])).accountId }));

  return {
    ...{ id: voteId, play, store, counters, agenda },
    async publishRoll() {
      play.give(convenor, { type: 'freezeRoll' });
      const { problems, ...roll } = await freezeRoll(
        db.pool,
        voteId,
        1,
        { kind: 'estate', placeId: city.e1.id },
        policy.vote,
      );
      play.give(ENGINE, { type: 'recordRollFrozen', roll: { ...roll, problemCount: problems.length } });
      await store();
    },
    async giveNotice() {
      play.waitFor('rollObjection');
      const noticeText = await storePublishedText(db.pool, '地点：活动中心\n电话：见公告栏', new Date(start));
      play.give(convenor, { type: 'publishNotice', windowDays: 20, noticeText });
      await store();
    },
    async open() {
      const counterIds = counters.map((counter) => ('id' in counter ? counter.id : ''));
      play.give(convenor, { type: 'nameCounters', counterIds });
      play.waitFor('notice');
      await store();
    },
    async count() {
      play.waitFor('window');
      play.give(convenor, { type: 'finishCounting' });
      play.give(ENGINE, {
        type: 'recordTally',
        totals: totals(election.candidates),
        ballotRoot: 'cd'.repeat(32),
        unresolvedPaperCount: 0,
      });
      await store();
    },
    async publishResult() {
      for (const counter of counters) play.give(counter, { type: 'signCount' });
      play.give(convenor, { type: 'publishResult' });
      await store();
    },
  };
}

const weight = (heads: number) => ({ heads, areaDm2: heads * 9_137 });

/** 100 heads, 80 of whom took part; the last candidate has fewest; the fund is 10 heads short of its majority. */
const totals = (candidates: readonly string[]): VoteTotals => ({
  electorate: weight(100),
  items: [
    {
      itemId: 'board',
      participating: weight(80),
      choices: Object.fromEntries(candidates.map((id, index) => [id, weight(75 - index)])),
      blank: weight(1),
    },
    {
      itemId: 'fund',
      participating: weight(80),
      choices: { yes: weight(31), no: weight(47), abstain: weight(2) },
      blank: weight(0),
    },
  ],
  void: weight(1),
  deliveredUnreturned: weight(9),
  countedByChannel: { electronic: 50, paper: 30 },
  supersededCount: 3,
  ballotCount: 83,
});
