import { handleBatch, type BatchServices } from '@sluice/batch';
import { handleAgeOff, type AgeOffServices } from '@sluice/age-off';
import { handleIngest, type IngestServices } from '@sluice/ingest';
import { handleBooks, type BooksHttpServices } from '@sluice/books';
import { handleEtl, handleProposals, type EtlHttpServices } from '@sluice/etl';
import { handleMeta, type MetaServices } from '@sluice/meta';
import { handleReplay, type ReplayHttpServices } from '@sluice/replay';
import { handleSchema, type SchemaServices } from '@sluice/schema';
import { handleQuery, type QueryCallServices } from '@sluice/query';
import { Refusal, routeOf, type HttpEvent } from '@sluice/core/http';
import { handleProgress, type ProgressServices } from './progress.ts';
import type { EdgeAnswer } from './edge/index.ts';

export interface Functions {
  readonly ingest: IngestServices;
  readonly schema: SchemaServices;
  readonly meta: MetaServices;
  readonly query: QueryCallServices;
  readonly books: BooksHttpServices;
  readonly ageOff: AgeOffServices;
  readonly etl: EtlHttpServices;
  readonly files: BatchServices;
  readonly loads: (event: HttpEvent) => Promise<EdgeAnswer>;
  readonly replay: ReplayHttpServices;
  readonly progress: ProgressServices;
}

/** Hands a verified request to the function behind its path, as the gateway's routes do on AWS. */
export const route = (event: HttpEvent, functions: Functions): Promise<EdgeAnswer> => {
  const path = routeOf(event.rawPath);
  switch (path?.split('/')[0] ?? '') {
    case 'stream':
      return handleIngest(event, functions.ingest);
    case 'schema':
      if (path === 'schema/proposals')
        return handleProposals(event, { ...functions.etl, schemas: functions.schema.schemas });
      return handleSchema(event, functions.schema);
    case 'meta':
      if (path === 'meta/progress') return handleProgress(event, functions.progress);
      if (path === 'meta/books') return handleBooks(event, functions.books);
      if (path === 'meta/replay') return handleReplay(event, functions.replay);
      if (path === 'meta/etl') return handleEtl(event, functions.etl);
      if (path === 'meta/age-off') return handleAgeOff(event, functions.ageOff);
      return handleMeta(event, functions.meta);
    case 'batch':
      return handleBatch(event, functions.files);
    case 'ops':
      return functions.loads(event);
    case 'query':
      return answerQuery(event, functions.query);
    default:
      return Promise.reject(
        new Refusal(404, `no such call: ${event.requestContext.http.method} ${event.rawPath}`),
      );
  }
};

/** A query's body may come in pieces, or be text. */
const answerQuery = async (event: HttpEvent, services: QueryCallServices): Promise<EdgeAnswer> => {
  const { body, ...rest } = await handleQuery(event, services);
  return typeof body === 'string' ? { ...rest, body } : { ...rest, body };
};
