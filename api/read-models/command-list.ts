// Which commands of a process the caller may give now and, for the others, why not: the roles' side by authorise.ts, the phase's and
// the suspension's by the machinery. Finer rules (this candidate, that objection) are judged when the command is given.
import type { Pool } from 'pg';
import { definitionOf } from '../../domain/definitions';
import { MACHINERY_RULES, unavailability } from '../../domain/machinery/decide';
import { catchUp } from '../../domain/machinery/time';
import type { Setting } from '../../domain/machinery/types';
import { rolesNow } from '../../domain/motions';
import type { ProcessKind, ProcessState, Rejection, Role } from '../../domain/process';
import { accessOfCommand, authoritiesFor, mayDo } from '../auth/authorise';
import type { Principal } from '../auth/principal';
import { isProblemCode, PROBLEMS, type Lang } from '../problems';

interface Row {
  kind: ProcessKind;
  placePath: string;
  policy: Setting['policy'];
  calendar: Setting['calendar'];
  state: ProcessState<{ phase: string }>;
}

/** Commands that people may give to a process of this kind, with their roles; launching has a route of its own. */
export function peoplesCommands(kind: ProcessKind): { type: string; roles: readonly Role[] }[] {
  const own = Object.entries(definitionOf(kind).rules).map(([type, { roles }]) => ({ type, roles }));
  const shared = Object.entries(MACHINERY_RULES).map(([type, { roles }]) => ({ type, roles }));
  return [...own, ...shared].filter(({ type, roles }) => type !== 'launch' && roles.length > 0);
}

export async function listCommands(pool: Pool, processId: string, caller: Principal, now: Date, lang: Lang) {
  const { rows } = await pool.query<Row>(
    `select p.kind, p.place_path as "placePath", p.policy, p.calendar, v.state
      from process p join process_view v on v.process_id = p.id where p.id = $1`,
    [processId],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('the frame found the process, the read model does not: its view is missing');
  const definition = definitionOf(row.kind);
  const setting = { policy: row.policy, calendar: row.calendar };
  // A timer may be late; what time has decided counts all the same.
  const { state } = catchUp(definition, row.state, setting, now.toISOString());
  return peoplesCommands(row.kind).map(({ type, roles: own }) => {
    const roles = rolesNow(own, type, state.takenOver);
    const access = accessOfCommand(roles);
    const authority = authoritiesFor(caller.grants, access, [row.placePath])[0];
    const rejection: Rejection | undefined =
      mayDo(caller, access, row.placePath) === 'yes' ? unavailability(definition, state, type) : { code: 'forbidden' };
    return {
      type,
      roles: [...roles],
      can: rejection === undefined,
      as: authority?.role ?? null,
      reason:
        rejection === undefined
          ? null
          : { code: rejection.code, params: rejection.params ?? {}, title: titleOf(rejection.code, lang) },
    };
  });
}

const titleOf = (code: string, lang: Lang): string => (isProblemCode(code) ? PROBLEMS[code].title[lang] : code);
