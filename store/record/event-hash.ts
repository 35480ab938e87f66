// The hash chain of a process's record: each event's hash covers the one before, so a changed, missing or inserted row is found.
import { canonicalJson, sha256Hex, type CanonicalValue } from '../ballots/ballot-canon';

/** What a hash covers: everything recorded about one event. Field order does not matter, the form is canonical JSON. */
export interface HashedEvent {
  processId: string;
  seq: number;
  type: string;
  payload: unknown;
  /** ISO instant. */
  at: string;
  commandId: string;
  actorKind: string;
  actorId: string | null;
  authority: string | null;
  channel: string;
  assistedBy: string | null;
}

/** Before the first event. */
export const GENESIS_HASH = '0'.repeat(64);

/** Hex SHA-256 over the previous hash and the event. */
export const eventHash = (prevHash: string, event: HashedEvent): string =>
  sha256Hex(canonicalJson({ alg: 'sha256', prevHash, ...event, payload: event.payload as CanonicalValue }));
