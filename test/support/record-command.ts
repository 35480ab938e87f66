// Gives a command to a process without the engine: the same decider and the same record, in one transaction. For tests of what is
// read and judged from the record; the way through the engine has its own tests (test/engine).
import { randomUUID } from 'node:crypto';
import { civilCalendar } from '../../domain/calendar/tables';
import { definitionOf } from '../../domain/definitions';
import { decideProcess } from '../../domain/machinery/decide';
import { policyById } from '../../domain/policy/presets';
import type { Actor, Role } from '../../domain/process';
import { appendEvents, lockProcess, type AnyPending } from '../../store/record/append-events';
import { launchProcess } from '../../store/record/launch-process';
import { placeOfEstate } from '../../store/process-place';
import { inTransaction } from '../../store/transaction';
import { storeTextsOf } from '../../store/texts';
import type { FrozenRoll } from '../../domain/owners-vote/messages';
import { freezeRoll } from '../../store/rolls/freeze-roll';
import type { Place, World } from './api-world';
import { aVotePolicy } from './build';

/** Decides now and stores the events. Throws when the command is refused. */
export async function recordCommand(
  { deps }: World,
  processId: string,
  actor: Actor,
  command: { type: string; [field: string]: unknown },
): Promise<void> {
  const now = await deps.time.now();
  await inTransaction(deps.pool, async (tx) => {
    const process = await lockProcess(tx, processId);
    if (process === undefined) throw new Error(`no process ${processId}`);
    const commandId = randomUUID();
    const stored = await storeTextsOf(tx, command, { commandId, at: now });
    const asked = { actor, channel: 'web' as const, command: stored };
    const { caughtUp, decision } = decideProcess(
      definitionOf(process.kind),
      process.state,
      asked,
      process.setting,
      now.toISOString(),
    );
    if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
    const steps = [...caughtUp.steps, { actor, at: now.toISOString(), events: decision.events }];
    const events = steps
      .flatMap((step) => step.events.map((event) => ({ actor: step.actor, at: step.at, event })))
      .map(({ actor: by, at, event }, index): AnyPending => ({
        seq: process.seq + index + 1,
        at,
        commandId,
        actor: by,
        channel: 'web',
        event: { ...event } as AnyPending['event'],
      }));
    await appendEvents(tx, processId, { seq: process.seq, hash: process.hash }, events, now);
  });
}

/** What the machine does first for a petition: the roll from the register, and the news of it. */
export async function freezePetition(world: World, petitionId: string, estate: { id: string }): Promise<FrozenRoll> {
  const scope = { kind: 'estate', placeId: estate.id } as const;
  const { problems: _problems, ...roll } = await freezeRoll(world.db.pool, petitionId, 1, scope, aVotePolicy());
  await recordCommand(world, petitionId, { kind: 'engine' }, { type: 'recordRollFrozen', roll });
  return roll;
}

/** Launches an election at the estate over HTTP and returns its id. */
export const launchElection = (world: World, estate: { id: string }, seats = 5): Promise<string> =>
  launchedAt(world, estate, 'elections', (electionId) => ({
    ...{ electionId, trigger: 'termEnding', termEndsOn: null, seats },
  }));

/** Launches the watch on a term that ends with 2027; nobody is on the committee. */
export const launchTermWatch = (world: World, estate: { id: string }): Promise<string> =>
  launchedAt(world, estate, 'committee-terms', (termId) => ({
    ...{ termId, seats: 5, members: [], termYears: 3, termStartsOn: '2025-01-01', termEndsOn: '2027-12-31' },
  }));

