// A person's command on its way to a running process: who may give it, exactly once, texts stored apart, the engine's answer as a
// receipt or a problem. Refused attempts are written down here, since the engine keeps no trace of them.
import { randomUUID } from 'node:crypto';
import { civilCalendar } from '../domain/calendar/tables';
import { instantOf } from '../domain/calendar/instant';
import { definitionOf } from '../domain/definitions';
import { MACHINERY_RULES } from '../domain/machinery/decide';
import { rolesNow } from '../domain/motions';
import type { Actor, Channel, ProcessKind, Receipt, Rejection, Role, TakenOver } from '../domain/process';
import type { Submitter } from '../engine/submit';
import { useAttachments } from '../store/attachments/attachments';
import { claimCommand, finishCommand } from '../store/command-claim';
import { createFieldCipher } from '../store/crypto/field-cipher';
import { storeTextsOf } from '../store/texts';
import { deliveredOf } from '../store/register/delivered';
import { inTransaction, type Tx } from '../store/transaction';
import { accessOfCommand, authoritiesFor } from './auth/authorise';
import type { Grant, Principal } from './auth/principal';
import type { Context } from './context';
import { sha256OfAsked } from './once-per-command';
import { isProblemCode, type Problem, problem } from './problems';

export interface CommandBody {
  commandId: string;
  channel: Channel;
  inNameOf?: string | undefined;
  command: { type: string; [field: string]: unknown };
}

export interface CommandAnswer extends Receipt {
  processId: string;
}

/** How long a caller waits for the engine before hearing that the outcome is not known yet. */
const DEADLINE_MS = 10_000;

/** Helpers may act for an owner (代办), but nobody votes or signs for another. */
const HELPERS: readonly Role[] = ['communitySecretary', 'gridWorker', 'streetOfficer'];
const NEVER_ASSISTED = new Set(['signCount', 'disputeCount', 'sign']);

/**
 * Throws a Problem for everything that is not a receipt. Sending the same body again is safe at any time. `refusalOf` says what stands in
 * the way in rows that the process itself does not see.
 */
export async function submitCommand(
  kind: ProcessKind,
  processId: string,
  body: CommandBody,
  operation: string,
  context: Context,
  submitter: Submitter | undefined,
  refusalOf?: (accountId: string) => Promise<Rejection | undefined>,
): Promise<CommandAnswer> {
  const { deps } = context;
  const caller = context.caller();
  const paths = context.scoped?.paths ?? [];
  const takenOver = await takenOverOf(kind, processId, context);
  const { actor, assistedBy } = await actorOf(body, caller, paths, kind, takenOver, context);

  const at = await deps.time.now();
  const key = {
    commandId: body.commandId,
    accountId: caller.accountId,
    operation,
    bodySha256: sha256OfAsked({ params: { processId }, body }),
    at,
  };
  const { earlier, command } = await inTransaction(deps.pool, async (tx) => {
    const known = await claimCommand<CommandAnswer>(tx, key, processId);
    return {
      earlier: known,
      command: known
        ? body.command
        : await storeTextsOf(tx, await withFacts(tx, body.command, { processId, accountId: caller.accountId, at }), {
            ...key,
            seal: sealOf(kind, context),
          }),
    };
  });
  if (earlier) return earlier;
  const rejection = await refusalOf?.(caller.accountId);
  if (rejection) {
    await writeRefused(context, processId, body, caller, rejection);
    throw problemOf(rejection);
  }
  if (!submitter) throw problem('unavailable');

  const submitted = await submitter.submit(
    kind,
    processId,
    { commandId: body.commandId, actor, channel: body.channel, assistedBy, command },
    DEADLINE_MS,
  );
  switch (submitted.kind) {
    case 'receipt': {
      const answer = { processId, ...submitted.receipt };
      await finishCommand(deps.pool, body.commandId, 200, answer);
      return answer;
    }
    case 'refused':
      await writeRefused(context, processId, body, caller, submitted.rejection);
      throw problemOf(submitted.rejection);
    case 'outcomeUnknown':
      throw problem('outcome-unknown', { commandId: body.commandId });
    case 'unavailable':
      throw problem(submitted.reason === 'process-busy' ? 'process-busy' : 'unavailable');
  }
}

/** How texts of this kind are sealed; undefined: they are not. */
const sealOf = (kind: ProcessKind, { deps }: Context): ((text: string) => string) | undefined =>
  definitionOf(kind).sealsTexts ? (text) => createFieldCipher(deps.keyRing).seal('text', text) : undefined;

