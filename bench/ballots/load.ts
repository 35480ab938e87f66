// The load of the ballot bench, in a process of its own: every request is another voter's ballot under another command id.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import { serveTasks } from '../support/child';
import type { Seeded } from './seed';

export interface LoadTask {
  seededFile: string;
  url: string;
  connections: number;
  /** Which right of each voter is cast. */
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

let seeded: Seeded | undefined;

serveTasks<LoadTask>(async ({ seededFile, url, connections, round, from, to }) => {
  const { voteId, tokens, rightNos } = (seeded ??= JSON.parse(readFileSync(seededFile, 'utf8')) as Seeded);
  const choices = [
    { plan: 'yes', board: ['a', 'b'] },
    { plan: 'no', board: ['c'] },
    { plan: 'abstain', board: ['b', 'd'] },
  ];
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
        path: `/v1/votes/${voteId}/ballots`,
        setupRequest: (request) => {
          const voter = next++;
          return {
            ...request,
            headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[voter] ?? ''}` },
            body: JSON.stringify({
              commandId: randomUUID(),
              rightNo: rightNos[voter]?.[round],
              choices: choices[voter % 3],
            }),
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
  const seconds = (endedAt - startedAt) / 1000;
  const answer: LoadAnswer = {
    accepted: result['2xx'],
    others: result.non2xx + result.errors,
    seconds,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
  return answer;
});
