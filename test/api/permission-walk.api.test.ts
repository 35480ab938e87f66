// Every operation × every role × (own place, sibling place, place above), and every process command likewise: the answer must be the
// one that the table promises. What the table promises is worked out here a second time, independently of authorise.ts, by comparing
// places step by step. 403: the role may never do this. 404: the role may, but not there. Anything else that the fixture allows: let in.
import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { z } from 'zod';
import { cofundingOperations } from '../../api/contracts/cofundings';
import { householdOperations } from '../../api/contracts/households';
import { launchOperations } from '../../api/contracts/launches';
import type { Access, Operation } from '../../api/contracts/operation';
import { REACH_OF_ROLE } from '../../api/auth/authorise';
import { disclosureOperations } from '../../api/contracts/disclosure';
import { meetingOperations } from '../../api/contracts/meetings';
import { petitionOperations } from '../../api/contracts/petitions';
import { residentProblemOperations } from '../../api/contracts/resident-problems';
import { operations, type OperationId } from '../../api/contracts/operations';
import { MACHINERY_RULES } from '../../domain/machinery/decide';
import { disclosureRules } from '../../domain/disclosure/rules';
import { electionRules } from '../../domain/election/rules';
import { householdRules } from '../../domain/household/rules';
import { voteRules } from '../../domain/owners-vote/rules';
import { petitionRules } from '../../domain/petition/rules';
import { meetingRules } from '../../domain/meeting/rules';
import { problemRules } from '../../domain/problem/rules';
import { cofundingRules } from '../../domain/cofunding/rules';
import { recallRules } from '../../domain/recall/rules';
import { rhythmRules } from '../../domain/rhythm/rules';
import { ROLES, type Role } from '../../domain/process';
import { apiWorld, type Person, type Place, type World } from '../support/api-world';
import { operationFixtures, type Fixture, type Prepared } from '../support/operation-fixtures';
import { sampleOf } from '../support/sample-of';

const POSITIONS = ['own', 'sibling', 'parent'] as const;
type Position = (typeof POSITIONS)[number];

let world: World;
let fixtures: Record<OperationId, Fixture>;
let people: Record<Role, Record<Position, { person: Person; at: Place }>>;

beforeAll(async () => {
  world = await apiWorld();
  fixtures = await operationFixtures(world);
  people = await everyRoleEverywhere();
}, 120_000);
afterAll(() => world.close());

/** Each role at the place where it belongs on the way to estate e1, at a sibling of that place, and one level too high. */
async function everyRoleEverywhere(): Promise<typeof people> {
  const { district, otherDistrict, s1, s2, c1, c2, e1, e2, u1, u3 } = world.city;
  const city: Place = { id: district.id, path: '/' };
  const places: Record<Role, Record<Position, Place>> = {
    districtSupervisor: { own: district, sibling: otherDistrict, parent: city },
    streetOfficer: { own: s1, sibling: s2, parent: district },
    communitySecretary: { own: c1, sibling: c2, parent: s1 },
    gridWorker: { own: c1, sibling: c2, parent: s1 },
    committeeMember: { own: e1, sibling: e2, parent: c1 },
    firmManager: { own: e1, sibling: e2, parent: c1 },
    owner: { own: u1, sibling: u3, parent: c1 },
    resident: { own: e1, sibling: e2, parent: c1 },
    expert: { own: s1, sibling: s2, parent: district },
    departmentOfficer: { own: s1, sibling: s2, parent: district },
    auditor: { own: s1, sibling: s2, parent: district },
  };
  const found = {} as typeof people;
  for (const role of ROLES) {
    found[role] = {} as (typeof people)[Role];
    for (const position of POSITIONS) found[role][position] = await personAt(role, places[role][position]);
  }
  return found;
}

async function personAt(role: Role, at: Place): Promise<{ person: Person; at: Place }> {
  const isUnit = role === 'owner' && 'ownerId' in at;
  const person = isUnit
    ? await world.person([], { ownerId: at.ownerId as string })
    : await world.person([role === 'departmentOfficer' ? { role, at, department: 'housing' } : { role, at }]);
  return { person, at };
}

// ---- the oracle -------------------------------------------------------------------------------------------------------

const steps = ({ path }: Place): string[] => path.split('/').filter((id) => id !== '');
/** Whether walking down from the top to `lower` one passes `upper`. */
const isAtOrAbove = (upper: Place, lower: Place): boolean =>
  steps(upper).every((id, depth) => steps(lower)[depth] === id);

type Expected = 'let in' | 403 | 404;

/** Whoever is not shown a process hears what somebody from elsewhere hears. */
const shown = (there: Expected, { seenBy }: Fixture, role: Role): Expected =>
  there === 'let in' && seenBy && !seenBy.includes(role) ? 404 : there;

function expected(access: Access, role: Role, standing: Place, resource: Place | undefined): Expected {
  if (access.kind !== 'roles') return 'let in';
  const reach = access.roles[role];
  if (reach === undefined) return 403;
  if (access.scope.kind === 'self') return 'let in';
  if (resource === undefined) throw new Error('the fixture does not say where its resource is');
  const isReached = reach === 'covers' ? isAtOrAbove(standing, resource) : isAtOrAbove(resource, standing);
  return isReached ? 'let in' : 404;
}

// ---- asking -----------------------------------------------------------------------------------------------------------

