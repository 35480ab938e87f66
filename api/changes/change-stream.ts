// One client's stream of changes as server-sent events: catches up from where the client left off, then follows the feed, shows only
// places within the caller's reach, and ends when the caller's token or roles do.
import type { Response } from 'express';
import { isAfter, parsePosition, positionText, readChanges, type ChangeRow, type Position } from '../../store/changes';
import type { Context } from '../context';
import { Problem, problem } from '../problems';
import { isVisible, visiblePlaces, visibleSql, type VisiblePlaces } from '../read-models/visibility';
import type { ChangeFeed } from './change-feed';

const CHECK_MS = 2_000;
const PING_MS = 15_000;
const BATCH = 500;
/** A client this far behind reconnects and catches up instead of filling our memory. */
const MAX_BUFFERED_BYTES = 1_000_000;
const MAX_QUEUED = 10_000;
const PER_ACCOUNT = 10;

export class ChangeStreams {
  readonly #open = new Map<string, Set<Response>>();

  constructor(private readonly feed: ChangeFeed) {}

  /** Opens a stream on `context.response`; resolves when it is caught up and follows. `after`: position in the query, header first. */
  async open(context: Context, after: string | undefined): Promise<void> {
    const { accountId } = context.caller();
    const asked = positionAsked(context, after);
    const ofAccount = this.#open.get(accountId) ?? new Set();
    if (ofAccount.size >= PER_ACCOUNT) throw problem('too-many-requests', { maxStreams: PER_ACCOUNT });
    this.#open.set(accountId, ofAccount.add(context.response));
    const stream = new Stream(context, this.feed);
    context.response.once('close', () => {
      stream.close();
      ofAccount.delete(context.response);
      if (ofAccount.size === 0) this.#open.delete(accountId);
    });
    await stream.start(asked);
  }

  stop(): void {
    this.feed.stop();
    for (const ofAccount of this.#open.values()) for (const response of ofAccount) response.end();
  }
}

export const changeOf = ({ position, processId, kind, seq, phase, at }: ChangeRow) => ({
  id: positionText(position),
  processId,
  kind,
  seq,
  phase,
  at: at.toISOString(),
});

/** The SQL side of isVisible, for readChanges. */
export const seenBy = ({ below, exactly }: VisiblePlaces) => ({
  sql: visibleSql('place_path', 4),
  values: [below, exactly],
});

function positionAsked({ request, lang }: Context, after: string | undefined): Position | null {
  const text = request.get('Last-Event-ID') ?? after;
  if (text === undefined || text === '') return null;
  const position = parsePosition(text);
  if (position !== null) return position;
  const message = { zh: '不是本数据流的位置', en: 'Not a position of this stream' }[lang];
  throw new Problem('malformed-request', {}, [{ path: 'Last-Event-ID', code: 'invalid-position', message }]);
}

class Stream {
  #visible: VisiblePlaces;
  /** Changes that the feed brings while we are still catching up; null once we follow. */
  #queue: ChangeRow[] | null = [];
  #last: Position | null = null;
  #timers: NodeJS.Timeout[] = [];
  #isClosed = false;

  constructor(
    private readonly context: Context,
    private readonly feed: ChangeFeed,
  ) {
    this.#visible = visiblePlaces(context.caller().grants);
  }

  async start(asked: Position | null): Promise<void> {
    const { response } = this.context;
    const joined = await this.feed.subscribe(this.#hear);
    response.status(200);
    response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    // Proxies must pass events on as they come.
    response.setHeader('X-Accel-Buffering', 'no');
    response.flushHeaders();
    this.#timers.push(
      setInterval(() => void this.#check(), CHECK_MS),
      setInterval(() => this.#write(': ping\n\n'), PING_MS),
    );
    for (const timer of this.#timers) timer.unref();
    // Named at once, so that a client that is cut off before the first change still knows where to go on.
    this.#last = asked ?? joined;
    this.#write(`id: ${positionText(this.#last)}\nevent: position\ndata: {}\n\n`);
    try {
      await this.#catchUp(joined);
    } catch (error) {
      // Too late for a problem: the client reconnects from the last id it saw.
      response.end();
      throw error;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.feed.unsubscribe(this.#hear);
    for (const timer of this.#timers) clearInterval(timer);
  }

  async #catchUp(joined: Position): Promise<void> {
    while (!this.#isClosed && this.#last !== null && isAfter(joined, this.#last)) {
      const { changes, end } = await readChanges(this.context.deps.pool, this.#last, BATCH, seenBy(this.#visible));
      this.#send(changes);
      this.#last = end;
    }
    const queued = this.#queue ?? [];
    this.#queue = null;
    this.#send(queued);
  }

  readonly #hear = (changes: readonly ChangeRow[]): void => {
    if (this.#queue === null) return this.#send(changes);
    this.#queue.push(...changes);
    if (this.#queue.length > MAX_QUEUED) this.context.response.end();
  };

  #send(changes: readonly ChangeRow[]): void {
    for (const change of changes) {
      if (this.#last !== null && !isAfter(change.position, this.#last)) continue;
      this.#last = change.position;
      if (!isVisible(this.#visible, change.placePath)) continue;
      this.#write(`id: ${positionText(change.position)}\nevent: change\ndata: ${JSON.stringify(changeOf(change))}\n\n`);
    }
  }

  /** Roles that were given or taken meanwhile, tokens that ran out. */
  async #check(): Promise<void> {
    try {
      const principal = await this.context.authenticator.principalOf(this.context.request.headers);
      if (principal === null) return void this.context.response.end();
      this.#visible = visiblePlaces(principal.grants);
    } catch {
      this.context.response.end();
    }
  }

  #write(text: string): void {
    const { response } = this.context;
    if (this.#isClosed || response.writableEnded) return;
    response.write(text);
    if (response.writableLength > MAX_BUFFERED_BYTES) response.destroy();
  }
}
