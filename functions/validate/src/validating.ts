import { ErrorBatch, unreadable } from '@sluice/core/errors';
import { readRawLine, type RawParts } from '@sluice/core/forms';
import type { DeliveredRecord } from '@sluice/core/ports';
import { fromEvery, parseLines, type Effect, type Stage } from '@sluice/core/stream';
import type { SchemaIndex } from '@sluice/core/tenant-schema';
import { stage } from './stage.ts';
import { StagedBatch } from './staged-batch.ts';
import type { ValidateServices } from './validate.ts';

/** One batch on its way from raw records to staged records. */
export class Validating implements Stage {
  readonly #services: ValidateServices;
  readonly #errors: ErrorBatch;
  readonly #staged: StagedBatch;
  readonly #now: number;

  constructor(services: ValidateServices) {
    this.#services = services;
    this.#now = services.clock.now();
    this.#errors = new ErrorBatch(services);
    this.#staged = new StagedBatch(services.staged);
  }

  /** All schemas are fetched before anything is taken in, so that a record is taken whole or not at all. */
  async take(record: DeliveredRecord, position: number): Promise<void> {
    const lines = this.#lines(record, position);
    const schemas = new Map<string, SchemaIndex>();
    for (const { parts } of lines)
      if (parts !== undefined && !schemas.has(parts.tenant))
        schemas.set(parts.tenant, await this.#services.schemas.get(parts.tenant));
    for (const [number, { parts, text }] of lines.entries()) {
      const schema = parts && schemas.get(parts.tenant);
      if (parts === undefined || schema === undefined)
        this.#errors.add(
          unreadable('raw', record, number, Buffer.from(text), 'the line is no raw line', this.#now),
          position,
        );
      else this.#event(parts, schema, position);
    }
  }

  async flush(): Promise<readonly Effect[]> {
    const [staged, errors] = await Promise.all([this.#staged.flush(), this.#errors.flush()]);
    return [...staged, ...errors];
  }

  #lines(
    record: DeliveredRecord,
    position: number,
  ): readonly { readonly text: string; readonly parts: RawParts | undefined }[] {
    const lines: { text: string; parts: RawParts | undefined }[] = [];
    try {
      parseLines(fromEvery(record.data), (text) => lines.push({ text, parts: readRawLine(text) }));
    } catch (error) {
      this.#errors.add(
        unreadable(
          'raw',
          record,
          0,
          record.data,
          `the record is no gzip member: ${String(error)}`,
          this.#now,
        ),
        position,
      );
    }
    return lines;
  }

  #event(parts: RawParts, schema: SchemaIndex, position: number): void {
    const { line, metric = '', hour = '', errors } = stage(parts, schema, this.#now);
    if (line !== undefined) this.#staged.add(parts, metric, hour, line, position);
    for (const error of errors) this.#errors.add(error, position);
  }
}
