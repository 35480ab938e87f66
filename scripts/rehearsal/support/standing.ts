// Whether everything that had to happen by now has happened: no process has slept over an instant at which it should have woken, no effect
// is still to be carried out, nothing waits to be sent. And when time has something to decide next.
import type { Pool } from 'pg';
import { definitionOf } from '../../../domain/definitions';
import type { Policy } from '../../../domain/policy/schema';
import type { ProcessKind, ProcessState } from '../../../domain/process';
import { pause } from '../election/client';

const POLL_MS = 15;
const PATIENCE_MS = 120_000;

interface Row {
  processId: string;
  kind: ProcessKind;
  seq: number;
  state: ProcessState<{ phase: string }>;
  policy: Policy;
}

export class Standing {
  private readonly seqs = new Map<string, number>();
  /** Processes for which the machine has something to do. */
  private readonly busy = new Set<string>();

  constructor(private readonly pool: Pool) {}

  /** Waits until nothing is left of what was due at `now` (milliseconds). Throws, naming what is left. */
  async settle(now: number): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const left = await this.left(now);
      if (left === undefined) return;
      if (performance.now() > end) throw new Error(`it does not come to rest: ${left}`);
      await pause(POLL_MS);
    }
  }

  /** The next instant, in milliseconds, at which a process wakes or something is sent; Infinity: none. */
  async next(): Promise<number> {
    const { rows } = await this.pool.query<{ at: Date | null }>(
      `select least((select min(next_wake_at) from process_view where is_open),
         (select min(available_at) from outbox where done_at is null)) as at`,
    );
    return rows[0]?.at?.getTime() ?? Infinity;
  }

  private async left(now: number): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ late: string[] | null; outgoing: string[] | null }>(
      `select (select array_agg(kind || ' ' || process_id) from process_view where is_open and next_wake_at <= $1) as late,
         (select array_agg(kind || ' ' || key || ' ' || coalesce(last_error, '')) from outbox where done_at is null and available_at <= $1) as outgoing`,
      [new Date(now)],
    );
    await this.look();
    const { late, outgoing } = rows[0] ?? {};
    if (late) return `should have woken: ${late.join(', ')}`;
    if (outgoing) return `should have been sent: ${outgoing.join(', ')}`;
    return this.busy.size > 0 ? `has something to do: ${[...this.busy].join(', ')}` : undefined;
  }

  private async look(): Promise<void> {
    const { rows } = await this.pool.query<{ processId: string; seq: number }>(
      'select process_id as "processId", seq from process_view',
    );
    const changed = rows.filter(({ processId, seq }) => this.seqs.get(processId) !== seq);
    if (changed.length === 0) return;
    const { rows: now } = await this.pool.query<Row>(
      `select v.process_id as "processId", v.kind, v.seq, v.state, p.policy from process_view v join process p on p.id = v.process_id
       where v.process_id = any($1::uuid[])`,
      [changed.map(({ processId }) => processId)],
    );
    for (const row of now) {
      this.seqs.set(row.processId, row.seq);
      if (isBusy(row)) this.busy.add(row.processId);
      else this.busy.delete(row.processId);
    }
  }
}

function isBusy({ kind, state, policy }: Row): boolean {
  const definition = definitionOf(kind);
  const isAtRest = state.suspension !== null || definition.isClosed(state.core);
  return !isAtRest && definition.effect(state.core, policy) !== undefined;
}
