// The load of a short-path bench, in a process of its own: every request is another person's act under another command id.
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { serveTasks } from '../support/child';

export interface LoadTask {
  seededFile: string;
  url: string;
  connections: number;
  /** Which right of each voter acts. */
  round: number;
  /** Voters from..to, one request each. */
  from: number;
  to: number;
}

export interface LoadAnswer {
  accepted: number;
  others: number;
  seconds: number;
  p50: number;
  p99: number;
}

/** `Seeded` is what the bench has written down for its load: at least everybody's token. */
export function serveLoad<Seeded extends { tokens: string[] }>(ask: {
  path(seeded: Seeded): string;
  body(seeded: Seeded, voter: number, round: number): object;
}): void {
  let seeded: Seeded | undefined;
  serveTasks<LoadTask>(async ({ seededFile, url, connections, round, from, to }) => {
    const world = (seeded ??= JSON.parse(readFileSync(seededFile, 'utf8')) as Seeded);
    let next = from;
    const startedAt = performance.now();
    let endedAt = startedAt;
    const options: autocannon.Options = {
      url,
      connections,
      amount: to - from,
      requests: [
        {
          method: 'POST',
          path: ask.path(world),
          setupRequest: (request) => {
            const voter = next++;
            return {
              ...request,
              headers: { 'content-type': 'application/json', authorization: `Bearer ${world.tokens[voter] ?? ''}` },
              body: JSON.stringify(ask.body(world, voter, round)),
            };
          },
        },
      ],
    };
    const result = await new Promise<autocannon.Result>((resolve, reject) => {
      const instance = autocannon(options, (error, found) => (error ? reject(error as Error) : resolve(found)));
      // autocannon itself notices the end at its next whole second.
      instance.on('response', () => (endedAt = performance.now()));
    });
    const answer: LoadAnswer = {
      accepted: result['2xx'],
      others: result.non2xx + result.errors,
      seconds: (endedAt - startedAt) / 1000,
      p50: result.latency.p50,
      p99: result.latency.p99,
    };
    return answer;
  });
}
