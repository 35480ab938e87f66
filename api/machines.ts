// Machines that speak to us under a signature: whether a call is believed, and what is shown of a machine that is registered.
import type { Request } from 'express';
import { isSigned } from '../store/signature';
import { problem } from './problems';

/** Refuses `bad-signature`, also where nobody of this name is known; otherwise the sender, and the instant that the call was signed for. */
export function believed<Found extends { secrets: Parameters<typeof isSigned>[1] }>(
  request: Pick<Request, 'header'>,
  bytes: Buffer,
  found: Found | undefined,
  now: Date,
): { sender: Found; timestamp: string } {
  const timestamp = request.header('gongzhi-timestamp');
  const message = { timestamp, signature: request.header('gongzhi-signature'), body: bytes };
  if (!isSigned(message, found?.secrets ?? [], now) || found === undefined || timestamp === undefined)
    throw problem('bad-signature');
  return { sender: found, timestamp };
}

interface Registered {
  name: string;
  registeredAt: Date;
  keys: { keyNo: number; createdAt: string; validUntil: string | null }[];
}

/** Name, age and keys of a machine, without the secrets. */
export const registeredAnswer = ({ name, registeredAt, keys }: Registered) => ({
  name,
  registeredAt: registeredAt.toISOString(),
  keys: keys.map(({ keyNo, createdAt, validUntil }) => ({
    keyNo,
    createdAt: new Date(createdAt).toISOString(),
    validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
  })),
});