/** What offices above have taken over in this process; not found where it is of another kind. */
async function takenOverOf(
  kind: ProcessKind,
  processId: string,
  { deps }: Context,
): Promise<Record<string, TakenOver>> {
  const { rows } = await deps.pool.query<{ kind: string; takenOver: Record<string, TakenOver> }>(
    `select kind, coalesce(state->'takenOver', '{}') as "takenOver" from process_view where process_id = $1`,
    [processId],
  );
  const [found] = rows;
  if (found?.kind !== kind) throw problem('not-found');
  return found.takenOver;
}

/** The grant under which this very command may be given; the row's access has let in anybody who may give some command. */
async function actorOf(
  body: CommandBody,
  caller: Principal,
  paths: readonly string[],
  kind: ProcessKind,
  takenOver: Record<string, TakenOver>,
  context: Context,
): Promise<{ actor: Actor; assistedBy?: string }> {
  const { type } = body.command;
  const own = definitionOf(kind).rules[type]?.roles ?? MACHINERY_RULES[type as keyof typeof MACHINERY_RULES]?.roles;
  const roles = rolesNow(own ?? [], type, takenOver);
  if (body.inNameOf === undefined) {
    const [grant] = authoritiesFor(caller.grants, accessOfCommand(roles), paths).sort(
      departmentFirst(body.command['body']),
    );
    if (!grant) throw problem('forbidden');
    const { role, department } = grant;
    const actor: Actor = { kind: 'account', id: caller.accountId, role };
    if (department) actor.department = department;
    if ((role === 'owner' || role === 'committeeMember') && caller.ownerId) actor.ownerId = caller.ownerId;
    return { actor };
  }
  if (!roles.includes('owner') || NEVER_ASSISTED.has(type)) throw problem('assistance-not-allowed', { type });
  if (authoritiesFor(caller.grants, accessOfCommand(HELPERS), paths).length === 0) throw problem('forbidden');
  await assertOwnerAt(body.inNameOf, paths, context);
  return {
    actor: { kind: 'account', id: body.inNameOf, role: 'owner', ownerId: body.inNameOf },
    assistedBy: caller.accountId,
  };
}

/** Somebody who speaks for several bodies acts for the one the command names. */
const departmentFirst =
  (body: unknown) =>
  (one: Grant, other: Grant): number =>
    Number(other.department === body) - Number(one.department === body);

/** Refuses `not-an-owner-here`. */
export async function assertOwnerAt(ownerId: string, paths: readonly string[], { deps }: Context): Promise<void> {
  const { rowCount } = await deps.pool.query(
    `select 1 from ownership o join unit u on u.id = o.unit_id
     where o.owner_id = $1 and o.until_on is null and exists (select 1 from unnest($2::text[]) p where u.path like p || '%') limit 1`,
    [ownerId, paths],
  );
  if (!rowCount) throw problem('not-an-owner-here', { ownerId });
}

/** What the system knows itself is never typed in by a caller: the newest holiday table, and what the register says is delivered. */
async function withFacts(
  tx: Tx,
  command: CommandBody['command'],
  by: { processId: string; accountId: string; at: Date },
): Promise<CommandBody['command']> {
  switch (command.type) {
    case 'reviseCalendar':
      return { ...command, calendar: civilCalendar() };
    case 'recordDelivery':
      return { ...command, delivered: await deliveredOf(tx, by.processId) };
    case 'reportWork':
    case 'recordBoard':
    case 'reportMilestone':
    case 'finishWorks':
      // The photos of the work (of the notice board) now belong to the process, and no longer expire.
      await useAttachments(tx, command['attachments'] as string[], { ...by, problemId: by.processId, reportId: null });
      return command;
    default:
      return command;
  }
}

async function writeRefused(
  { deps }: Context,
  processId: string,
  body: CommandBody,
  caller: Principal,
  rejection: Rejection,
): Promise<void> {
  const at = await deps.time.now();
  await deps.pool.query(
    `insert into refused_command (id, process_id, command_id, command_type, actor_id, code, params, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      randomUUID(),
      processId,
      body.commandId,
      body.command.type,
      caller.accountId,
      rejection.code,
      JSON.stringify(rejection.params ?? {}),
      instantOf(at.getTime()),
    ],
  );
}

function problemOf({ code, params }: Rejection): Problem {
  if (!isProblemCode(code)) throw new Error(`a refusal without an entry in problems.ts: ${code}`);
  return problem(code, params);
}
