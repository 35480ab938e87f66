// Starts the processes of an estate and passes commands to them. What all launches share is api/launch.ts.
import { calendarFor } from '../../domain/policy/rehearsal';
import type { Policy } from '../../domain/policy/schema';
import type { ProcessKind, Role } from '../../domain/process';
import { refuseSignature } from '../../store/ballots/open-matters';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { isGridWorkerAt } from '../../store/households/rounds';
import { unitsOf } from '../../store/households/take';
import { refuseNonMembers, refuseUnacceptedPetition } from '../../store/petitions/recall-basis';
import { refuseUnknownSignature } from '../../store/petitions/signatures';
import { launchFacts } from '../../store/problems/launch-facts';
import { uuidFrom } from '../../store/ids';
import { placeOfEstate, processPlace, type EstatePlace } from '../../store/process-place';
import { heldLocks } from '../../store/record/held-locks';
import { joinProblem, keepFirstReport } from '../../store/reports/keep-report';
import { lockSpot, sameProblem } from '../../store/reports/open-problem';
import { refuseStep } from '../../store/problems/refuse-step';
import { accountOf } from '../../store/reports/reporters';
import { storeTextsOf } from '../../store/texts';
import type { Tx } from '../../store/transaction';
import type { CommandAnswer } from '../commands';
import type { Context, Handlers } from '../context';
import type { Operation } from '../contracts/operation';
import { householdOperations } from '../contracts/households';
import { launchOperations } from '../contracts/launches';
import { petitionOperations } from '../contracts/petitions';
import { residentProblemOperations } from '../contracts/resident-problems';
import type { Deps } from '../deps';
import { assertOwners, createLauncher, type Launched, type LaunchInput } from '../launch';
import { problem } from '../problems';
import { reporterOf } from '../reporter';
import { createSubmit } from '../submit';

const { launchPetition, launchRecall, commandPetition, commandRecall } = petitionOperations;
const { launchHousehold, commandHousehold } = householdOperations;
const rows = {
  ...launchOperations,
  ...{ launchPetition, launchRecall, commandPetition, commandRecall },
  ...residentProblemOperations,
  ...{ launchHousehold, commandHousehold },
};

/** Who takes problems in for others. */
const OFFICES: readonly Role[] = ['streetOfficer', 'communitySecretary', 'gridWorker', 'districtSupervisor'];

/** What every launch at an estate brings. */
type LaunchAsked = LaunchInput<{ estateId: string }>;

