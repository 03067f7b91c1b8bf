import { ageOffPlaces, allowAgeOff } from './age-off.ts';
import { booksMegabytes } from './books.ts';
import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

export const ageOffCalls: FunctionPart<'age-off-calls'> = {
  description: 'What speaks against dropping a near-line week, and the call that seals it',
  memoryMegabytes: booksMegabytes,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('meta/age-off'),
  variables: ageOffPlaces,
  allow: allowAgeOff,
};
