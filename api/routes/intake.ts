// Answers the operations of contracts/intake.ts. A machine's call is believed by its signature alone, which is looked at before anything else.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { categoryOf } from '../../domain/intake/category-words';
import { ticketMessage } from '../../domain/intake/ticket-sentences';
import { FileProblem, fileProblemMessage } from '../../domain/register/file-problem';
import { parsePhone } from '../../domain/register/id-number';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { liveDevice, listDevices, estateOf, registerDevice, retireDevice } from '../../store/intake/devices';
import { estateFinder } from '../../store/intake/find-estate';
import { commitTickets, dryRunTickets } from '../../store/intake/hotline-import';
import { readTickets } from '../../store/intake/hotline-rows';
import { findHotlineImport, listTicketRows, type HotlineImportView } from '../../store/intake/read-imports';
import { takeSignal, type TakenSignal } from '../../store/intake/signals';
import {
  findSource,
  listSources,
  refuseReplay,
  registerSource,
  rotateSourceKey,
  sourceSecret,
  sourceWithSecrets,
  type Source,
} from '../../store/intake/sources';
import { placeOfEstate } from '../../store/process-place';
import { policyAt } from '../../store/reports/open-problem';
import { isSigned } from '../../store/signature';
import { inTransaction, type Tx } from '../../store/transaction';
import type { Context, Handlers, Upload } from '../context';
import { alarmCall, intakeOperations as rows, ticketCall } from '../contracts/intake';
import { decodeCursor, pageFrom } from '../cursor';
import type { Deps } from '../deps';
import { oncePerCommand } from '../once-per-command';
import { Problem, problem } from '../problems';
import { parsedUpload } from '../signed-body';
import { createTurns } from '../turns';

/** Files read at the same time; each takes a thread, its memory and a connection. */
const FILES_AT_ONCE = 1;
const FILES_WAITING = 4;
const TIMEOUT = { timeoutMs: 300_000 };
const anyRowNo = z.int().min(0).max(2_147_483_647);

