import { parseJson, readBody, Refusal, type HttpEvent } from '@sluice/core/http';

/** What a compiled validator tells of the first thing that is wrong. */
interface Fault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** A validator of `@sluice/core/forms`. */
type Form<Request> = ((value: unknown) => value is Request) & { errors?: readonly Fault[] | null };

const nameIn = ({ params }: Fault, key: string): string => JSON.stringify(params[key]);

const describe = (fault: Fault): string => {
  const where = fault.instancePath.slice(1).replace('/', ' at place ') || 'the body';
  switch (fault.keyword) {
    case 'required':
      return `${nameIn(fault, 'missingProperty')} is missing`;
    case 'additionalProperties':
      return `there is no property ${nameIn(fault, 'additionalProperty').slice(0, 100)} in this call`;
    case 'minLength':
      return `${where} is empty`;
    case 'type':
      return `${where} must be ${String(fault.params['type']).replace(',', ' or ')}`;
    default:
      return `${where} ${fault.message ?? 'is not allowed'}`;
  }
};

const parse = (text: string): unknown => {
  if (text.trim() === '') throw new Refusal(400, 'the body is missing; send a JSON object');
  return parseJson(text);
};

/**
 * The body of a call, checked.
 * @throws Refusal 400 when it is not JSON of the form, 413 when it is too large
 */
export const readRequest = <Request>(event: HttpEvent, isForm: Form<Request>): Request => {
  const value = parse(readBody(event));
  if (isForm(value)) return value;
  const fault = isForm.errors?.[0];
  throw new Refusal(400, fault === undefined ? 'the body is not what this call takes' : describe(fault));
};
