// Processes that not everybody at their place may see (Audience in domain/process.ts), in the form SQL filters by.
import type { Role } from '../domain/process';

/** SQL condition on a process_view `view`; `first` is the number of the first of its two parameters (see `audienceValues`). */
export const audienceSql = (view: string, first: number): string =>
  `(not ${view}.hidden_from && $${first}::uuid[] and (${view}.seen_by_roles = '{}' or ${view}.seen_by && $${first}::uuid[] or exists (
    select from jsonb_to_recordset($${first + 1}::jsonb) as office (role text, path text)
    where office.role = any(${view}.seen_by_roles) and starts_with(${view}.place_path, office.path))))`;

/** What of a caller decides which processes are shown. */
interface Viewer {
  accountId: string;
  ownerId: string | null;
  grants: readonly { role: Role; path: string }[];
}

/** Who the caller is, as people are named in an audience, and the offices that the caller holds. */
export const audienceValues = ({ accountId, ownerId, grants }: Viewer): [string[], string] => [
  ownerId === null ? [accountId] : [accountId, ownerId],
  JSON.stringify(grants.map(({ role, path }) => ({ role, path }))),
];
