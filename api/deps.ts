// What the API is given: connections, clock, keys, log. Built by main.ts (or a test); handlers find it in their context.
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { StartOptions } from '../engine/start-process';
import type { AttachmentLimits } from '../config/config';
import type { PrismaClient } from '../prisma/generated/client';
import type { KeyRing } from '../store/key-ring';
import type { PaymentPort } from '../store/receipts/payment-port';
import type { TimeSource } from '../store/time-source';

export interface ApiConfig {
  /** Signs access tokens (HS256) and derives one-time passwords; at least 32 bytes. */
  tokenKey: Uint8Array;
  /** Production refuses sample accounts. */
  isProduction: boolean;
  /** How many proxies in front of us are believed about the caller's address; 0: none. */
  trustedProxies: number;
  /** Lists that one account may save. */
  maxSavedViews: number;
  /** Connection string for the listener that wakes change streams; null: streams poll. */
  listenUrl: string | null;
  attachments: AttachmentLimits;
}

export interface Deps {
  pool: Pool;
  prisma: PrismaClient;
  time: TimeSource;
  /** Absent while the engine is away: reads and the short path go on, commands answer `unavailable`. */
  temporal?: Client | undefined;
  /** Where runs are started when a command finds its process without one. */
  start?: StartOptions | undefined;
  /** Keys for register encryption and for ballot receipts. */
  keyRing: KeyRing;
  /** Absent: nobody pays online here. */
  payments?: PaymentPort | undefined;
  config: ApiConfig;
  log: Logger;
}
