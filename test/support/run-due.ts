// `npm run due` on a file written for the occasion, and a case to change.
import { runDue } from '../../scripts/due';
import { runOn, runWith, type Ran } from './run-on-file';

/** Runs the command on a file of this content; `name` says whether it is JSON or CSV. */
export const runDueOn = (content: string | Buffer, name = 'cases.json', ...options: string[]): Ran =>
  runOn(runDue, content, name, ...options);

/** Runs the command with these arguments. */
export const runDueWith = (args: string[]): Ran => runWith(runDue, args);

export const aDueCase = (change: object = {}): object => ({
  id: 'a',
  rule: { n: 15, unit: 'day' },
  from: '2026-09-15T10:00:00+08:00',
  ...change,
});

export const runDueOnCase = (change: object): Ran => runDueOn(JSON.stringify([aDueCase(change)]));
