// What all launches share: the place and its policy are found, and the first events stored with the answer, in one transaction in
// PostgreSQL; the relay starts the engine's run from it.
import { localDateOf, instantOf } from '../domain/calendar/instant';
import { policyFor, NATIONAL_JURISDICTION } from '../domain/policy/presets';
import { calendarFor, rehearsalVariant } from '../domain/policy/rehearsal';
import type { Policy } from '../domain/policy/schema';
import type { Actor, ProcessKind } from '../domain/process';
import type { Home } from '../store/process-place';
import { strangersAmong } from '../store/register/owners-at';
import { launchProcess } from '../store/record/launch-process';
import { rememberProcess } from '../store/scope';
import type { Tx } from '../store/transaction';
import type { CommandAnswer } from './commands';
import type { Context } from './context';
import type { Operation } from './contracts/operation';
import type { Deps } from './deps';
import { namedPolicy, type PolicyName } from './named-policy';
import { oncePerCommand } from './once-per-command';
import { problem } from './problems';

export interface PolicyAsked {
  policy?: PolicyName | undefined;
  rehearsalDayMs?: number | undefined;
}

/** What every launch brings: where, under which policy, and the id that its caller made. */
export interface LaunchInput<Params extends object> {
  params: Params;
  body: PolicyAsked & { commandId: string };
}

/** The kind's own part of a launch command, and the process that hears how this one goes. */
export interface Launched {
  parentId: string | null;
  command: Record<string, unknown>;
}

export function createLauncher(deps: Deps) {
  /** `homeOf` finds the place, `launchedAt` says what is launched there; both read in the transaction that stores it, and refuse by throwing. */
  return async function launch<Place extends Home>(
    row: Operation,
    kind: ProcessKind,
    processId: string,
    asked: LaunchInput<object>,
    context: Context,
    homeOf: (tx: Tx) => Promise<Place>,
    launchedAt: (home: Place, tx: Tx, at: Date, policy: Policy) => Launched | Promise<Launched | CommandAnswer>,
  ): Promise<CommandAnswer> {
    const { authority } = context;
    if (!authority) throw problem('forbidden');
    const actor: Actor = { kind: 'account', id: context.caller().accountId, role: authority.role };
    const answer = await oncePerCommand(row, asked, context, async (tx, at) => {
      const home = await homeOf(tx);
      const { place, jurisdiction } = home;
      const policy = policyOf(asked.body, jurisdiction, at, deps);
      const launched = await launchedAt(home, tx, at, policy);
      // A report that joined what was open needs no launch.
      if ('processId' in launched) return launched;
      const { parentId, command } = launched;
      const { commandId } = asked.body;
      const pinned = { kind, place, parentId, policy, calendar: calendarFor(policy) };
      const receipt = await launchProcess(
        tx,
        {
          ...pinned,
          processId,
          commandId,
          actor,
          channel: 'web',
          command: { ...command, type: 'launch' },
          isRepeatRefused: true,
        },
        at,
      );
      return { processId, ...receipt };
    });
    // It is committed and lies at its place for ever: whoever launched it reads it next.
    if (context.scoped) rememberProcess(deps.pool, answer.processId, [...context.scoped.paths]);
    return answer;
  };
}

/** Owners named in a launch own something at the place. */
export async function assertOwners(tx: Tx, ownerIds: readonly string[], placePath: string): Promise<void> {
  const [ownerId] = await strangersAmong(tx, ownerIds, placePath);
  if (ownerId !== undefined) throw problem('not-an-owner-here', { ownerId });
}

/** The policy asked for, or the one in force at the place today; checked against the floor of the law either way. */
export function policyOf(asked: PolicyAsked, jurisdiction: string | null, at: Date, deps: Deps): Policy {
  const base = basePolicy(asked.policy, jurisdiction, at);
  if (asked.rehearsalDayMs === undefined && base.rehearsalDayMs === undefined) return base;
  if (deps.config.isProduction) throw problem('rehearsal-in-production');
  return asked.rehearsalDayMs === undefined ? base : rehearsalVariant(base, asked.rehearsalDayMs);
}

function basePolicy(choice: PolicyAsked['policy'], jurisdiction: string | null, at: Date): Policy {
  if (choice === undefined)
    return policyFor(jurisdiction ?? NATIONAL_JURISDICTION, localDateOf(instantOf(at.getTime())));
  return namedPolicy(choice, 'body.policy');
}
