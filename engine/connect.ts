// A client of the Temporal server that config names.
import { Client, Connection } from '@temporalio/client';
import type { TemporalConfig } from '../config/config';

/** Connects lazily: the client is there at once, and calls fail with an outage until the server answers. */
export function openEngine(config: TemporalConfig): { client: Client; close(): Promise<void> } {
  const connection = Connection.lazy({
    address: config.address,
    ...(config.tls === undefined ? {} : { tls: config.tls }),
    ...(config.apiKey === undefined ? {} : { apiKey: config.apiKey }),
  });
  return {
    client: new Client({ connection, namespace: config.namespace }),
    close: () => connection.close(),
  };
}
