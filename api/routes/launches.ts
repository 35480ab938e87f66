// Starts processes and passes commands to them. A launch is one transaction in PostgreSQL; the relay starts the engine's run from it.
import { calendarFor, rehearsalVariant } from '../../domain/policy/rehearsal';
import { localDateOf, instantOf } from '../../domain/calendar/instant';
import { parsePolicy } from '../../domain/policy/load';
import { policyById, policyFor, NATIONAL_JURISDICTION } from '../../domain/policy/presets';
import type { Policy } from '../../domain/policy/schema';
import type { Actor, ProcessKind, ProcessPlace } from '../../domain/process';
import { createSubmitter } from '../../engine/submit';
import { rememberProcess } from '../../store/scope';
import { placeOfEstate, type EstatePlace } from '../../store/process-place';
import { launchProcess } from '../../store/record/launch-process';
import { storeTextsOf } from '../../store/texts';
import type { Tx } from '../../store/transaction';
import { submitCommand, type CommandAnswer, type CommandBody } from '../commands';
import type { Context, Handlers } from '../context';
import { launchOperations as rows } from '../contracts/launches';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { Problem, problem } from '../problems';

interface PolicyAsked {
  policy?:
    { kind: 'preset'; id: string; version?: string | undefined } | { kind: 'document'; document: unknown } | undefined;
  rehearsalDayMs?: number | undefined;
}

export function createLaunchRoutes(deps: Deps): Handlers<typeof rows> {
  const submitter = deps.temporal ? createSubmitter(deps.temporal, deps.pool, deps.start) : undefined;

  /** It is committed and lies at the estate for ever: whoever launched it reads it next. */
  const remembered = (answer: CommandAnswer, { scoped }: Context): CommandAnswer => {
    if (scoped) rememberProcess(deps.pool, answer.processId, [...scoped.paths]);
    return answer;
  };

  return {
    async launchElection({ params, body }, context) {
      const answer = await oncePerCommand(rows.launchElection, { params, body }, context, async (tx, at) => {
        const estate = await registeredEstate(tx, params.estateId);
        const { electionId, trigger, termEndsOn, seats } = body;
        const place = processPlace(estate);
        const command = {
          type: 'launch',
          electionId,
          place,
          trigger,
          termEndsOn,
          seats,
          unitCount: estate.unitCount,
          areaDm2: estate.areaDm2,
        } as const;
        return launch(
          tx,
          at,
          'election',
          electionId,
          place,
          policyOf(body, estate, at, deps),
          body.commandId,
          command,
          context,
        );
      });
      return remembered(answer, context);
    },

    async launchVote({ params, body }, context) {
      const answer = await oncePerCommand(rows.launchVote, { params, body }, context, async (tx, at) => {
        const estate = await registeredEstate(tx, params.estateId);
        await assertInside(tx, body.scope.placeId, body.scope.kind, estate);
        const agenda = await storeTextsOf(tx, body.agenda, { commandId: body.commandId, at });
        const role = context.authority?.role ?? 'streetOfficer';
        const convenor = { role, placePath: context.authority?.path ?? estate.streetPath };
        const place = processPlace(estate);
        const { voteId, scope, meeting } = body;
        const command = { type: 'launch', voteId, place, scope, convenor, agenda, meeting, parentId: null } as const;
        return launch(
          tx,
          at,
          'ownersVote',
          voteId,
          place,
          policyOf(body, estate, at, deps),
          body.commandId,
          command,
          context,
        );
      });
      return remembered(answer, context);
    },

    commandElection: ({ params, body }, context) =>
      submitCommand('election', params.processId, body as CommandBody, rows.commandElection.id, context, submitter),
    commandVote: ({ params, body }, context) =>
      submitCommand('ownersVote', params.processId, body as CommandBody, rows.commandVote.id, context, submitter),
  };
}

async function launch(
  tx: Tx,
  at: Date,
  kind: ProcessKind,
  processId: string,
  place: ProcessPlace,
  policy: Policy,
  commandId: string,
  command: { type: 'launch'; [field: string]: unknown },
  context: Context,
): Promise<CommandAnswer> {
  const authority = context.authority;
  if (!authority) throw problem('forbidden');
  const actor: Actor = { kind: 'account', id: context.caller().accountId, role: authority.role };
  const receipt = await launchProcess(
    tx,
    {
      processId,
      kind,
      place,
      parentId: null,
      policy,
      calendar: calendarFor(policy),
      commandId,
      actor,
      channel: 'web',
      command,
      isRepeatRefused: true,
    },
    at,
  );
  return { processId, ...receipt };
}

/** Nothing is decided about an estate whose owners are not known. */
async function registeredEstate(tx: Tx, estateId: string): Promise<EstatePlace> {
  const estate = await placeOfEstate(tx, estateId);
  if (estate.unitCount === 0) throw problem('register-empty', { estateId });
  return estate;
}

const processPlace = ({
  estateId,
  estatePath,
  communityPath,
  streetPath,
  districtPath,
}: EstatePlace): ProcessPlace => ({
  estateId,
  estatePath,
  communityPath,
  streetPath,
  districtPath,
});

async function assertInside(tx: Tx, placeId: string, kind: string, estate: EstatePlace): Promise<void> {
  const { rowCount } = await tx.query(
    `select 1 from place where id = $1 and kind = $2::"PlaceKind" and path like $3 || '%'`,
    [placeId, kind, estate.estatePath],
  );
  if (!rowCount) throw problem('scope-outside-estate', { placeId });
}

/** The policy asked for, or the one in force at the place today; checked against the floor of the law either way. */
function policyOf(asked: PolicyAsked, estate: EstatePlace, at: Date, deps: Deps): Policy {
  const base = basePolicy(asked.policy, estate, at);
  if (asked.rehearsalDayMs === undefined && base.rehearsalDayMs === undefined) return base;
  if (deps.config.isProduction) throw problem('rehearsal-in-production');
  return asked.rehearsalDayMs === undefined ? base : rehearsalVariant(base, asked.rehearsalDayMs);
}

function basePolicy(choice: PolicyAsked['policy'], estate: EstatePlace, at: Date): Policy {
  if (choice === undefined)
    return policyFor(estate.jurisdiction ?? NATIONAL_JURISDICTION, localDateOf(instantOf(at.getTime())));
  if (choice.kind === 'preset') {
    const preset = policyById(choice.id, choice.version);
    if (!preset) throw problem('policy-not-found', { id: choice.id });
    return preset;
  }
  const loaded = parsePolicy(choice.document);
  if (loaded.ok) return loaded.policy;
  const errors = loaded.faults.map(({ path, message, article }) => ({
    path: `body.policy.document.${path}`,
    code: article ? 'below-legal-floor' : 'malformed',
    message,
  }));
  throw new Problem('policy-refused', {}, errors);
}
