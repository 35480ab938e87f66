// Watches the processes of a rehearsal through the API: prints every event as it happens, and after every change asks that one
// GET says what the process waits for, from whom, since when, until when, by which article, and what will happen by itself.
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { processOperations } from '../../../api/contracts/processes';
import { pause, type Session } from './client';
import { DUTY_LABELS, EVENT_LABELS } from './labels';

export type ProcessView = z.output<(typeof processOperations)['getProcess']['response']>;
type EventPage = z.output<(typeof processOperations)['listEvents']['response']>;
export type RecordedEvent = EventPage['items'][number];

interface Watched {
  id: string;
  label: string;
  /** Cursor of the page that is not full yet. */
  cursor: string;
  seen: number;
  lastHash: string | null;
  lastStanding: string;
}

/** Chinese words by code; a code without one is shown as it is. */
export interface Words {
  events: Record<string, string>;
  duties: Record<string, string>;
}

const POLL_MS = 300;
const PATIENCE_MS = 120_000;

export class Watch {
  readonly events: (RecordedEvent & { processId: string })[] = [];
  /** How many times one GET was found to say everything. */
  checks = 0;
  private readonly watched: Watched[] = [];
  private startedAt = 0;
  private isOver = false;
  private running: Promise<void> | undefined;
  private failure: Error | undefined;

  constructor(
    private readonly session: Session,
    private readonly dayMs: number,
    private readonly say: (line: string) => void,
    private readonly words: Words = { events: EVENT_LABELS, duties: DUTY_LABELS },
  ) {}

  add(id: string, label: string): void {
    this.watched.push({ id, label, cursor: '', seen: 0, lastHash: null, lastStanding: '' });
    this.running ??= this.run();
  }

  /** Prints what is still to come and ends. Throws what went wrong while watching. */
  async stop(): Promise<void> {
    this.isOver = true;
    await this.running;
    if (this.failure) throw this.failure;
  }

  view(id: string): Promise<ProcessView> {
    return this.session.get<ProcessView>(`/v1/processes/${id}`);
  }

