// A burst: a pipe breaks and a whole compound reports it at once. Everybody is answered, there is one problem, and no report is lost.
import { randomUUID } from 'node:crypto';
import { burstOf } from '../../bench/support/report-burst';
import { apiWorld, type Person, type World } from '../support/api-world';

const PEOPLE = 300;

let world: World;
let people: Person[];
beforeAll(async () => {
  world = await apiWorld();
  people = await Promise.all(
    Array.from({ length: PEOPLE }, () => world.person([{ role: 'resident', at: world.city.e1 }])),
  );
}, 300_000);
afterAll(() => world.close());

it('hundreds of reports in the same moment are all accepted, joined to one problem, and found again by whoever sent them', async () => {
  const result = await burstOf(
    people.map(({ token }) => ({ token })),
    {
      estateId: world.city.e1.id,
      category: 'burstPipe',
      atOnce: 100,
      post: async (token, path, body) => {
        const answer = await world.as({ token } as Person).post(path, body);
        return { status: answer.status, body: answer.body as Record<string, unknown> };
      },
    },
  );
  expect(result.refused).toEqual([]);
  expect([result.opened, result.joined]).toEqual([1, PEOPLE - 1]);
  const { rows } = await world.db.pool.query<{ problem: string; reports: number; people: number }>(
    `select problem_id as problem, count(*)::int as reports, count(distinct reporter_account)::int as people from problem_report group by 1`,
  );
  expect(rows).toEqual([{ problem: result.problemIds[0], reports: PEOPLE, people: PEOPLE }]);
  const problems = await world.db.pool.query(`select from process where kind = 'problem'`);
  expect(problems.rowCount).toBe(1);
  for (const who of [people[0], people[PEOPLE - 1]]) {
    const { body } = await world
      .as(who as Person)
      .get('/v1/reports/mine')
      .expect(200);
    expect(body.items).toMatchObject([{ processId: result.problemIds[0], reportCount: PEOPLE }]);
  }
});

it('the same burst sent again by impatient fingers changes nothing', async () => {
  const commandId = randomUUID();
  const [who] = people as [Person];
  const { body: mine } = await world.as(who).get('/v1/reports/mine').expect(200);
  const id = mine.items[0].processId as string;
  const other = await world.person([{ role: 'resident', at: world.city.e1 }]);
  const body = { commandId, reportId: randomUUID() };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => world.as(other).post(`/v1/problems/${id}/reports`, body)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
  const { rows } = await world.db.pool.query('select from problem_report where problem_id = $1', [id]);
  expect(rows).toHaveLength(PEOPLE + 1);
});
