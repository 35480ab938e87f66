// Does the engine's history stay flat when ballots grow? Two whole re-elections under the same commands, with 100 and with 50,000
// ballots; counted are the history events of all runs of the election and of its vote.
import type { Pool } from 'pg';
import { workflowIdFor } from '../workflows/messages';
import { countHistory, type HistoryCount } from './history/count-history';
import { playElection, type PlayedElection } from './history/play-election';
import { buildCity } from './support/city';
import { printTable, report, round } from './support/report';
import { startStack, type BenchStack } from './support/stack';

const FEW = 100;
const MANY = 50_000;

interface Counted extends PlayedElection {
  election: HistoryCount;
  vote: HistoryCount;
  /** Of the record in PostgreSQL, reminders and escalations among them. */
  recorded: number;
  reminders: number;
}

export async function bench(): Promise<void> {
  console.log('Starting PostgreSQL, Temporal, worker and API …');
  const stack = await startStack();
  try {
    const city = await buildCity(stack, [FEW, MANY]);
    const officials = {
      officer: await city.official('streetOfficer'),
      secretary: await city.official('communitySecretary'),
      member: await city.official('committeeMember'),
    };
    console.log(`Two re-elections on a scaled calendar, with ${FEW} and ${MANY} ballots; about seven minutes …`);
    const played = await Promise.all([0, 1].map((estate) => playElection(stack, city, estate, officials)));
    const [few, many] = await Promise.all(played.map((election) => count(stack, election)));
    if (few === undefined || many === undefined) throw new Error('two elections were played');

    const row = (name: string, of: (counted: Counted) => number): (string | number)[] => [name, of(few), of(many)];
    const both = (key: keyof HistoryCount) => row(key, ({ election, vote }) => election[key] + vote[key]);
    console.log('');
    printTable(
      ['', `${FEW} ballots`, `${MANY} ballots`],
      [
        row('events of the election', ({ election }) => election.events),
        row('events of its vote', ({ vote }) => vote.events),
        ...(['events', 'runs', 'updates', 'activities', 'timers', 'workflowTasks', 'bytes'] as const).map(both),
        row('recorded events', ({ recorded }) => recorded),
        row('reminders among them', ({ reminders }) => reminders),
        row('ballots a second', ({ accepted, seconds }) => Math.round(accepted / seconds)),
      ],
    );
    const sum = ({ election, vote }: Counted, key: 'events' | 'bytes') => election[key] + vote[key];
    report({
      bench: 'history',
      ratios: { flat: sum(many, 'events') / sum(few, 'events') },
      figures: {
        eventsFew: sum(few, 'events'),
        eventsMany: sum(many, 'events'),
        bytesFew: sum(few, 'bytes'),
        bytesMany: sum(many, 'bytes'),
        ballotsFew: few.accepted,
        ballotsMany: many.accepted,
        ballotsPerSecond: round(many.accepted / many.seconds),
      },
      aims: [{ ratio: 'flat', bound: 'at most', value: 1.05 }],
      broken: [...(await check(stack.pool, few, FEW)), ...(await check(stack.pool, many, MANY))],
    });
  } finally {
    await stack.stop();
  }
}

async function count({ client, pool }: BenchStack, played: PlayedElection): Promise<Counted> {
  const { electionId, voteId } = played;
  // The record says that it is closed a moment before its run has ended.
  await client.workflow.getHandle(workflowIdFor('election', electionId)).result();
  const { rows } = await pool.query<{ recorded: number; reminders: number }>(
    `select count(*)::int as recorded, (count(*) filter (where type in ('reminded', 'escalated')))::int as reminders
     from process_event where process_id in ($1, $2)`,
    [electionId, voteId],
  );
  return {
    ...played,
    election: await countHistory(client, workflowIdFor('election', electionId)),
    vote: await countHistory(client, workflowIdFor('ownersVote', voteId)),
    recorded: rows[0]?.recorded ?? 0,
    reminders: rows[0]?.reminders ?? 0,
  };
}

/** All ballots are stored and in the published tally, and the election went all the way. */
async function check(pool: Pool, { electionId, voteId }: Counted, ballots: number): Promise<string[]> {
  const { rows } = await pool.query<{ stored: number; tallied: number; phase: string; outcome: string }>(
    `select (select count(*)::int from ballot where vote_id = $2) as stored,
       (select (payload->'totals'->>'ballotCount')::int from process_event where process_id = $2 and type = 'votesTallied') as tallied,
       phase, outcome
     from process_view where process_id = $1`,
    [electionId, voteId],
  );
  const found = rows[0];
  const broken: string[] = [];
  if (found?.stored !== ballots) broken.push(`ballots stored: ${found?.stored} instead of ${ballots}`);
  if (found?.tallied !== ballots)
    broken.push(`ballots in the published count: ${found?.tallied} instead of ${ballots}`);
  if (found?.phase !== 'closed' || found.outcome !== 'seated')
    broken.push(`the election ended ${found?.phase}, ${found?.outcome}`);
  return broken;
}
