// One row of facts per process, for roll-ups: when it began and ended, whether in time, and its part of the three rates. Written in the
// transaction of the events; what the closed ones add up to is tallies.ts.
import type { Instant } from '../../domain/calendar/types';
import { definitionOf } from '../../domain/definitions';
import { foldRates, NO_RATES, type RateFold, type RatedEvent } from '../../domain/supervision/rates';
import type { ProcessKind } from '../../domain/process';
import type { RowTable } from '../record/insert-rows';
import type { Tx } from '../transaction';
import { tallyClosed } from './tallies';

interface Recorded {
  at: Instant;
  event: RatedEvent['event'];
}

/** An event with the state after it. */
export interface FoldedEvent {
  state: { core: { phase: string } };
  pending: Recorded;
}

/** Instants of a row of facts. */
interface Facts {
  rates: RateFold;
  closedAt: Instant | null;
}

export const factsAfter = (kind: ProcessKind, before: RateFold, events: readonly FoldedEvent[]): Facts => ({
  rates: events.reduce((fold, { pending }) => foldRates(fold, pending), before),
  closedAt: events.find(({ state }) => definitionOf(kind).isClosed(state.core))?.pending.at ?? null,
});

export const FACTS: RowTable = {
  name: 'process_fact',
  columns: 'process_id uuid, kind text, place_id uuid, launched_at timestamptz, answer_due_at timestamptz, rates jsonb',
};

/** The row of a process that is being launched. */
export function factRow(
  { processId, kind, placeId }: { processId: string; kind: ProcessKind; placeId: string },
  events: readonly FoldedEvent[],
  launchedAt: Instant,
): object {
  const { rates } = factsAfter(kind, NO_RATES, events);
  return {
    process_id: processId,
    kind,
    place_id: placeId,
    launched_at: launchedAt,
    answer_due_at: answerDueAt(rates),
    rates,
  };
}

const answerDueAt = ({ waiting }: RateFold): Instant | null => (waiting && !waiting.isStanding ? waiting.dueAt : null);

/** Whether an event can move a row of facts: most say nothing that a roll-up asks. */
const isFact = ({ event }: Recorded): boolean => {
  const clock = 'clock' in event ? (event['clock'] as { name: string }).name : event['name'];
  return FACTUAL.has(event.type) || clock === 'response' || clock === 'whole';
};

const FACTUAL = new Set([
  ...['problemLaunched', 'problemDispatched', 'levelRaised', 'contactMade', 'problemAnswered', 'problemClosed'],
  ...['closingAnnounced', 'appealUpheld', 'suspended', 'resumed', 'calendarRevised'],
]);

/** Brings the facts of a process up to events that were just stored, duties included, and adds it to the tallies when it has closed. */
export async function noteFacts(
  tx: Tx,
  { processId, kind }: { processId: string; kind: ProcessKind },
  events: readonly FoldedEvent[],
): Promise<void> {
  const isClosing = events.some(({ state }) => definitionOf(kind).isClosed(state.core));
  if (!isClosing && !events.some(({ pending }) => isFact(pending))) return;
  const { rows } = await tx.query<{ rates: RateFold }>({
    name: 'read-fact',
    text: 'select rates from process_fact where process_id = $1',
    values: [processId],
  });
  const facts = factsAfter(kind, rows[0]?.rates ?? NO_RATES, events);
  await writeFacts(tx, processId, facts);
  if (facts.closedAt !== null) await tallyClosed(tx, processId);
}

/** Writes the facts of a process as its whole record says; the tallies are made again apart (rebuildTallies). */
export async function rebuildFacts(
  tx: Tx,
  { processId, kind }: { processId: string; kind: ProcessKind },
  events: readonly FoldedEvent[],
): Promise<void> {
  await tx.query(
    `insert into process_fact (process_id, kind, place_id, launched_at, rates)
     select id, kind, place_id, launched_at, '{}' from process where id = $1 on conflict (process_id) do nothing`,
    [processId],
  );
  await writeFacts(tx, processId, factsAfter(kind, NO_RATES, events));
}

async function writeFacts(tx: Tx, processId: string, { rates, closedAt }: Facts): Promise<void> {
  await tx.query({
    name: 'write-fact',
    text: `update process_fact set rates = $2, answer_due_at = $3, closed_at = $4, is_groundless = $5,
       is_in_time = case when $4::timestamptz is null then null when $6::timestamptz is not null then coalesce($7, $4) < $6
         else not exists (select from obligation o where o.process_id = $1 and o.key <> 'mendDivergence' and o.due_at <= o.closed_at) end
     where process_id = $1`,
    values: [
      processId,
      JSON.stringify(rates),
      closedAt === null ? answerDueAt(rates) : null,
      closedAt,
      rates.isGroundless,
      rates.wholeDueAt,
      rates.endedAt,
    ],
  });
}