async function ask(
  row: Operation,
  { params = {}, query = {}, body, file }: Prepared,
  who: Person | null,
): Promise<Response> {
  const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? 'missing'));
  const search = new URLSearchParams(query).toString();
  const sent = world.as(who)[row.method](`${path}${search === '' ? '' : `?${search}`}`);
  if (row.transport === 'stream') {
    // The stream would never end: its head says whether the caller was let in.
    return sent.buffer(true).parse((response, done) => {
      if (response.statusCode !== 200) {
        let text = '';
        response.on('data', (chunk) => (text += chunk)).on('end', () => done(null, JSON.parse(text)));
        return;
      }
      (response as unknown as { destroy(): void }).destroy();
      done(null, {});
    });
  }
  if (row.transport === 'upload')
    return sent.set('Content-Type', 'application/octet-stream').send(file ?? Buffer.alloc(0));
  return body === undefined ? sent : sent.send(body);
}

/** What the answer amounts to, in the oracle's words; anything else is shown as it is and fails. */
function meaning({ status, body }: Response, refusedWith: readonly string[]): Expected | string {
  const code = (body as { code?: string }).code ?? '';
  if ((status >= 200 && status < 300) || refusedWith.includes(code)) return 'let in';
  if (status === 403 && code === 'forbidden') return 403;
  if (status === 404 && code === 'not-found') return 404;
  return `${status} ${code} ${JSON.stringify((body as { errors?: unknown }).errors ?? '')}`;
}

// ---- the walk ---------------------------------------------------------------------------------------------------------

describe.each(Object.keys(operations) as OperationId[])('%s', (id) => {
  const row = operations[id] as Operation;

  it('asks who is there', async () => {
    const answer = await ask(row, await prepared(fixtures[id]), null);
    if (row.access.kind === 'public') expect(meaning(answer, fixtures[id].refusedWith ?? [])).toBe('let in');
    else expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });

  it('lets every role in where the table says so, and nowhere else', async () => {
    const fixture = fixtures[id];
    const found: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const role of ROLES) {
      for (const position of POSITIONS) {
        const { at } = people[role][position];
        const { person } = fixture.needsFreshCaller ? await personAt(role, at) : people[role][position];
        const should = shown(expected(row.access, role, at, fixture.at), fixture, role);
        const refusedWith = should === 403 ? [] : (fixture.refusedWith ?? []);
        wanted[`${role} ${position}`] = should;
        found[`${role} ${position}`] = meaning(await ask(row, await prepared(fixture), person), refusedWith);
      }
    }
    expect(found).toEqual(wanted);
  });
});

const prepared = async ({ prepare }: Fixture): Promise<Prepared> => (await prepare?.()) ?? {};

// ---- commands ---------------------------------------------------------------------------------------------------------

const kinds = [
  ['commandCofunding', cofundingRules, cofundingOperations.commandCofunding.body],
  ['commandElection', electionRules, launchOperations.commandElection.body],
  ['commandVote', voteRules, launchOperations.commandVote.body],
  ['commandPetition', petitionRules, petitionOperations.commandPetition.body],
  ['commandProblem', problemRules, residentProblemOperations.commandProblem.body],
  ['commandRecall', recallRules, petitionOperations.commandRecall.body],
  ['commandHousehold', householdRules, householdOperations.commandHousehold.body],
  ['commandMeeting', meetingRules, meetingOperations.commandMeeting.body],
  ['commandDisclosure', disclosureRules, disclosureOperations.commandDisclosure.body],
  ['commandRhythm', rhythmRules, meetingOperations.commandRhythm.body],
] as const;

describe.each(kinds)('%s', (id, rules, bodySchema) => {
  const rolesOf: Record<string, readonly Role[]> = Object.fromEntries(
    Object.entries({ ...rules, ...MACHINERY_RULES }).map(([type, { roles }]) => [type, roles]),
  );
  const bodies = commandBodies(bodySchema);
  const anyCommand = new Set(Object.values(rolesOf).flat());

  it('has a body for every command that people may give', () => {
    const given = Object.keys(rolesOf).filter((type) => type !== 'launch' && rolesOf[type]?.length !== 0);
    expect(Object.keys(bodies).sort()).toEqual(given.sort());
  });

  it.each(Object.keys(bodies))('%s: every role, here, beside and above', async (type) => {
    const row = operations[id] as Operation;
    const fixture = fixtures[id];
    const { params = {} } = await prepared(fixture);
    const found: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const role of ROLES) {
      for (const position of POSITIONS) {
        const { person, at } = people[role][position];
        const reach = { [role]: REACH_OF_ROLE[role] };
        const access = { kind: 'roles', roles: reach, scope: { kind: 'process', param: 'processId' } } as const;
        const there = anyCommand.has(role) ? shown(expected(access, role, at, fixture.at), fixture, role) : 403;
        wanted[`${role} ${position}`] = there === 'let in' && !rolesOf[type]?.includes(role) ? 403 : there;
        const body = { commandId: randomUUID(), command: bodies[type] };
        // There is no engine here: whoever is let in hears that the command must wait for it.
        found[`${role} ${position}`] = meaning(await ask(row, { params, body }, person), [
          'unavailable',
          'visitor-not-here',
          'scope-outside-estate',
          'attachment-unknown',
        ]);
      }
    }
    expect(found).toEqual(wanted);
  });
});

/** A sample of each command that the body takes, by type. */
function commandBodies(schema: z.ZodObject): Record<string, { type: string }> {
  const samples = sampleOf(schema.shape['command'] as z.ZodType) as { type: string }[];
  return Object.fromEntries(samples.map((sample) => [sample.type, sample]));
}
