// Every reason for which a disclosure refuses of its own; listed with the others in domain/rejection-codes.ts.
export type DisclosureRejection =
  | 'no-such-statement'
  | 'not-the-drafter'
  | 'own-draft'
  | 'own-review'
  | 'same-body'
  | 'statement-differs'
  | 'statement-elsewhere';
