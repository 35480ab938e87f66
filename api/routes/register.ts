// The register over HTTP: reads, asks the store, answers. What a row of a file means is domain/register's, what becomes of it
// store/register's.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { FileProblem, fileProblemMessage } from '../../domain/register/file-problem';
import { issueMessage } from '../../domain/register/issues';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { once } from '../../store/once';
import { commitImport } from '../../store/register/commit-import';
import { dryRun, IMPORT_TIMEOUT_MS } from '../../store/register/dry-run';
import { exportRegister } from '../../store/register/export';
import { findImport, type ImportView, listImportRows, listImports } from '../../store/register/imports';
import { findOwner, listOwners, listUnmaskings, searchOwners, unmask } from '../../store/register/owners';
import { createPlace, findPlace, listChildren, type Place } from '../../store/register/places';
import { registerTemplate } from '../../store/register/template';
import { findUnit, hasUnits, listUnits, type RegisteredUnitView } from '../../store/register/units';
import { inTransaction } from '../../store/transaction';
import type { Context, Handlers } from '../context';
import { registerOperations as rows } from '../contracts/register';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand, sha256OfAsked } from '../once-per-command';
import { Problem, problem } from '../problems';

/** Files read at the same time; each takes a thread, its memory and a connection. */
const FILES_AT_ONCE = 2;
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const byInstant = z.strictObject({ at: z.iso.datetime(), id: z.uuid() });