export function createIntakeRoutes(deps: Deps): Handlers<typeof rows> {
  const { pool, keyRing, time } = deps;
  const cipher = createFieldCipher(keyRing);
  const files = createTurns(FILES_AT_ONCE, FILES_WAITING);

  /** Believes a call by its signature, then carries it out once. */
  async function receive(
    { source: code }: { source: string },
    kind: Source['kind'],
    { bytes }: Upload,
    { request }: Context,
    work: (tx: Tx, source: Source, at: Date) => Promise<TakenSignal>,
  ) {
    const at = await time.now();
    const found = await sourceWithSecrets(pool, keyRing, code, at);
    const timestamp = request.header('gongzhi-timestamp');
    const message = { timestamp, signature: request.header('gongzhi-signature'), body: bytes };
    if (!isSigned(message, found?.secrets ?? [], at) || !found || timestamp === undefined)
      throw problem('bad-signature');
    const { source } = found;
    if (source.kind !== kind) throw problem('source-not-here', { source: code });
    const taken = await inTransaction(pool, async (tx) => {
      await refuseReplay(tx, source.sourceId, { timestamp, body: bytes }, at);
      return work(tx, source, at);
    });
    const { problemId: processId, reportId, outcome } = taken;
    return { processId, reportId, outcome };
  }

  const importOf = async (placeId: string, importId: string): Promise<HotlineImportView> => {
    const found = await findHotlineImport(pool, placeId, importId);
    if (!found) throw problem('not-found');
    return found;
  };

  return {
    async registerSource({ params, body }, context) {
      const registeredBy = context.caller().accountId;
      const { keyNo } = await oncePerCommand(rows.registerSource, { params, body }, context, (tx, at) =>
        registerSource(tx, keyRing, { ...body, ...params, registeredBy, at }),
      );
      const { sourceId } = body;
      return { sourceId, keyNo, secret: await sourceSecret(pool, keyRing, sourceId, keyNo) };
    },

    async rotateSourceKey({ params, body }, context) {
      const byAccount = context.caller().accountId;
      const { keyNo } = await oncePerCommand(rows.rotateSourceKey, { params, body }, context, (tx, at) =>
        rotateSourceKey(tx, keyRing, { ...body, ...params, byAccount, at }),
      );
      const { sourceId } = params;
      return { sourceId, keyNo, secret: await sourceSecret(pool, keyRing, sourceId, keyNo) };
    },

    async listSources({ params: { placeId } }) {
      const found = await listSources(pool, placeId);
      return {
        items: found.map(({ sourceId, code, kind, name, registeredAt, keys }) => ({
          ...{ sourceId, code, kind, name },
          registeredAt: registeredAt.toISOString(),
          keys: keys.map(({ keyNo, createdAt, validUntil }) => ({
            keyNo,
            createdAt: new Date(createdAt).toISOString(),
            validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
          })),
        })),
      };
    },

    registerDevice: ({ params, body }, context) =>
      oncePerCommand(rows.registerDevice, { params, body }, context, async (tx, at) => {
        const { estateId } = await estateOf(tx, params.placeId);
        const { categories } = policyAt(await placeOfEstate(tx, estateId), at).problem;
        if (!categories[body.category]) throw problem('category-unknown', { category: body.category });
        await registerDevice(tx, { ...body, ...params, byAccount: context.caller().accountId, at });
        return { deviceId: body.deviceId };
      }),

    async retireDevice({ params: { placeId, deviceId }, body }, context) {
      const [placePath = ''] = context.scoped?.paths ?? [];
      await oncePerCommand(rows.retireDevice, { params: { placeId, deviceId }, body }, context, (tx, at) =>
        retireDevice(tx, { deviceId, placePath, at }),
      );
    },

    async listDevices({ query: { cursor, limit } }, context) {
      const after = decodeCursor(z.uuid(), cursor, context.lang);
      const [placePath = ''] = context.scoped?.paths ?? [];
      const found = await listDevices(pool, placePath, { after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ registeredAt, retiredAt, ...one }) => ({
          ...one,
          registeredAt: registeredAt.toISOString(),
          retiredAt: retiredAt?.toISOString() ?? null,
        }),
        ({ deviceId }) => deviceId,
      );
    },

    receiveAlarm: ({ params, body }, context) =>
      receive(params, 'sensors', body, context, async (tx, source, at) => {
        const { eventId, serialNo, happenedAt } = parsedUpload(alarmCall, body, context.lang);
        const { deviceId, category, placeId, estateId, joinMinutes } = await liveDevice(tx, source.sourceId, serialNo);
        return takeSignal(tx, cipher, {
          ...{ sourceId: source.sourceId, signalNo: eventId, channel: 'sensor', by: 'engine', actor: actorOf(source) },
          ...{ deviceId, category, spotPlaceId: placeId, estateId, joinMinutes },
          ...{ reporter: null, text: null, happenedAt: new Date(happenedAt), at },
        });
      }),

    receiveTicket: ({ params, body }, context) =>
      receive(params, 'hotline', body, context, async (tx, source, at) => {
        const ticket = parsedUpload(ticketCall, body, context.lang);
        const { ticketNo, calledAt, name, address } = ticket;
        const category = categoryOf(ticket.category) ?? ticket.category;
        const place = (await estateFinder(tx, source.placePath))(address);
        if (place.kind !== 'found') throw problem('estate-unknown', { reason: place.kind });
        const phone = ticket.phone === null ? null : (parsePhone(ticket.phone) ?? ticket.phone);
        return takeSignal(tx, cipher, {
          ...{ sourceId: source.sourceId, signalNo: ticketNo, channel: 'hotline', by: 'phone', actor: actorOf(source) },
          ...{ deviceId: null, category, estateId: place.estateId, spotPlaceId: place.spotPlaceId, joinMinutes: null },
          reporter: phone === null ? null : { kind: 'contact', name: name ?? '', phone },
          ...{ text: `${ticket.text}（${address}）`, happenedAt: new Date(calledAt), at },
        });
      }),

    async dryRunHotline({ params, query, body: { bytes } }, context) {
      const { accountId } = context.caller();
      const source = await findSource(pool, query.source);
      if (source?.placeId !== params.placeId || source.kind !== 'hotline')
        throw problem('source-not-here', { source: query.source });
      const fileSha256 = createHash('sha256').update(bytes).digest('hex');
      const asked = { params, body: { ...query, fileSha256 } };
      const done = await files
        .take(async () => {
          const file = await readTickets(bytes, query.format, await time.now());
          return oncePerCommand(
            rows.dryRunHotline,
            asked,
            context,
            async (tx, at) => {
              const importId = randomUUID();
              const run = { importId, source, byAccountId: accountId, format: query.format, fileSha256, at };
              await dryRunTickets(tx, cipher, run, file);
              return { importId };
            },
            TIMEOUT,
          );
        })
        .catch((error: unknown) => {
          throw error instanceof FileProblem ? fileRefused(error, context) : error;
        });
      if (!done) throw new Problem('unavailable', { reason: 'imports-busy' }, [], { 'Retry-After': '10' });
      return importAnswer(await importOf(params.placeId, done.importId));
    },

    getHotlineImport: async ({ params: { placeId, importId } }) => importAnswer(await importOf(placeId, importId)),

    async listTicketRows({ params: { placeId, importId }, query: { cursor, limit, verdict } }, context) {
      await importOf(placeId, importId);
      const after = decodeCursor(anyRowNo, cursor, context.lang) ?? 0;
      const found = await listTicketRows(pool, importId, { verdict: verdict ?? null, after, limit: limit + 1 });
      return pageFrom(
        found,
        limit,
        ({ issues, problemId: processId, ...row }) => ({
          ...row,
          processId,
          issues: issues.map((issue) => ({
            column: issue.column,
            code: issue.code,
            message: ticketMessage(issue, context.lang),
          })),
        }),
        ({ rowNo }) => rowNo,
      );
    },

    commitHotline: ({ params, body }, context) =>
      oncePerCommand(
        rows.commitHotline,
        { params, body },
        context,
        (tx, at) => {
          const role = context.authority?.role;
          if (role === undefined) throw problem('forbidden');
          const actor = { kind: 'account' as const, id: context.caller().accountId, role };
          return commitTickets(tx, cipher, { ...params, actor, at });
        },
        TIMEOUT,
      ),
  };
}

/** A machine opens problems in the name of the office that registered it. */
const actorOf = ({ registeredBy }: Source) => ({ kind: 'account', id: registeredBy, role: 'streetOfficer' }) as const;

const importAnswer = ({ createdAt, committedAt, ...one }: HotlineImportView) => ({
  ...one,
  createdAt: createdAt.toISOString(),
  committedAt: committedAt?.toISOString() ?? null,
});

/** The sentence goes with the problem: the clerk who sent the file is the one to act on it. */
function fileRefused({ code, params }: FileProblem, { lang }: Context): Problem {
  const shown = params.limit === undefined ? {} : { limit: params.limit };
  return new Problem('ticket-file-refused', { reason: code, ...shown }, [
    { path: 'body', code, message: fileProblemMessage(code, params, lang) },
  ]);
}
