import { fieldTypeNames, parseFieldType } from '../values/index.ts';
import {
  badRequest,
  edited,
  metricNamed,
  metricNotFound,
  withMetric,
  type Edit,
  type Given,
  type Stamp,
} from './edit.ts';
import { aliasCountFault, fieldNamesFault } from './field-names.ts';
import { schemaLimits } from './limits.ts';
import type { Field, TenantSchema } from './model.ts';
import { distinctNames, shown } from './names.ts';

export interface NewField {
  readonly metricName: string;
  readonly fieldName: string;
  /** Any of the type names of API.md 3, in any case. It never changes later. */
  readonly fieldType: string;
  readonly aliases?: Given<readonly string[]>;
}

/** Declares a field of a metric. Values sent before, which are kept as text, are read through it from then on. */
export const createField = (schema: TenantSchema, request: NewField, stamp: Stamp): Edit => {
  const { metricName, fieldName } = request;
  const metric = metricNamed(schema, metricName);
  if (metric === undefined) return metricNotFound(metricName);
  if (fieldName === '') return badRequest('fieldName is empty');
  const aliases = distinctNames([fieldName, ...(request.aliases ?? [])]);
  const fault = aliasCountFault(aliases.length - 1) ?? fieldNamesFault(metric, undefined, aliases);
  if (fault !== undefined) return badRequest(fault);
  const type = parseFieldType(request.fieldType);
  if (type === undefined)
    return badRequest(`fieldType ${shown(request.fieldType)} is none of ${fieldTypeNames.join(', ')}`);
  if (metric.fields.length >= schemaLimits.fieldsPerMetric)
    return badRequest(
      `metric ${shown(metric.displayName)} has ${metric.fields.length} fields; at most ${schemaLimits.fieldsPerMetric}`,
    );
  const field: Field = { id: `f${metric.nextField}`, displayName: fieldName, aliases, type };
  const draft = withMetric(schema, {
    ...metric,
    fields: [...metric.fields, field],
    nextField: metric.nextField + 1,
  });
  return edited(schema, draft, stamp, 'create field', request);
};
