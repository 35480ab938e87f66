// The list of everything that is stuck in a district, over all kinds of processes: order, flags, sentence, who sees what, pages, detectors.
// Processes are on the record as if launched days ago; the API looks at them now.
import { randomUUID } from 'node:crypto';
import type { Policy } from '../../domain/policy/schema';
import { DETECTORS } from '../../domain/supervision/detectors';
import { apiWorld, type Person, type Place, type World } from '../support/api-world';
import { commandAt, electionAt, launchAt, OFFICER, SUPERVISOR } from '../support/launch-at';
import { aPolicy } from '../support/play';
import { launchHandover } from '../support/record-command';

/* eslint-disable @typescript-eslint/no-explicit-any -- bodies of answers */

const DAY_MS = 86_400_000;
let world: World;
let now: Date;
let supervisor: Person;
/** Elections: overdue by some days in e1, silent in e2, in time in e3 and e4, standing still in e5. */
let late: string, silent: string, fresh: string, thrown: string, still: string;
let watch: string;
const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MS);

const stalls = async (person: Person, query = '', language = 'zh-CN'): Promise<any[]> => {
  const answer = await world.as(person).get(`/v1/stalls${query}`).set('Accept-Language', language).expect(200);
  return answer.body.items as any[];
};
const found = (items: any[]): string[] => items.map(({ process }) => process.id as string);

async function estateIn(community: Place, name: string): Promise<Place> {
  const id = randomUUID();
  const path = `${community.path}${id}/`;
  await world.db.pool.query(
    `insert into place (id, kind, parent_id, path, name, created_at) values ($1, 'estate', $2, $3, $4, clock_timestamp())`,
    [id, community.id, path, name],
  );
  return { id, path };
}

function ofManyReturns(): Policy {
  const policy = aPolicy();
  policy.motions.sendBacks.value = 3;
  return policy;
}

async function thrownToAndFro(estate: Place): Promise<string> {
  const id = await electionAt(world, estate, daysAgo(3), ofManyReturns());
  for (const days of [2.5, 1.5]) {
    await commandAt(world, id, daysAgo(days), SUPERVISOR, { type: 'takeOver', key: 'formGroup', reasonText: '测试' });
    await commandAt(world, id, daysAgo(days - 0.5), SUPERVISOR, {
      type: 'sendBack',
      key: 'formGroup',
      reasonText: '测试',
    });
  }
  return id;
}

beforeAll(async () => {
  world = await apiWorld();
  now = await world.deps.time.now();
  const { city } = world;
  supervisor = await world.person([{ role: 'districtSupervisor', at: city.district }]);
  late = await electionAt(world, city.e1, daysAgo(75));
  silent = await electionAt(world, city.e2, daysAgo(55));
  fresh = await electionAt(world, city.e3, daysAgo(4));
  thrown = await thrownToAndFro(city.e4);
  const estate = await estateIn(city.c1, '停办小区');
  still = await electionAt(world, estate, daysAgo(90));
  await commandAt(world, still, daysAgo(1), OFFICER, {
    ...{ type: 'suspend', reasonText: '测试', basisText: '测试', days: 20 },
  });
  // Watches a term that ends in some years: nobody has a duty in it.
  watch = await launchAt(world, 'committeeTerm', city.e1, daysAgo(2), {
    ...{ seats: 5, members: [], alternateIds: [], termYears: 3, termStartsOn: '2026-01-01', termEndsOn: '2028-12-31' },
  });
});
afterAll(() => world.close());