export function createRegisterRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, time } = deps;
  const cipher = createFieldCipher(deps.keyRing);
  let filesInHand = 0;

  const placeOf = async (placeId: string): Promise<Place> => {
    const place = await findPlace(pool, placeId);
    if (place === null) throw problem('not-found');
    return place;
  };
  const estateOf = async (placeId: string): Promise<Place> => {
    const place = await placeOf(placeId);
    if (place.kind !== 'estate') throw problem('place-kind-mismatch', { kind: place.kind });
    return place;
  };
  const importOf = async (placeId: string, importId: string): Promise<ImportView> => {
    const found = await findImport(pool, placeId, importId);
    if (found === null) throw problem('not-found');
    return found;
  };

  return {
    getPlace: ({ params }) => placeOf(params.placeId),

    async listPlaces({ params, query }, context) {
      await placeOf(params.placeId);
      const after = decodeCursor(z.string(), query.cursor, context.lang);
      const children = await listChildren(pool, params.placeId, { after, limit: query.limit + 1 });
      return pageFrom(
        children,
        query.limit,
        (child) => child,
        (child) => child.name,
      );
    },

    createPlace: ({ params, body }, context) =>
      oncePerCommand(rows.createPlace, { params, body }, context, (tx, at) =>
        createPlace(tx, { placeId: randomUUID(), parentId: params.placeId, kind: body.kind, name: body.name, at }),
      ),

    async listUnits({ params, query }, context) {
      const place = await placeOf(params.placeId);
      if (!hasUnits(place.kind)) throw problem('place-kind-mismatch', { kind: place.kind });
      const after = decodeCursor(z.string(), query.cursor, context.lang);
      const units = await listUnits(pool, place, { after, limit: query.limit + 1 });
      return pageFrom(units, query.limit, unitOf, ({ unitKey }) => unitKey);
    },

    async getUnit({ params }) {
      const unit = await findUnit(pool, params.unitId);
      if (unit === null) throw problem('not-found');
      return unitOf(unit);
    },

    async listOwners({ params, query }, context) {
      const { placeId } = await estateOf(params.placeId);
      const after = decodeCursor(z.uuid(), query.cursor, context.lang);
      const owners = await listOwners(pool, placeId, { after, limit: query.limit + 1 });
      return pageFrom(
        owners,
        query.limit,
        (owner) => owner,
        ({ ownerId }) => ownerId,
      );
    },

    async searchOwners({ params, body }) {
      const { path } = await placeOf(params.placeId);
      return { items: await searchOwners(pool, cipher, { path, ...body }) };
    },

    async getOwner({ params }, context) {
      const paths = context.authorities.map(({ path }) => path);
      const owner = await findOwner(pool, params.ownerId, paths);
      if (owner === null) throw problem('not-found');
      return owner;
    },

    async unmaskOwner({ params, body }, context) {
      const { accountId } = context.caller();
      const at = await time.now();
      const key = {
        commandId: body.commandId,
        accountId,
        operation: rows.unmaskOwner.id,
        bodySha256: sha256OfAsked({ params, body }),
        at,
      };
      const value = await inTransaction(pool, async (tx) => {
        // The receipt holds no number; a retry opens it again, and that is on the record again.
        await once(tx, key, async () => ({ status: 200, response: null }));
        const request = {
          ownerId: params.ownerId,
          field: body.field,
          byAccountId: accountId,
          commandId: body.commandId,
          reason: body.reasonText,
          at,
        };
        return unmask(tx, request, cipher);
      });
      return { value };
    },

    async listUnmaskings({ params, query }, context) {
      const after = decodeCursor(byInstant, query.cursor, context.lang);
      const found = await listUnmaskings(pool, params.ownerId, { after, limit: query.limit + 1 });
      return pageFrom(
        found.map((record) => ({ ...record, at: record.at.toISOString() })),
        query.limit,
        (record) => record,
        ({ at, id }) => ({ at, id }),
      );
    },

    getRegisterTemplate: async () => ({
      contentType: XLSX_TYPE,
      fileName: '业主名册模板.xlsx',
      content: await registerTemplate(),
    }),

    async exportRegister({ params, query }) {
      const { placeId, name } = await estateOf(params.placeId);
      return {
        contentType: query.format === 'csv' ? 'text/csv; charset=utf-8' : XLSX_TYPE,
        fileName: `${name}业主名册.${query.format}`,
        content: exportRegister(pool, placeId, query.format),
      };
    },

    async dryRunRegister({ params, query, body }, context) {
      const { placeId: estateId } = await estateOf(params.placeId);
      const { accountId } = context.caller();
      if (filesInHand >= FILES_AT_ONCE)
        throw new Problem('unavailable', { reason: 'imports-busy' }, [], { 'Retry-After': '10' });
      filesInHand += 1;
      try {
        const { bytes } = body;
        const { commandId, format } = query;
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        const asked = { params, body: { commandId, format, sha256 } };
        const { importId } = await oncePerCommand(
          rows.dryRunRegister,
          asked,
          context,
          async (tx, at) => {
            const importId = randomUUID();
            await dryRun(tx, { importId, estateId, byAccountId: accountId, format, bytes, at }, cipher);
            return { importId };
          },
          { timeoutMs: IMPORT_TIMEOUT_MS },
        );
        return importView(await importOf(estateId, importId));
      } catch (error) {
        throw error instanceof FileProblem ? fileRefused(error, context) : error;
      } finally {
        filesInHand -= 1;
      }
    },

    async listRegisterImports({ params, query }, context) {
      const after = decodeCursor(byInstant, query.cursor, context.lang);
      const found = await listImports(pool, params.placeId, { after, limit: query.limit + 1 });
      return pageFrom(found, query.limit, importView, ({ createdAt, importId }) => ({
        at: createdAt.toISOString(),
        id: importId,
      }));
    },

    getRegisterImport: async ({ params }) => importView(await importOf(params.placeId, params.importId)),

    async listRegisterImportRows({ params, query }, context) {
      const { importId } = await importOf(params.placeId, params.importId);
      const after = decodeCursor(z.int(), query.cursor, context.lang);
      const found = await listImportRows(pool, importId, {
        verdict: query.verdict ?? null,
        after,
        limit: query.limit + 1,
      });
      return pageFrom(
        found.map((row) => ({
          ...row,
          issues: row.issues.map((issue) => ({
            column: issue.column,
            code: issue.code,
            message: issueMessage(issue, context.lang),
          })),
        })),
        query.limit,
        (row) => row,
        ({ rowNo }) => rowNo,
      );
    },

    commitRegisterImport: ({ params, body }, context) =>
      oncePerCommand(
        rows.commitRegisterImport,
        { params, body },
        context,
        (tx, at) =>
          commitImport(tx, {
            importId: params.importId,
            estateId: params.placeId,
            byAccountId: context.caller().accountId,
            at,
          }),
        { timeoutMs: IMPORT_TIMEOUT_MS },
      ),
  };
}

const unitOf = ({ unitKey: _, ...unit }: RegisteredUnitView) => unit;

const importView = ({ createdAt, committedAt, ...view }: ImportView) => ({
  ...view,
  createdAt: createdAt.toISOString(),
  committedAt: committedAt?.toISOString() ?? null,
});

/** The sentence goes with the problem: the clerk who sent the file is the one to act on it. */
function fileRefused({ code, params }: FileProblem, { lang }: Context): Problem {
  const shown = {
    ...(params.line === undefined ? {} : { line: params.line }),
    ...(params.limit === undefined ? {} : { limit: params.limit }),
  };
  return new Problem('register-file-refused', { reason: code, ...shown }, [
    { path: 'body', code, message: fileProblemMessage(code, params, lang) },
  ]);
}
