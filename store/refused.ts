// How code below the API refuses: the rejection of the domain, thrown where a transaction must be undone.
// The API turns it into a problem by its code; anything else that is thrown is a bug or an outage.
import type { Rejection } from '../domain/process';

export class Refused extends Error {
  constructor(readonly rejection: Rejection) {
    super(rejection.code);
    this.name = 'Refused';
  }
}

/** `throw refused('register-changed', { estateId })`: ids, numbers, instants and enums only. */
export const refused = (code: string, params?: Rejection['params']): Refused =>
  new Refused(params === undefined ? { code } : { code, params });
