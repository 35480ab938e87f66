// What an event changes of a co-funding's state, and what several of them change alike.
import type { Instant } from '../calendar/types';
import type { LaunchedCofunding, Payment } from './state';

export type Change = Partial<LaunchedCofunding>;

export const to = (phase: LaunchedCofunding['phase'], at: Instant): Change => ({ phase, phaseSince: at });

/** What nobody has approved yet is not paid any more. */
export const unlessOpen = (payment: Payment): Payment =>
  payment.status === 'requested' ? { ...payment, status: 'refused' } : payment;
