// The public page of an estate as it is answered, with the tag by which a reader's copy is told to be the newest.
import { createHash } from 'node:crypto';
import type { PublicEstate } from '../../store/disclosure/public-estate';

export function publicAnswer(found: PublicEstate) {
  const answer = {
    ...found,
    statements: found.statements.map(({ publication, isCorrected, body }) => {
      const { period, version, sha256, publishedAt, boardAt, closedAt, raised, upheld } = publication;
      return {
        ...{ no: period.no, version, sha256, publishedAt, boardAt, closedAt, isCorrected, body },
        objections: { raised, upheld },
      };
    }),
  };
  const etag = `"${createHash('sha256').update(JSON.stringify(answer)).digest('base64url').slice(0, 27)}"`;
  return { answer, etag };
}