/** A handover of two items at the estate, as an election would launch it: the old committee gives, an owner takes, the street looks on. */
export async function launchHandover({ deps }: World, estate: { id: string }, newOwnerId: string): Promise<string> {
  const processId = randomUUID();
  await inTransaction(deps.pool, async (tx) => {
    const { estateId, estatePath, communityPath, streetPath, districtPath } = await placeOfEstate(tx, estate.id);
    const policy = policyById('national');
    if (!policy) throw new Error('no national policy');
    await launchProcess(
      tx,
      {
        ...{ processId, kind: 'handover', parentId: null, policy, calendar: civilCalendar() },
        place: { estateId, estatePath, communityPath, streetPath, districtPath },
        ...{ commandId: randomUUID(), actor: { kind: 'engine' }, channel: 'engine' },
        command: {
          ...{ type: 'launch', occasion: 'takeover', items: ['seal', 'archives'] },
          sides: {
            from: { who: 'oldCommittee', roles: ['committeeMember'], ownerIds: null },
            to: { who: 'newCommittee', roles: ['committeeMember', 'owner'], ownerIds: [newOwnerId] },
            witness: { who: 'witness', roles: ['streetOfficer', 'communitySecretary'], ownerIds: null },
          },
        },
      },
      await deps.time.now(),
    );
  });
  return processId;
}
/** Begins a petition for a meeting. */
export const launchPetition = (world: World, estate: { id: string }, more: object = {}): Promise<string> =>
  launchedAt(world, estate, 'petitions', (petitionId) => ({
    ...{ petitionId, purpose: 'extraordinaryMeeting', requestText: '请求召开临时会议' },
    ...more,
  }));

/** Reports a problem at the street's desk. */
export const launchProblem = (world: World, estate: { id: string }, more: object = {}): Promise<string> =>
  launchedAt(world, estate, 'problems', (problemId) => ({
    ...{ problemId, category: 'leak', channel: 'grid', reportText: '三单元楼道漏水' },
    ...more,
  }));

/** Proposes a micro-project: a new door. */
export const launchCofunding = (world: World, estate: { id: string }, more: object = {}): Promise<string> =>
  launchedAt(world, estate, 'cofundings', (projectId) => ({
    ...{ projectId, titleText: '更换单元门', needText: '门锁损坏，夜间无法关闭' },
    ...more,
  }));

/** Launches a recall on the street's proposal. */
export const launchRecall = (
  world: World,
  estate: { id: string },
  memberIds: string[],
  more: object = {},
): Promise<string> =>
  launchedAt(world, estate, 'recalls', (recallId) => ({
    ...{ recallId, proposedBy: 'street', memberIds, groundCodes: ['absentHalfYear'], groundText: '一年内缺席过半会议' },
    ...more,
  }));

/** Takes a household into the visits, by the secretary of c1. */
export const launchHousehold = (
  world: World,
  estate: { id: string },
  unitId: string,
  more: object = {},
): Promise<string> =>
  launchedAt(
    world,
    estate,
    'households',
    (householdId) => ({ householdId, unitId, class: 'yellow', reasonText: '独居老人', ...more }),
    { role: 'communitySecretary', at: world.city.c1 },
  );

/** Calls a weekly meeting of a community, whose pack the machine has yet to write. */
export const launchMeeting = (world: World, community: { id: string }, more: object = {}): Promise<string> =>
  launchedAt(
    world,
    community,
    'meetings',
    (meetingId) => ({ meetingId, form: 'weekly', heldAt: '2099-01-05T01:30:00.000Z', ...more }),
    undefined,
    'places',
  );

/** Has an estate disclose its common revenue; the committee drafts. */
export const launchDisclosure = (world: World, estate: { id: string }, more: object = {}): Promise<string> =>
  launchedAt(world, estate, 'disclosures', (disclosureId) => ({ disclosureId, ...more }));

/** Has a community hold its weekly meeting by itself. */
export const launchRhythm = (world: World, community: { id: string }, more: object = {}): Promise<string> =>
  launchedAt(
    world,
    community,
    'rhythms',
    (rhythmId) => ({ rhythmId, forms: ['weekly'], ...more }),
    undefined,
    'places',
  );

async function launchedAt(
  world: World,
  estate: { id: string },
  what: string,
  bodyOf: (processId: string) => object,
  by?: { role: Role; at: Place },
  places: 'estates' | 'places' = 'estates',
): Promise<string> {
  const { city } = world;
  const street = city.e4.id === estate.id ? city.s2 : city.s1;
  const officer = await world.person([by ?? { role: 'streetOfficer', at: street }]);
  const processId = randomUUID();
  const body = { commandId: randomUUID(), ...bodyOf(processId) };
  await world.as(officer).post(`/v1/${places}/${estate.id}/${what}`, body).expect(201);
  return processId;
}
