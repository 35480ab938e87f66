// The public page of an estate (双公示 online): plain HTML made on the server, without script, print-friendly, cached by its tag. It says what
// GET /v1/public/estates/{estateId} says, in Chinese.
import { createHash } from 'node:crypto';
import { Router } from 'express';
import { readPublicEstate } from '../store/disclosure/public-estate';
import type { Deps } from './deps';
import { problem } from './problems';
import { estateHtml, PAGE_STYLE } from './public-page-html';
import type { PublicThrottle } from './public-throttle';
import { publicAnswer } from './read-models/public-estate';

const STYLE_HASH = createHash('sha256').update(PAGE_STYLE).digest('base64');
/** Nothing is loaded and nothing runs; the one style sheet stands in the page. */
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function publicPage({ pool }: Deps, throttle: PublicThrottle): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/public/estates/:estateId', async (request, response) => {
    await throttle.take(request.ip ?? request.socket.remoteAddress ?? 'unknown');
    const estateId = request.params.estateId.toLowerCase();
    const found = UUID.test(estateId) ? await readPublicEstate(pool, estateId) : undefined;
    if (!found) throw problem('not-found');
    const { answer, etag } = publicAnswer(found);
    response.setHeader('Cache-Control', 'public, max-age=60');
    response.setHeader('ETag', etag);
    response.setHeader('Content-Security-Policy', POLICY);
    if (tagsOf(request.headers['if-none-match']).includes(etag)) {
      response.status(304).end();
      return;
    }
    response.type('html').send(estateHtml(answer));
  });
  return router;
}

/** A proxy that compresses may have made the tag a weak one. */
const tagsOf = (header: string | undefined): string[] =>
  (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