  /** Waits until the process satisfies; nothing is done but looking. */
  async until(id: string, what: string, satisfies: (view: ProcessView) => boolean): Promise<ProcessView> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      if (this.failure) throw this.failure;
      const view = await this.view(id);
      if (satisfies(view)) return view;
      if (performance.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s for ${what}; still ${view.phase}`);
      await pause(POLL_MS);
    }
  }

  /** The newest event of this type, once it has been seen. */
  async eventOf(id: string, type: string): Promise<RecordedEvent> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      if (this.failure) throw this.failure;
      const found = this.events.findLast((event) => event.processId === id && event.type === type);
      if (found) return found;
      if (performance.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s for the event ${type}`);
      await pause(POLL_MS);
    }
  }

  untilPhase(id: string, ...phases: string[]): Promise<ProcessView> {
    return this.until(id, phases.join('/'), ({ phase }) => phases.includes(phase));
  }

  dayOf(instant: string): string {
    return ((Date.parse(instant) - this.startedAt) / this.dayMs).toFixed(1).padStart(5);
  }

  private async run(): Promise<void> {
    try {
      for (let isLast = false; !isLast;) {
        isLast = this.isOver;
        for (const one of this.watched) await this.look(one);
        if (!isLast) await pause(POLL_MS);
      }
    } catch (error) {
      this.failure = error as Error;
    }
  }

  private async look(one: Watched): Promise<void> {
    const before = one.seen;
    for (;;) {
      const query = one.cursor === '' ? '' : `&cursor=${one.cursor}`;
      const page = await this.session.get<EventPage>(`/v1/processes/${one.id}/events?limit=100${query}`);
      for (const event of page.items) if (event.seq > one.seen) this.tell(one, event, page);
      if (page.nextCursor === null) break;
      one.cursor = page.nextCursor;
    }
    if (one.seen > before) this.standing(one, await this.view(one.id));
  }

  private tell(one: Watched, event: RecordedEvent, { texts, people }: EventPage): void {
    if (event.seq !== one.seen + 1) throw new Error(`${one.label}: event ${event.seq} follows ${one.seen}`);
    if (one.lastHash !== null && event.prevHash !== one.lastHash)
      throw new Error(`${one.label}: the hash chain is broken at ${event.seq}`);
    one.seen = event.seq;
    one.lastHash = event.hash;
    if (this.startedAt === 0) this.startedAt = Date.parse(event.at);
    this.events.push({ ...event, processId: one.id });
    const who =
      event.actorKind === 'account'
        ? `${people[event.actorId ?? ''] ?? event.authority ?? '?'}`
        : { time: '时间', process: '程序', engine: '系统' }[event.actorKind];
    const label = this.words.events[event.type] ?? event.type;
    this.say(
      `第${this.dayOf(event.at)} 天  ${one.label} ${String(event.seq).padStart(3)}  ${label}  ${detailOf(event.payload, texts, people, (at) => this.dayOf(at).trim())}  〔${who}〕`,
    );
  }

  /** Fails where the one GET leaves a reader in the dark. */
  private standing(one: Watched, view: ProcessView): void {
    if (!view.isOpen) return this.showStanding(one, [`${view.phase}：${view.outcome ?? ''}`]);
    if (view.waitsFor.length === 0 && view.clocks.length === 0 && view.ahead.length === 0)
      throw new Error(`${one.label} stands in ${view.phase} with no duty, no clock and no step ahead`);
    for (const duty of view.waitsFor) {
      const { party, since, basis } = duty;
      const isNamed = party.place !== null && (party.role ?? party.department ?? party.ownerId) !== null;
      if (!isNamed || since === '' || basis === '')
        throw new Error(`${one.label}: the duty ${duty.key} does not say from whom, since when or by which article`);
    }
    // A period without a duty must say what it is and what its end brings.
    if (view.waitsFor.length === 0 && view.ahead.length === 0)
      throw new Error(`${one.label}: ${view.phase} waits for nobody and foresees nothing`);
    this.checks += 1;
    const waits = view.waitsFor.map(({ duty, party, since, dueAt, isOverdue, basis }) => {
      const from = `${party.department ?? party.role ?? '业主'}@${party.place?.name ?? ''}`;
      const until = dueAt === null ? '不限期' : `至第${this.dayOf(dueAt).trim()}天${isOverdue ? '（已逾期）' : ''}`;
      return `等 ${from} ${this.words.duties[duty] ?? duty}，自第${this.dayOf(since).trim()}天${until}，依据 ${basis}`;
    });
    const next = view.ahead[0];
    const ahead = next ? [`之后自动：第${this.dayOf(next.at).trim()}天 ${next.what} → ${next.phaseAfter}`] : [];
    this.showStanding(one, [`现状 ${view.phase}`, ...waits.slice(0, 4), ...ahead]);
  }

  private showStanding(one: Watched, lines: string[]): void {
    const text = lines.join('；');
    if (isDeepStrictEqual(text, one.lastStanding)) return;
    one.lastStanding = text;
    this.say(`              ↳ ${one.label} ${text}`);
  }
}

/** The short facts of an event: names for ids, words for text hashes, days for instants. */
function detailOf(
  payload: Record<string, unknown>,
  texts: Record<string, string>,
  people: Record<string, string>,
  dayOf: (instant: string) => string,
): string {
  const shown = (value: unknown): string | undefined => {
    if (typeof value === 'boolean' || typeof value === 'number') return String(value);
    if (Array.isArray(value))
      return value.length > 0 && typeof value[0] !== 'object' ? `${value.length} 项` : undefined;
    if (typeof value !== 'string') return undefined;
    const text = texts[value] ?? people[value] ?? value;
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return `第${dayOf(text)}天`;
    return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text) ? text.slice(0, 8) : text.slice(0, 40);
  };
  const clock = payload['clock'] as { name: string; dueAt: string; rule: { basis: string } } | undefined;
  if (clock) return `${clock.name} 至第${dayOf(clock.dueAt)}天（${clock.rule.basis}）`;
  const skipped = new Set(['type', 'at', 'place', 'electionId', 'totals', 'proof', 'agenda', 'scope', 'convenor']);
  return Object.entries(payload)
    .filter(([key]) => !skipped.has(key))
    .flatMap(([key, value]) => {
      const text = shown(value);
      return text === undefined ? [] : [`${key}=${text}`];
    })
    .slice(0, 6)
    .join(' ');
}
