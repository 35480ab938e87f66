// Does the engine's history stay flat when ballots and pledges grow? Two whole re-elections under the same commands, with 100 and with 50,000
// ballots; counted are the history events of all runs of the election and of its vote. Then two projects, from the proposal until their
// households are asked to pay, with as many pledges.
import type { Pool } from 'pg';
import { countPledges } from '../store/pledges/totals';
import { workflowIdFor } from '../workflows/messages';
import { countHistory, type HistoryCount } from './history/count-history';
import { playElection, type PlayedElection } from './history/play-election';
import { playPledging, type PlayedPledging } from './history/play-pledging';
import { buildCity, type City } from './support/city';
import { printTable, report, round } from './support/report';
import { startStack, type BenchStack } from './support/stack';
import { until } from './support/until';

const FEW = 100;
const MANY = 50_000;

interface Counted extends PlayedElection {
  election: HistoryCount;
  vote: HistoryCount;
  /** Of the record in PostgreSQL, reminders and escalations among them. */
  recorded: number;
  reminders: number;
}

/** `--pledges` plays the projects alone; `--small` with 10 and 200 homes, to see that everything runs. */
export async function bench(args: string[]): Promise<void> {
  const homes: [number, number] = args.includes('--small') ? [10, 200] : [FEW, MANY];
  console.log('Starting PostgreSQL, Temporal, worker and API …');
  const stack = await startStack();
  try {
    const city = await buildCity(stack, homes);
    const officials = {
      officer: await city.official('streetOfficer'),
      secretary: await city.official('communitySecretary'),
      member: await city.official('committeeMember'),
    };
    const elections = args.includes('--pledges') ? undefined : await compareElections(stack, city, homes, officials);
    const projects = await comparePledging(stack, city, homes, officials);
    report({
      bench: 'history',
      ratios: { ...elections?.ratios, ...projects.ratios },
      figures: { ...elections?.figures, ...projects.figures },
      aims: Object.keys({ ...elections?.ratios, ...projects.ratios }).map((ratio) => ({
        ...{ ratio, bound: 'at most' as const, value: 1.05 },
      })),
      broken: [...(elections?.broken ?? []), ...projects.broken],
    });
  } finally {
    await stack.stop();
  }
}

interface Compared {
  ratios: Record<string, number>;
  figures: Record<string, number>;
  broken: string[];
}

type Officials = Parameters<typeof playElection>[3];

async function compareElections(
  stack: BenchStack,
  city: City,
  [fewHomes, manyHomes]: [number, number],
  officials: Officials,
): Promise<Compared> {
  console.log(
    `Two re-elections on a scaled calendar, with ${fewHomes} and ${manyHomes} ballots; about seven minutes …`,
  );
  const played = await Promise.all([0, 1].map((estate) => playElection(stack, city, estate, officials)));
  const [few, many] = await Promise.all(played.map((election) => count(stack, election)));
  if (few === undefined || many === undefined) throw new Error('two elections were played');

  const row = (name: string, of: (counted: Counted) => number): (string | number)[] => [name, of(few), of(many)];
  const both = (key: keyof HistoryCount) => row(key, ({ election, vote }) => election[key] + vote[key]);
  console.log('');
  printTable(
    ['', `${fewHomes} ballots`, `${manyHomes} ballots`],
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
  return {
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
    broken: [...(await check(stack.pool, few, fewHomes)), ...(await check(stack.pool, many, manyHomes))],
  };
}

async function comparePledging(
  stack: BenchStack,
  city: City,
  homes: [number, number],
  officials: Officials,
): Promise<Compared> {
  const [fewHomes, manyHomes] = homes;
  console.log(`Two projects on a scaled calendar, with ${fewHomes} and ${manyHomes} pledges; about three minutes …`);
  const played = await Promise.all(
    homes.map(async (amount, estate) => {
      const project = await playPledging(stack, city, estate, amount, officials);
      return { ...project, history: await countedPledging(stack, project) };
    }),
  );
  const [few, many] = played;
  if (few === undefined || many === undefined) throw new Error('two projects were played');
  console.log('');
  printTable(
    ['', `${fewHomes} pledges`, `${manyHomes} pledges`],
    [
      ...(['events', 'runs', 'updates', 'activities', 'timers', 'workflowTasks', 'bytes'] as const).map((key) => [
        key,
        few.history[key],
        many.history[key],
      ]),
      ['pledges a second', ...[few, many].map(({ accepted, seconds }) => Math.round(accepted / seconds))],
    ],
  );
  const broken: string[] = [];
  for (const [index, { projectId }] of played.entries()) {
    const counted = await countPledges(stack.pool, { processId: projectId, version: 1 });
    if (counted?.pledgedHouseholds !== homes[index])
      broken.push(`pledges that stand: ${counted?.pledgedHouseholds} instead of ${homes[index]}`);
  }
  return {
    ratios: { flatPledges: many.history.events / few.history.events },
    figures: {
      pledgeEventsFew: few.history.events,
      pledgeEventsMany: many.history.events,
      pledgesFew: few.accepted,
      pledgesMany: many.accepted,
      pledgesPerSecond: round(many.accepted / many.seconds),
    },
    broken,
  };
}

/** The project goes on sleeping in its run: its history is counted once that is at rest. */
async function countedPledging({ client }: BenchStack, { projectId }: PlayedPledging): Promise<HistoryCount> {
  const counted = () => countHistory(client, workflowIdFor('cofunding', projectId)).catch(() => undefined);
  return until('a history at rest', counted, { everyMs: 500, withinMs: 30_000 });
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
