// Folds the events of a disclosure into its state.
import { assertNever } from '../assert-never';
import { answered, raised } from '../objections';
import type { Body } from './bodies';
import type { Period } from './periods';
import type { DisclosureCore, DisclosureEvent, LaunchedDisclosure, Publication, Statement } from './state';

export function evolveDisclosure(core: DisclosureCore, event: DisclosureEvent): DisclosureCore {
  if (event.type === 'disclosureLaunched') return launched(event);
  if (core.phase === 'unlaunched') return core;
  switch (event.type) {
    case 'periodOpened':
      return {
        ...core,
        running: event.next,
        statements: [...core.statements, fresh(event.period, 1, core.body, event.at)],
      };
    case 'draftingSilent':
      return changed(core, event.no, ({ bodies }) => ({ bodies: [...bodies, event.next], since: event.at }));
    case 'draftAsked':
      return changed(core, event.no, () => ({ stage: 'freezing', since: event.at, draftedBy: event.accountId }));
    case 'statementDrafted':
      return changed(core, event.no, () => ({ stage: 'reviewing', since: event.at, sha256: event.sha256 }));
    case 'statementReturned':
      return changed(core, event.no, ({ version }) => ({ ...toDraft(version + 1), since: event.at }));
    case 'statementReviewed':
      return changed(core, event.no, () => ({ stage: 'signing', since: event.at, reviewedBy: event.accountId }));
    case 'statementPublished':
      return published(core, event);
    case 'boardRecorded':
      return onNewest(
        changed(core, event.no, () => ({ stage: 'displayed', since: event.at })),
        event.no,
        () => ({ boardAt: event.at }),
      );
    case 'displayOver':
      return changed(core, event.no, () => ({ stage: 'answering', since: event.at }));
    case 'objectionRaised':
      return onNewest(
        changed(core, event.no, ({ objections }) => ({ objections: [...objections, raised(event)] })),
        event.no,
        (publication) => ({ raised: publication.raised + 1 }),
      );
    case 'objectionAnswered':
      return onNewest(
        changed(core, event.no, ({ objections }) => ({
          objections: answered(objections, event.objectionId, event.isUpheld),
        })),
        event.no,
        (publication) => (event.isUpheld ? { upheld: publication.upheld + 1 } : {}),
      );
    case 'correctionOpened':
      return corrected(core, event.no, event.at);
    case 'periodClosed':
      return onNewest(
        { ...core, statements: core.statements.filter(({ period }) => period.no !== event.no) },
        event.no,
        () => ({ closedAt: event.at }),
      );
    case 'bodyChanged':
      return {
        ...core,
        body: event.body,
        statements: core.statements.map((one) =>
          // An office that came in after a silence goes on beside the new body.
          one.stage === 'drafting' && one.bodies.length === 1 ? { ...one, bodies: [event.body], since: event.at } : one,
        ),
      };
    case 'disclosureEnded':
      return { ...core, phase: 'closed', phaseSince: event.at, outcome: 'ended' };
    default:
      return assertNever(event);
  }
}

function launched({
  type: _type,
  at,
  period,
  ...event
}: Extract<DisclosureEvent, { type: 'disclosureLaunched' }>): LaunchedDisclosure {
  return {
    ...{ phase: 'running', phaseSince: at, ...event, running: period },
    ...{ statements: [], publications: [], outcome: null },
  };
}

const toDraft = (version: number) =>
  ({ stage: 'drafting', version, draftedBy: null, reviewedBy: null, sha256: null }) as const;

const fresh = (period: Period, version: number, body: Body, since: string): Statement => ({
  ...{ period, since, bodies: [body], objections: [] },
  ...toDraft(version),
});

const changed = (
  core: LaunchedDisclosure,
  no: number,
  change: (statement: Statement) => Partial<Statement>,
): LaunchedDisclosure => ({
  ...core,
  statements: core.statements.map((one) => (one.period.no === no ? { ...one, ...change(one) } : one)),
});

/** The newest published version of a period is the one that is shown and objected to. */
function onNewest(
  core: LaunchedDisclosure,
  no: number,
  change: (publication: Publication) => Partial<Publication>,
): LaunchedDisclosure {
  const index = core.publications.findLastIndex(({ period }) => period.no === no);
  return {
    ...core,
    publications: core.publications.map((one, at) => (at === index ? { ...one, ...change(one) } : one)),
  };
}

function published(
  core: LaunchedDisclosure,
  { at, no, version, sha256 }: Extract<DisclosureEvent, { type: 'statementPublished' }>,
): LaunchedDisclosure {
  const statement = core.statements.find(({ period }) => period.no === no);
  if (!statement) return core;
  const publication: Publication = {
    ...{ period: statement.period, version, sha256, publishedAt: at },
    ...{ boardAt: null, closedAt: null, raised: 0, upheld: 0 },
  };
  return changed({ ...core, publications: [...core.publications, publication] }, no, () => ({
    stage: 'posting',
    since: at,
  }));
}

/** A new version of what is shown, or of a period that was closed. Objections that are open stay so. */
function corrected(core: LaunchedDisclosure, no: number, at: string): LaunchedDisclosure {
  if (core.statements.some(({ period }) => period.no === no))
    return changed(core, no, ({ version }) => ({ ...toDraft(version + 1), bodies: [core.body], since: at }));
  const last = core.publications.findLast(({ period }) => period.no === no);
  if (!last) return core;
  return { ...core, statements: [...core.statements, fresh(last.period, last.version + 1, core.body, at)] };
}
