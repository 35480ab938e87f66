// A client of the public HTTP API as a person's program would be: signs in, keeps a command's id until it is answered, sends it again
// when the outcome is unknown. Everything that a rehearsal does goes through here.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { identityOperations } from '../../../api/contracts/identity';

export interface Answer {
  status: number;
  // JSON of an operation that the caller knows; each caller names the type it expects.
  body: unknown;
}

export interface ProblemBody {
  code: string;
  title: string;
  params: Record<string, unknown>;
}

type Tokens = z.output<(typeof identityOperations)['login']['response']>;

/** How long a command is sent again before its caller hears that nobody answered. */
const PATIENCE_MS = 150_000;
const AGAIN = new Set(['outcome-unknown', 'unavailable', 'process-busy']);

export class Refused extends Error {
  constructor(
    readonly call: string,
    readonly status: number,
    readonly problem: ProblemBody,
  ) {
    super(`${call} → ${status} ${problem.code} ${JSON.stringify(problem.params)} ${problem.title}`);
  }
}

/** One signed-in person. */
export class Session {
  private constructor(
    private readonly address: string,
    readonly loginName: string,
    private tokenOf: () => string | Promise<string>,
  ) {}

  static async open(
    address: string,
    { loginName, password }: { loginName: string; password: string },
  ): Promise<Session> {
    const nobody = new Session(address, loginName, () => '');
    const { accessToken } = await nobody.must<Tokens>('POST', '/v1/login', JSON.stringify({ loginName, password }));
    nobody.tokenOf = () => accessToken;
    return nobody;
  }

  /** Of somebody whose tokens the caller has: `tokenOf` gives one that is valid now. */
  static bearing(address: string, name: string, tokenOf: () => Promise<string>): Session {
    return new Session(address, name, tokenOf);
  }

  async get<T>(path: string): Promise<T> {
    return okOrRefused<T>(await this.untilKnown('GET', path), `GET ${path}`);
  }

  /** Changes something, under a command id of its own, until the answer is known. Throws Refused. */
  async post<T = unknown>(path: string, body: object = {}): Promise<T> {
    return okOrRefused<T>(await this.tryPost(path, body), `POST ${path}`);
  }

  /** As `post`, but a refusal is an answer. */
  tryPost(path: string, body: object = {}): Promise<Answer> {
    return this.untilKnown('POST', path, JSON.stringify({ commandId: randomUUID(), ...body }));
  }

  /** A refusal with exactly this code is expected; anything else ends the rehearsal. */
  async refuses(code: string, path: string, body: object): Promise<void> {
    const answer = await this.tryPost(path, body);
    const said = answer.status < 300 ? 'accepted' : (answer.body as ProblemBody).code;
    if (said !== code) throw new Error(`POST ${path} by ${this.loginName}: expected the refusal ${code}, got ${said}`);
  }

  /** Sent again like a command: the caller has put the command's id into the path. */
  async upload<T>(path: string, bytes: Buffer, contentType: string): Promise<T> {
    return okOrRefused<T>(await this.untilKnown('POST', path, new Uint8Array(bytes), contentType), `POST ${path}`);
  }

  /** A download as text. */
  async download(path: string): Promise<string> {
    const response = await fetch(this.address + path, {
      headers: { authorization: `Bearer ${await this.tokenOf()}` },
    });
    if (!response.ok) throw new Error(`GET ${path} → ${response.status} ${await response.text()}`);
    return response.text();
  }

  /** All items of a paged list. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `${path.includes('?') ? '&' : '?'}limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`;
      const page: { items: T[]; nextCursor: string | null } = await this.get(path + query);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  /** Asks again, with the same words, while nobody can say what came of it. */
  private async untilKnown(...asked: Parameters<Session['send']>): Promise<Answer> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.send(...asked);
      const isOpen = answer.status >= 500 || answer.status === 409 || answer.status === 429;
      if (!isOpen || !AGAIN.has((answer.body as ProblemBody).code) || performance.now() > until) return answer;
      await pause(200);
    }
  }

  private async must<T>(method: string, path: string, body?: string): Promise<T> {
    return okOrRefused<T>(await this.send(method, path, body), `${method} ${path}`);
  }

  private async send(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    contentType = 'application/json',
  ): Promise<Answer> {
    const token = await this.tokenOf();
    const response = await fetch(this.address + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': contentType }),
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }
}

function okOrRefused<T>({ status, body }: Answer, call: string): T {
  if (status < 300) return body as T;
  throw new Refused(call, status, body as ProblemBody);
}

export const pause = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

/** The wall clock in milliseconds. On one machine it is the database's clock too; only waits are timed by it, nothing is judged. */
export const wallClock = (): number => performance.timeOrigin + performance.now();

/** Runs `work` over all items, at most `width` at a time, and returns the results in their order. */
export async function together<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  const rest = items.entries();
  const lane = async () => {
    for (const [index, item] of rest) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

/** Items that must be there; `what` says which, should one be missing. */
export function the<T>(item: T | null | undefined, what: string): T {
  if (item === null || item === undefined) throw new Error(`there is no ${what}`);
  return item;
}
