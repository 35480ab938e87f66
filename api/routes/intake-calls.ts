// What machines say under their signature: an alarm of a sensor, a ticket of a hotline. A call is believed by its signature alone, which is looked
// at before anything else.
import { categoryOf } from '../../domain/intake/category-words';
import { parsePhone } from '../../domain/register/id-number';
import { createFieldCipher } from '../../store/crypto/field-cipher';
import { liveDevice } from '../../store/intake/devices';
import { estateFinder } from '../../store/intake/find-estate';
import { takeSignal, type TakenSignal } from '../../store/intake/signals';
import { refuseReplay, sourceWithSecrets, type Source } from '../../store/intake/sources';
import { inTransaction, type Tx } from '../../store/transaction';
import type { Context, Handlers, Upload } from '../context';
import { alarmCall, ticketCall, type intakeOperations as rows } from '../contracts/intake';
import type { Deps } from '../deps';
import { believed } from '../machines';
import { problem } from '../problems';
import { parsedUpload } from '../signed-body';

export function createIntakeCallRoutes({
  pool,
  keyRing,
  time,
}: Deps): Pick<Handlers<typeof rows>, 'receiveAlarm' | 'receiveTicket'> {
  const cipher = createFieldCipher(keyRing);

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
    const { sender, timestamp } = believed(request, bytes, found, at);
    const { source } = sender;
    if (source.kind !== kind) throw problem('source-not-here', { source: code });
    const taken = await inTransaction(pool, async (tx) => {
      await refuseReplay(tx, source.sourceId, { timestamp, body: bytes }, at);
      return work(tx, source, at);
    });
    const { problemId: processId, reportId, outcome } = taken;
    return { processId, reportId, outcome };
  }

  return {
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
  };
}

/** A machine opens problems in the name of the office that registered it. */
const actorOf = ({ registeredBy }: Source) => ({ kind: 'account', id: registeredBy, role: 'streetOfficer' }) as const;
