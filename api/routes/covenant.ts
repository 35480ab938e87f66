// Answers the operations of contracts/covenant.ts.
import { z } from 'zod';
import { compareCovenants } from '../../domain/covenant/compare';
import { inForceAt, standingOf } from '../../domain/covenant/standing';
import { covenantItem, type Article } from '../../domain/covenant/text';
import { instantOf, localDateOf } from '../../domain/calendar/instant';
import { adoptCovenant, refuseSecondVote } from '../../store/covenant/adopt';
import {
  findDraft,
  listDrafts,
  listWishes,
  lockCovenant,
  proposeDraft,
  wholeArticles,
  type Draft,
} from '../../store/covenant/drafts';
import { listVersions, type CovenantVersion } from '../../store/covenant/versions';
import { placeOfEstate, processPlace } from '../../store/process-place';
import { heldLocks } from '../../store/record/held-locks';
import { readTexts, storeTextsOf } from '../../store/texts';
import type { Handlers } from '../context';
import { covenantOperations as rows } from '../contracts/covenant';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { createLauncher } from '../launch';
import { oncePerCommand } from '../once-per-command';
import { problem } from '../problems';
import { registeredEstate } from './launches';

const draftKey = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export function createCovenantRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, time } = deps;
  const launcher = createLauncher(deps);

  async function draftOf(estateId: string, draftId: string): Promise<Draft> {
    const draft = await findDraft(pool, estateId, draftId);
    if (!draft) throw problem('not-found');
    return draft;
  }

  async function present() {
    const at = instantOf((await time.now()).getTime());
    return { day: localDateOf(at), at };
  }

  async function versionOf(estateId: string, asked: number | undefined): Promise<CovenantVersion> {
    const versions = await listVersions(pool, estateId);
    const found =
      asked === undefined ? inForceAt(versions, await present()) : versions.find(({ version }) => version === asked);
    if (!found) throw problem('not-found');
    return found;
  }

  async function textOf(estateId: string, asked: number): Promise<{ version: CovenantVersion; articles: Article[] }> {
    const version = await versionOf(estateId, asked);
    const { draftId } = version;
    const articles = wholeArticles(await draftOf(estateId, draftId));
    if (!articles) throw problem('covenant-text-erased', { draftId });
    return { version, articles };
  }

  return {
    async listCovenantWishes({ params: { estateId } }) {
      const found = await listWishes(pool, estateId);
      const texts = await readTexts(
        pool,
        found.map(({ contentText }) => contentText),
      );
      return { items: found.map(({ contentText, ...wish }) => ({ ...wish, content: texts.get(contentText) ?? null })) };
    },

    proposeCovenantDraft: ({ params: { estateId }, body }, context) =>
      oncePerCommand(rows.proposeCovenantDraft, { params: { estateId }, body }, context, async (tx, at) => {
        await placeOfEstate(tx, estateId);
        const byRole = context.authority?.role ?? 'committeeMember';
        return proposeDraft(tx, { ...body, estateId, byAccount: context.caller().accountId, byRole, at });
      }),

    async listCovenantDrafts({ params: { estateId }, query: { cursor, limit } }, context) {
      const before = decodeCursor(draftKey, cursor, context.lang);
      return pageFrom(
        await listDrafts(pool, estateId, { before, limit: limit + 1 }),
        limit,
        ({ at, ...draft }) => ({ ...draft, at: at.toISOString() }),
        ({ at, draftId }) => ({ at: at.toISOString(), id: draftId }),
      );
    },

    async getCovenantDraft({ params: { estateId, draftId } }) {
      const { reasonText, estateId: _estateId, at, ...draft } = await draftOf(estateId, draftId);
      const texts = await readTexts(pool, [reasonText]);
      return { ...draft, reason: texts.get(reasonText) ?? null, at: at.toISOString() };
    },

    launchCovenantVote: (asked, context) => {
      const { estateId, draftId } = asked.params;
      const { voteId, meeting, commandId } = asked.body;
      return launcher(
        rows.launchCovenantVote,
        'ownersVote',
        voteId,
        asked,
        context,
        async (tx) => {
          const estate = await registeredEstate(tx, estateId);
          return { place: processPlace(estate), jurisdiction: estate.jurisdiction, estate };
        },
        async ({ estate }, tx, at) => {
          await lockCovenant(tx, estateId);
          const draft = await findDraft(tx, estateId, draftId);
          if (!draft) throw problem('not-found');
          await refuseSecondVote(tx, estateId, draftId);
          const role = context.authority?.role ?? 'streetOfficer';
          const convenor = { role, placePath: context.authority?.path ?? estate.streetPath };
          const agenda = await storeTextsOf(tx, [covenantItem(draft)], { commandId, at });
          const scope = { kind: 'estate', placeId: estateId };
          const locks = await heldLocks(tx, estateId);
          return { parentId: null, command: { scope, convenor, meeting, agenda, locks } };
        },
      );
    },

    adoptCovenant: ({ params, body }, context) =>
      oncePerCommand(rows.adoptCovenant, { params, body }, context, (tx, at) =>
        adoptCovenant(tx, { ...params, ...body, byAccount: context.caller().accountId, at }),
      ),

    async listCovenantVersions({ params: { estateId } }) {
      const versions = await listVersions(pool, estateId);
      return { items: versions.map(answer), inForce: inForceAt(versions, await present())?.version ?? null };
    },

    async getCovenant({ params: { estateId }, query }) {
      const version = await versionOf(estateId, query.version);
      const { articles } = await draftOf(estateId, version.draftId);
      return { ...answer(version), articles };
    },

    async compareCovenants({ params: { estateId }, query: { from, to } }) {
      const [before, after] = [await textOf(estateId, from), await textOf(estateId, to)];
      return {
        ...{ from, to, changes: compareCovenants(before.articles, after.articles) },
        versions: [answer(before.version), answer(after.version)],
      };
    },
  };
}

const answer = ({ certifiedAt, ...version }: CovenantVersion) => ({
  ...version,
  certifiedAt: certifiedAt.toISOString(),
  standing: standingOf(version),
});
