export { ageOff, type AgedTable, type AgeOffOptions, type AgeOffServices } from './age-off.ts';
export { handleAgeOff } from './handle-age-off.ts';
export { plan, type Objection, type Planned, type PlanOptions } from './plan.ts';
