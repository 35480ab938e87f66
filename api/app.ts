// The Express application: headers, request facts, operations, docs page, problems. Listening is main.ts's business.
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { Authenticator } from './auth/authenticator';
import { ChangeFeed } from './changes/change-feed';
import { ChangeStreams } from './changes/change-stream';
import type { Deps } from './deps';
import { docsPage } from './docs-page';
import { publicPage } from './public-page';
import { PublicThrottle } from './public-throttle';
import { createRoutes } from './routes/create-routes';
import { mountOperations, notFound, problemHandler, requestFacts, type RequestLocals } from './routing';

/** `stopStreams` ends open change streams, which would otherwise keep the server from closing. */
export type App = Express & { stopStreams(): void };

export function createApp(deps: Deps): App {
  const streams = new ChangeStreams(new ChangeFeed(deps));
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  app.set('trust proxy', deps.config.trustedProxies);
  // Queries are parsed strictly in routing.ts.
  app.set('query parser', false);
  app.use(requestFacts);
  app.use(logAnswers(deps));
  app.use(
    helmet({
      // The embedded default is plain HTTP on loopback or a street office's own network: no upgrade, no HSTS there.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: deps.config.isProduction,
    }),
  );
  const throttle = new PublicThrottle();
  app.use(mountOperations(createRoutes(deps, streams, throttle), deps, new Authenticator(deps)));
  app.use(publicPage(deps, throttle));
  app.use(docsPage());
  app.use(notFound);
  app.use(problemHandler(deps));
  return Object.assign(app, { stopStreams: () => streams.stop() });
}

/** One line per answer: which operation, how it ended, how long it took. No address, no body, no query, no ids of people. */
const logAnswers =
  ({ log }: Deps) =>
  (request: Request, response: Response, next: NextFunction) => {
    const startedAt = performance.now();
    response.once('finish', () => {
      const { requestId, operationId } = response.locals as RequestLocals;
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      log.info({ requestId, method: request.method, operationId, status: response.statusCode, ms }, 'answered');
    });
    next();
  };
