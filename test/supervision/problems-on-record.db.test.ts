// Real problems, decided and stored as the engine does, and the figures of their place: equal to a count from process_event after every batch, and
// after everything that is not the record was lost.
import { randomUUID } from 'node:crypto';
import { addMs, DAY_MS } from '../../domain/calendar/instant';
import { rebuildViews } from '../../store/record/rebuild-views';
import { readRollUp } from '../../store/supervision/read-roll-up';
import {
  agree,
  answer,
  askedProblem,
  assign,
  callBack,
  closing,
  DISTRICT,
  FIRM,
  launchedProblem,
  MONDAY,
  problemOf,
  raise,
  RESIDENT,
  respond,
  type ProblemPlay,
} from '../support/a-problem';
import { SECRETARY, STREET } from '../support/an-election';
import { freshDatabase, type TestDatabase } from '../support/database';
import { playOnRecord } from '../support/play-on-record';
import { asCounted, countAgain, type Recorded } from './count-again';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.drop());

const PLAYS: Record<string, () => ProblemPlay> = {
  'solved to the resident’s satisfaction': () => {
    const play = askedProblem();
    play.give(RESIDENT, answer(true));
    return play;
  },
  'solved, said to be unsolved once, and solved': () => {
    const play = askedProblem();
    play.give(RESIDENT, answer(false));
    play.give(FIRM, respond);
    return play;
  },
  'silence at the estate and the community, an answer at the street': () => {
    const play = launchedProblem();
    play.waitFor('response');
    play.waitFor('response');
    play.give(STREET, respond);
    return play;
  },
  'raised before the time was over, sent to a department, silent there': () => {
    const play = launchedProblem();
    play.give(FIRM, raise);
    play.give(SECRETARY, raise);
    play.give(STREET, assign('street', 'urbanManagement'));
    play.waitFor('response');
    return play;
  },
  groundless: () => {
    const play = launchedProblem();
    play.give(FIRM, respond);
    play.give(FIRM, closing('groundless'));
    play.give(SECRETARY, agree);
    return play;
  },
  'standing still over the time of its response': () => {
    const play = launchedProblem();
    const reason = problemReason(play);
    play.give(DISTRICT, { type: 'suspend', ...reason, reasonText: 'hash', basisText: 'hash', days: 5 });
    play.waitUntil(addMs(play.state.suspension?.until ?? '', 1));
    play.give(FIRM, respond);
    return play;
  },
  'nobody could be reached': () => {
    const play = askedProblem();
    for (let n = 0; problemOf(play).phase !== 'closed' && n < 9; n++) {
      play.give(SECRETARY, callBack(null));
      if (problemOf(play).phase !== 'closed') play.waitUntil(addMs(play.now, 2 * DAY_MS));
    }
    return play;
  },
  'just reported': () => launchedProblem(),
};

const problemReason = ({ policy }: ProblemPlay) => ({ reason: policy.problem.pause.reasons.value[0] ?? '' });

const recordOf = async (processId: string): Promise<Recorded[]> => {
  const { rows } = await db.pool.query<{ at: Date; type: string; payload: object }>(
    'select at, type, payload from process_event where process_id = $1 order by seq',
    [processId],
  );
  return rows.map(({ at, type, payload }) => ({ at: at.toISOString(), event: { type, ...payload } }));
};

test('figures of a district are those of its record, at every step and after a rebuild', async () => {
  const path = `/${randomUUID()}/`;
  const ids: string[] = [];
  const now = new Date(addMs(MONDAY, 40 * DAY_MS));
  const period = { from: '2026-02-01', to: '2026-04-30' };
  const rollUp = async (by: 'estate' | 'kind' | 'duty' | 'department' | 'firm') =>
    readRollUp(db.pool, { path, by, period, now });
  const agrees = async (): Promise<void> => {
    const records = await Promise.all(ids.map(recordOf));
    const { total } = await rollUp('estate');
    expect(asCounted(total)).toEqual(countAgain(records, period.from, period.to, now.toISOString()));
  };
  for (const play of Object.values(PLAYS)) {
    await playOnRecord(db.pool, play(), async (processId) => {
      if (!ids.includes(processId)) {
        ids.push(processId);
        await db.pool.query(
          `insert into place (id, kind, path, name, created_at)
           select place_id, 'estate', $2 || 's/c/' || place_id || '/', place_id, clock_timestamp() from process where id = $1`,
          [processId, path],
        );
      }
      await agrees();
    });
  }
  const everything = async () => ({
    rollUps: await Promise.all((['estate', 'kind', 'duty', 'department', 'firm'] as const).map(rollUp)),
    facts: (await db.pool.query('select * from process_fact order by process_id')).rows,
    tally: (await db.pool.query('select * from process_tally order by 1, 2, 3, 4, 5, 6')).rows,
    duties: (await db.pool.query('select * from duty_tally order by 1, 2, 3, 4, 5, 6, 7')).rows,
  });
  const live = await everything();
  expect(live.tally.length).toBeGreaterThan(0);
  const [, , byDuty, byDepartment, byFirm] = live.rollUps;
  expect(byDuty?.rows.map(({ key }) => key)).toContain('respond');
  expect(byDepartment?.rows.find(({ key }) => key === 'urbanManagement')?.rates.response).toMatchObject({ whole: 1 });
  // Nobody manages for a firm on the register here; the firm's duties are there all the same.
  expect(byFirm?.rows).toMatchObject([{ key: null }]);
  expect(byFirm?.total.closed).toBeGreaterThan(3);
  for (const table of ['process_fact', 'process_tally', 'duty_tally', 'obligation'])
    await db.pool.query(`delete from ${table}`);
  for await (const _ of rebuildViews(db.pool));
  expect(await everything()).toEqual(live);
});