export function createLaunchRoutes(deps: Deps): Handlers<typeof rows> {
  const cipher = createFieldCipher(deps.keyRing);
  const launcher = createLauncher(deps);

  /** Launches at an estate whose owners are known; `launchedAt` says what is launched there. */
  const launch = (
    row: Operation,
    kind: ProcessKind,
    processId: string,
    asked: LaunchAsked,
    context: Context,
    launchedAt: (estate: EstatePlace, tx: Tx, at: Date, policy: Policy) => Promise<Launched | CommandAnswer> | Launched,
  ): Promise<CommandAnswer> => {
    // A leak is reported where nobody has brought in a register yet, too.
    const findEstate = kind === 'problem' ? placeOfEstate : registeredEstate;
    const homeOf = async (tx: Tx) => {
      const estate = await findEstate(tx, asked.params.estateId);
      return { place: processPlace(estate), jurisdiction: estate.jurisdiction, estate };
    };
    return launcher(row, kind, processId, asked, context, homeOf, ({ estate }, ...more) => launchedAt(estate, ...more));
  };

  const submit = createSubmit(deps);

  return {
    launchTermWatch: (asked, context) => {
      const { termId, seats, members, alternateIds, termYears, termStartsOn, termEndsOn } = asked.body;
      return launch(rows.launchTermWatch, 'committeeTerm', termId, asked, context, async (estate, tx) => {
        await assertOwners(tx, [...members.map(({ memberId }) => memberId), ...alternateIds], estate.estatePath);
        return { parentId: null, command: { seats, members, alternateIds, termYears, termStartsOn, termEndsOn } };
      });
    },

    launchElection: (asked, context) => {
      const { electionId, variant, trigger, termEndsOn, seats } = asked.body;
      return launch(rows.launchElection, 'election', electionId, asked, context, ({ watchId, unitCount, areaDm2 }) => ({
        parentId: watchId,
        command: { variant, trigger, termEndsOn, seats, unitCount, areaDm2 },
      }));
    },

    launchVote: (asked, context) => {
      const { voteId, scope, meeting, agenda, commandId } = asked.body;
      return launch(rows.launchVote, 'ownersVote', voteId, asked, context, async (estate, tx, at) => {
        await assertInside(tx, scope.placeId, scope.kind, estate);
        const role = context.authority?.role ?? 'streetOfficer';
        const convenor = { role, placePath: context.authority?.path ?? estate.streetPath };
        const stored = await storeTextsOf(tx, agenda, { commandId, at });
        const locks = await heldLocks(tx, estate.estateId);
        return { parentId: null, command: { scope, convenor, meeting, agenda: stored, locks } };
      });
    },

    launchPetition: (asked, context) => {
      const { petitionId, purpose, memberIds, requestText, commandId } = asked.body;
      return launch(rows.launchPetition, 'petition', petitionId, asked, context, async (estate, tx, at) => {
        await assertMembers(tx, memberIds, estate);
        const stored = await storeTextsOf(tx, { requestText }, { commandId, at });
        return { parentId: estate.watchId, command: { purpose, memberIds, ...stored } };
      });
    },

    async launchProblem(asked, context) {
      const { body } = asked;
      const { problemId, commandId, category, spotText, complaintOf, isSupervised, attachments } = body;
      const isOffice = OFFICES.includes(context.authority?.role ?? 'resident');
      if (!isOffice && (body.class !== undefined || isSupervised)) throw problem('class-not-yours');
      const told = await reporterOf(body, context);
      const { channel, reporter, helperAccount } = told;
      return launch(rows.launchProblem, 'problem', problemId, asked, context, async (estate, tx, at, policy) => {
        const spotPlaceId = body.spotPlaceId ?? estate.estateId;
        const words = { reportText: body.reportText, spotText: spotText ?? null };
        const texts = await storeTextsOf(tx, words, { commandId, at });
        const spot = { placeId: spotPlaceId, spotText: texts.spotText };
        const report = {
          ...{ ...told, reportId: body.reportId ?? uuidFrom(`report:${problemId}`), spotPlaceId, commandId, at },
          ...{ reportText: texts.reportText, attachments, uploadedBy: context.caller().accountId },
        };
        if (body.joinSame && complaintOf === undefined) {
          await lockSpot(tx, { category, spotPlaceId });
          const asked = { estateId: estate.estateId, category, spotPlaceId, joinMinutes: null };
          const same = await sameProblem(tx, asked, policy, at);
          if (same !== null) return { commandId, ...(await joinProblem(tx, cipher, { ...report, problemId: same })) };
        }
        const where = { ...estate, spotPlaceId, category };
        const facts = await launchFacts(tx, where, policy, calendarFor(policy), at);
        // An office that reports what it saw is not the resident who is asked in the end.
        const reporterId = isOffice && helperAccount === null ? null : await accountOf(tx, reporter);
        await keepFirstReport(tx, cipher, { ...report, problemId });
        const command = { category, class: body.class, channel, spot, reporterId, isSupervised, ...facts };
        const about = { complaintOf: complaintOf ?? null, reportText: texts.reportText };
        return { parentId: null, command: { ...command, ...about } };
      });
    },

    launchRecall: (asked, context) => {
      const { recallId, proposedBy, petitionId, memberIds, groundCodes, groundText, commandId } = asked.body;
      return launch(rows.launchRecall, 'recall', recallId, asked, context, async (estate, tx, at) => {
        await assertMembers(tx, memberIds, estate);
        const { estateId } = estate;
        if (petitionId !== null) await refuseUnacceptedPetition(tx, { petitionId, estateId, memberIds });
        const stored = await storeTextsOf(tx, { groundText }, { commandId, at });
        return { parentId: estate.watchId, command: { proposedBy, petitionId, memberIds, groundCodes, ...stored } };
      });
    },

    launchHousehold: (asked, context) => {
      const { householdId, unitId, class: visitClass, reasonText, commandId } = asked.body;
      return launch(rows.launchHousehold, 'household', householdId, asked, context, async (estate, tx, at) => {
        if (!(await unitsOf(tx, estate.estateId, [unitId])).has(unitId))
          throw problem('scope-outside-estate', { placeId: unitId });
        const seal = (text: string) => cipher.seal('text', text);
        const stored = await storeTextsOf(tx, { reasonText }, { commandId, at, seal });
        return { parentId: null, command: { unitId, class: visitClass, ...stored } };
      });
    },

    commandTermWatch: ({ params, body }, context) =>
      submit('committeeTerm', rows.commandTermWatch, params.processId, body, context),
    commandElection: ({ params, body }, context) =>
      submit('election', rows.commandElection, params.processId, body, context),
    commandHandover: ({ params, body }, context) =>
      submit('handover', rows.commandHandover, params.processId, body, context),
    async commandPetition({ params, body }, context) {
      const { command } = body;
      if (command.type === 'verifyPetition')
        await refuseUnknownSignature(deps.pool, params.processId, command.defectiveIds);
      return submit('petition', rows.commandPetition, params.processId, body, context);
    },
    commandProblem({ params: { processId }, body }, context) {
      const refusalOf = () => refuseStep(deps.pool, processId, body.command, context.caller());
      return submit('problem', rows.commandProblem, processId, body, context, refusalOf);
    },
    commandRecall: ({ params, body }, context) => submit('recall', rows.commandRecall, params.processId, body, context),
    commandHousehold({ params: { processId }, body }, context) {
      const { command } = body;
      const named = command.type === 'assignVisitor' ? command.accountId : null;
      const path = context.scoped?.paths[0] ?? '';
      const refusalOf = async () =>
        named === null || (await isGridWorkerAt(deps.pool, named, path)) ? undefined : { code: 'visitor-not-here' };
      return submit('household', rows.commandHousehold, processId, body, context, refusalOf);
    },
    commandVote({ params: { processId }, body }, context) {
      const isSigning = body.command.type === 'signCount';
      const refusalOf = (accountId: string) => refuseSignature(deps.pool, processId, accountId);
      return submit('ownersVote', rows.commandVote, processId, body, context, isSigning ? refusalOf : undefined);
    },
  };
}

/** Nothing is decided about an estate whose owners are not known. */
export async function registeredEstate(tx: Tx, estateId: string): Promise<EstatePlace> {
  const estate = await placeOfEstate(tx, estateId);
  if (estate.unitCount === 0) throw problem('register-empty', { estateId });
  return estate;
}

/** Members of the committee where a watch knows them, else owners of the estate. */
async function assertMembers(tx: Tx, memberIds: readonly string[], estate: EstatePlace): Promise<void> {
  await assertOwners(tx, memberIds, estate.estatePath);
  if (estate.watchId !== null) await refuseNonMembers(tx, estate.watchId, memberIds);
}

async function assertInside(tx: Tx, placeId: string, kind: string, estate: EstatePlace): Promise<void> {
  const { rowCount } = await tx.query(
    `select 1 from place where id = $1 and kind = $2::"PlaceKind" and path like $3 || '%'`,
    [placeId, kind, estate.estatePath],
  );
  if (!rowCount) throw problem('scope-outside-estate', { placeId });
}
