// One reader of new changes for all open streams of this process: woken by NOTIFY, polling as a fallback, asleep while nobody listens.
// What a listener may see, and catching up after a reconnect, is change-stream.ts's.
import { Client } from 'pg';
import type { Logger } from 'pino';
import { endOfChanges, readChanges, type ChangeRow, type Position } from '../../store/changes';
import type { Deps } from '../deps';

const POLL_MS = 1_000;
/** A change becomes readable when older transactions have ended, which may be just after its own NOTIFY. */
const LOOK_AGAIN_MS = [25, 150];
const BATCH = 500;
const RECONNECT_MS = 2_000;

export type Listener = (changes: readonly ChangeRow[]) => void;

export class ChangeFeed {
  readonly #listeners = new Set<Listener>();
  #position: Position | null = null;
  #reading: Promise<void> | null = null;
  #isWanted = false;
  #timer: NodeJS.Timeout | null = null;
  #wakes = new Set<NodeJS.Timeout>();
  #client: Client | null = null;
  #isStopped = false;

  constructor(private readonly deps: Pick<Deps, 'pool' | 'config' | 'log'>) {}

  /** Hears of every change after the position that is returned. */
  async subscribe(listener: Listener): Promise<Position> {
    this.#listeners.add(listener);
    if (this.#timer === null) this.#start();
    if (this.#position === null) this.#position = await endOfChanges(this.deps.pool);
    return this.#position;
  }

  unsubscribe(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#sleep();
  }

  stop(): void {
    this.#isStopped = true;
    this.#listeners.clear();
    this.#sleep();
  }

  #start(): void {
    this.#timer = setInterval(() => this.#wake(), POLL_MS);
    this.#timer.unref();
    void this.#listen();
  }

  #sleep(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    for (const wake of this.#wakes) clearTimeout(wake);
    this.#wakes.clear();
    this.#timer = null;
    this.#position = null;
    const client = this.#client;
    this.#client = null;
    client?.end().catch(() => undefined);
  }

  async #listen(): Promise<void> {
    const { listenUrl } = this.deps.config;
    if (listenUrl === null || this.#client !== null || this.#isStopped) return;
    const client = new Client({ connectionString: listenUrl, application_name: 'gongzhi-changes' });
    this.#client = client;
    client.on('notification', () => {
      this.#wake();
      for (const ms of LOOK_AGAIN_MS) this.#wakeIn(ms);
    });
    const lost = (error: unknown) => {
      if (this.#client !== client) return;
      this.#client = null;
      logLost(this.deps.log, error);
      // Meanwhile the poll goes on.
      setTimeout(() => this.#listeners.size > 0 && void this.#listen(), RECONNECT_MS).unref();
    };
    client.on('error', lost);
    client.on('end', () => lost(null));
    try {
      await client.connect();
      await client.query('listen gongzhi_change');
    } catch (error) {
      lost(error);
    }
  }

  #wakeIn(ms: number): void {
    const wake = setTimeout(() => {
      this.#wakes.delete(wake);
      this.#wake();
    }, ms);
    wake.unref();
    this.#wakes.add(wake);
  }

  /** Reads what is new; a wake that comes while reading makes it read once more. */
  #wake(): void {
    this.#isWanted = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = null;
      if (this.#isWanted && this.#timer !== null) this.#wake();
    });
  }

  async #readAll(): Promise<void> {
    this.#isWanted = false;
    try {
      for (;;) {
        const from = this.#position;
        if (from === null) return;
        const { changes, end } = await readChanges(this.deps.pool, from, BATCH);
        // Everybody left (and perhaps somebody came back) while we read: their position is another one.
        if (this.#position !== from) return;
        this.#position = end;
        if (changes.length > 0) for (const listener of this.#listeners) listener(changes);
        if (changes.length < BATCH) return;
      }
    } catch (error) {
      logLost(this.deps.log, error);
    }
  }
}

const logLost = (log: Logger, error: unknown): void => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'closed';
  log.warn({ code }, 'the change feed lost the database for a moment');
};