describe('the list of what is stuck', () => {
  it('has everything that waits for people, what is stuck for longest first, and what stands still last', async () => {
    const items = await stalls(supervisor);
    expect(found(items)).toEqual([late, silent, ...[fresh, thrown], still]);
    expect(items.map(({ stuckAt }) => stuckAt)).toEqual([
      ...items
        .map(({ stuckAt }) => stuckAt)
        .slice(0, 4)
        .sort(),
      null,
    ]);
  });

  it('tells overdue, silent, and thrown to and fro apart, and flags nothing of what stands still', async () => {
    const items = await stalls(supervisor);
    expect(items.map(({ process, flags }) => [process.id, flags])).toEqual([
      [late, ['overdue']],
      [silent, ['silent']],
      [fresh, []],
      [thrown, ['pingPong']],
      [still, []],
    ]);
    const [first] = items;
    expect(first.overdueMs).toBeGreaterThan(10 * DAY_MS);
    expect(first.dueAt < now.toISOString()).toBe(true);
    expect(items[1].dueAt > now.toISOString()).toBe(true);
    expect(items[1].overdueMs).toBeNull();
  });

  it('says of each for whom it waits, on which article, what comes next, and why in one sentence', async () => {
    const [first, second, , fourth, last] = await stalls(supervisor);
    expect(first).toMatchObject({
      ...{ key: 'formGroup', duty: 'formGroup', normal: null, detectors: ['groupNotFormed'] },
      process: { kind: 'election', phase: 'groupForming', place: { id: world.city.e1.id, kind: 'estate' } },
      party: { kind: 'role', role: 'streetOfficer', place: { id: world.city.s1.id } },
    });
    expect(first.basis).toContain('指导规则');
    expect(first.why).toMatch(
      /^.+业委会选举：等街道（.+）组建换届小组，2026年\d+月\d+日 24:00到期，已逾期\d+天，.+。$/,
    );
    expect(second.why).toContain('已有55天没有任何进展');
    expect(fourth.why).toContain('多次退回');
    expect(last.why).toContain('程序中止至');
    expect(last.process).toMatchObject({ isSuspended: true, suspendedUntil: expect.any(String) });
  });

  it('says it in English to whoever asks for English', async () => {
    const [first, second] = await stalls(supervisor, '', 'en');
    expect(first.why).toMatch(
      /, the election: waits for the street \(.+\) to form the group; it was due 2026-\d\d-\d\d 24:00 and is \d+ days late; .*\.$/,
    );
    expect(second.why).toContain('nothing has happened for 55 days');
    expect(first.why).not.toMatch(/等|逾期/);
  });

  it('compares with how long this duty took here, once enough of them were closed', async () => {
    const { pool } = world.db;
    await pool.query(
      `insert into duty_normal (kind, duty, district_path, n, median_ms, p90_ms, worked_out_at)
       values ('election', 'formGroup', $1, 37, 172800000, 432000000, $2)`,
      [world.city.district.path, now],
    );
    try {
      const [first] = await stalls(supervisor);
      expect(first.normal).toEqual({ n: 37, medianMs: 2 * DAY_MS, p90Ms: 5 * DAY_MS });
      expect(first.openMs).toBeGreaterThanOrEqual(75 * DAY_MS);
      expect(first.why).toContain('本区同类事项半数在2天内、九成在5天内办结（37件）');
    } finally {
      await pool.query('delete from duty_normal');
    }
  });

  it('is filtered by flag, kind, duty, role, place and detector', async () => {
    expect(found(await stalls(supervisor, '?flag=overdue'))).toEqual([late]);
    expect(found(await stalls(supervisor, '?flag=silent'))).toEqual([silent]);
    expect(found(await stalls(supervisor, '?flag=pingPong'))).toEqual([thrown]);
    expect(found(await stalls(supervisor, '?flag=any'))).toEqual([late, silent, thrown]);
    expect(found(await stalls(supervisor, '?kind=ownersVote'))).toEqual([]);
    expect(found(await stalls(supervisor, '?duty=formGroup&role=streetOfficer'))).toHaveLength(5);
    expect(found(await stalls(supervisor, '?role=departmentOfficer&department=fire'))).toEqual([]);
    expect(found(await stalls(supervisor, `?placeId=${world.city.c2.id}`))).toEqual([fresh]);
    expect(found(await stalls(supervisor, `?placeId=${world.city.e2.id}`))).toEqual([silent]);
    expect(found(await stalls(supervisor, `?placeId=${world.city.b1.id}`))).toEqual([]);
    expect(found(await stalls(supervisor, `?placeId=${randomUUID()}`))).toEqual([]);
    expect(found(await stalls(supervisor, '?detector=groupNotFormed'))).toEqual([late]);
    expect(found(await stalls(supervisor, '?detector=memberOwesFees'))).toEqual([]);
    await world.as(supervisor).get('/v1/stalls?detector=noSuchRule').expect(400);
  });

  it('comes in pages that join without a gap or a repeat, to the last one that stands still', async () => {
    const all = await stalls(supervisor);
    const seen: any[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await world
        .as(supervisor)
        .get(`/v1/stalls?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
        .expect(200);
      seen.push(...(page.body.items as any[]));
      cursor = page.body.nextCursor as string | null;
    }
    expect(found(seen)).toEqual(found(all));
  });
});

describe('who sees what is stuck', () => {
  it('everybody what lies in their own places, however many grants bring them there', async () => {
    const { city } = world;
    const street2 = await world.person([{ role: 'streetOfficer', at: city.s2 }]);
    expect(found(await stalls(street2))).toEqual([thrown]);
    expect(found(await stalls(street2, `?placeId=${city.district.id}`))).toEqual([thrown]);
    expect(found(await stalls(street2, `?placeId=${city.e1.id}`))).toEqual([]);
    const twice = await world.person([
      ...[city.s1, city.c1].map((at) => ({ role: 'streetOfficer' as const, at })),
      { role: 'communitySecretary', at: city.c1 },
      { role: 'auditor', at: city.c3 },
    ]);
    expect(found(await stalls(twice))).toEqual([late, silent, fresh, thrown, still]);
    const other = await world.person([{ role: 'districtSupervisor', at: city.otherDistrict }]);
    expect(found(await stalls(other))).toEqual([]);
    const firm = await world.person([{ role: 'firmManager', at: city.e1 }]);
    await world.as(firm).get('/v1/stalls').expect(403);
  });

  it('never whom a process is hidden from', async () => {
    const { city, db } = world;
    const secretary = await world.person([{ role: 'communitySecretary', at: city.c1 }]);
    await db.pool.query('update process_view set hidden_from = array[$2::uuid] where process_id = $1', [
      late,
      secretary.accountId,
    ]);
    try {
      expect(found(await stalls(secretary))).toEqual([silent, still]);
      expect(found(await stalls(supervisor))).toContain(late);
    } finally {
      await db.pool.query(`update process_view set hidden_from = '{}' where process_id = $1`, [late]);
    }
  });
});

describe('engine trouble', () => {
  const trouble = (processId: string, resolvedAt: Date | null = null) =>
    world.db.pool.query(
      `insert into engine_trouble (id, process_id, kind, what, attempts, last_error, since, seen_at, resolved_at)
       values ($1, $2, 'activity', 'tallyVote', 7, 'connection refused', $3, $3, $4)`,
      [randomUUID(), processId, daysAgo(1), resolvedAt],
    );
  afterEach(() => world.db.pool.query('delete from engine_trouble'));

  it('is a flag of its own, with what fails, how often and its last error', async () => {
    await trouble(fresh);
    await trouble(silent, now);
    const [only, ...others] = await stalls(supervisor, '?flag=engineTrouble');
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      flags: ['engineTrouble'],
      troubles: [{ kind: 'activity', what: 'tallyVote', attempts: 7, lastError: 'connection refused' }],
    });
    expect(only.why).toContain('系统环节“tallyVote”已失败7次（connection refused）');
  });

  it('is seen also where nobody has a duty, in its own row and in its place in the order', async () => {
    await trouble(watch);
    expect(found(await stalls(supervisor, '?flag=engineTrouble'))).toEqual([watch]);
    const items = await stalls(supervisor);
    expect(found(items).slice(0, 3)).toEqual([late, silent, watch]);
    expect(items[2]).toMatchObject({ duty: null, party: null, flags: ['engineTrouble'], id: watch });
    expect(items[2].why).toContain('没有人可以办理');
    const street2 = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
    expect(found(await stalls(street2, '?flag=engineTrouble'))).toEqual([]);
    expect(found(await stalls(supervisor, '?flag=engineTrouble&kind=election'))).toEqual([]);
  });
});

describe('the detectors', () => {
  const list = async (person: Person, query = ''): Promise<any[]> =>
    (await world.as(person).get(`/v1/detectors${query}`).expect(200)).body.items as any[];

  it('are nineteen, numbered as in the rule base; those whose process is not here say so and find nothing', async () => {
    const items = await list(supervisor);
    expect(items.map(({ no }) => no)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
    for (const { isInRelease, missing, processes } of items) {
      expect(processes === null).toBe(!isInRelease);
      if (!isInRelease) expect(missing).not.toBeNull();
    }
    expect(items.filter(({ isInRelease }) => !isInRelease).map(({ no }) => no)).toEqual([8, 9, 11, 13, 19]);
  });

  it('count the processes that the list shows for each of them, within the caller’s places', async () => {
    const handover = await launchHandover(world, world.city.e2, world.city.u3.ownerId);
    await commandAt(world, handover, now, OFFICER, { type: 'reportRefusal', reasonText: '测试' });
    const street2 = await world.person([{ role: 'streetOfficer', at: world.city.s2 }]);
    for (const person of [supervisor, street2])
      for (const { id, processes, isInRelease } of await list(person))
        if (isInRelease)
          expect([id, new Set(found(await stalls(person, `?detector=${id as string}`))).size]).toEqual([id, processes]);
    const counts = Object.fromEntries((await list(supervisor)).map(({ id, processes }) => [id, processes]));
    expect(counts).toMatchObject({ groupNotFormed: 1, sealsNotHandedOver: 1, assemblyNotHeld: 0 });
  });

  it('agree with what each row says of itself', async () => {
    const items = await stalls(supervisor);
    for (const { id } of DETECTORS) {
      const byRow = items
        .filter(({ detectors }) => (detectors as string[]).includes(id))
        .map((item) => item.id as string);
      expect((await stalls(supervisor, `?detector=${id}`)).map((item) => item.id as string)).toEqual(byRow);
    }
  });
});
