// A burst of reports, as a broken pipe makes it: everybody of a compound sends one, so many at the same moment, and everybody must hear something.
// Used by the test of bursts and by the bench of problems; how a request is sent is theirs.
import { randomUUID } from 'node:crypto';

export interface BurstReply {
  status: number;
  body: Record<string, unknown>;
}

export interface Burst {
  estateId: string;
  category: string;
  /** Requests on their way at the same moment. */
  atOnce: number;
  post(token: string, path: string, body: object): Promise<BurstReply>;
}

export interface BurstResult {
  /** Reports that opened a problem, and those that joined one. */
  opened: number;
  joined: number;
  /** Every problem that any of them belongs to. */
  problemIds: string[];
  /** Status and code of whatever was not accepted. */
  refused: string[];
  /** Milliseconds from the first request to the last answer, and of each request. */
  tookMs: number;
  requestMs: number[];
}

/** One report by each of these people; ends when everybody was answered. */
export async function burstOf(people: readonly { token: string }[], burst: Burst): Promise<BurstResult> {
  const queue = [...people];
  const problemIds = new Set<string>();
  const result: BurstResult = { opened: 0, joined: 0, problemIds: [], refused: [], tookMs: 0, requestMs: [] };
  const started = performance.now();
  const send = async (token: string): Promise<void> => {
    const problemId = randomUUID();
    const sentAt = performance.now();
    const { status, body } = await burst.post(token, `/v1/estates/${burst.estateId}/problems`, {
      ...{ commandId: randomUUID(), problemId, category: burst.category },
      ...{ reportText: '楼下水管爆了，到处是水', joinSame: true },
    });
    result.requestMs.push(performance.now() - sentAt);
    if (status !== 201) {
      result.refused.push(`${status} ${String(body['code'] ?? '')}`);
      return;
    }
    const found = String(body['processId']);
    problemIds.add(found);
    if (found === problemId) result.opened += 1;
    else result.joined += 1;
  };
  const hands = Array.from({ length: Math.min(burst.atOnce, queue.length) }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await send(next.token);
  });
  await Promise.all(hands);
  return { ...result, problemIds: [...problemIds], tookMs: performance.now() - started };
}
