import { ofType, type Resource, type Stack } from './stack.ts';

/** What breaks a rule, and how. */
export interface Finding {
  readonly address: string;
  /** What is wrong with it, after the address: `it is not encrypted`. */
  readonly fault: string;
}

/** One thing that must hold in every environment. Pure: from what was rendered to what breaks it. */
export interface Rule {
  /** What holds, as a sentence; its name. */
  readonly name: string;
  /** What to do when it does not. */
  readonly remedy: string;
  readonly find: (stack: Stack) => readonly Finding[];
}

/** What is wrong with one thing; undefined when nothing is. */
type FaultOf<Subject> = (subject: Subject, stack: Stack) => string | undefined;

/** A rule about each of some subjects: resources, statements of policies. */
export const ruleOver = <Subject extends { readonly address: string }>(
  name: string,
  subjects: (stack: Stack) => readonly Subject[],
  faultOf: FaultOf<Subject>,
  remedy: string,
): Rule => ({
  name,
  remedy,
  find: (stack) =>
    subjects(stack).flatMap((subject) => {
      const fault = faultOf(subject, stack);
      return fault === undefined ? [] : [{ address: subject.address, fault }];
    }),
});

/** A rule about each resource of a type, or of some. */
export const each = (
  name: string,
  types: string | readonly string[],
  faultOf: FaultOf<Resource>,
  remedy: string,
): Rule => ruleOver(name, (stack) => ofType(stack, ...[types].flat()), faultOf, remedy);

/** A fault where something does not hold. */
export const unless = (holds: boolean, fault: string): string | undefined => (holds ? undefined : fault);

/** A line for each violation: what, how, which rule, and what to do. */
export const violationsOf = (rules: readonly Rule[], stack: Stack): readonly string[] =>
  rules.flatMap(({ name, remedy, find }) =>
    find(stack).map(({ address, fault }) => `${address}: ${fault}. Rule: ${name}. To do: ${remedy}.`),
  );
