import { parseFields } from './fields.ts';

/** What holds for all loads of a tenant. */
export interface TenantState {
  /** Key of the load that is under way: one at a time. */
  readonly active: string | null;
  /** The migration up to which the ops tables are known to be. May be older than the truth, never newer unless a person removed them. */
  readonly prepared: number;
}

export const newTenantState: TenantState = { active: null, prepared: 0 };

/** Throws SluiceError `BadState`. */
export const readTenantState = (text: string): TenantState => {
  const fields = parseFields(text);
  return { active: fields.textOrNull('active'), prepared: fields.number('prepared') };
};

export const writeTenantState = (state: TenantState): string => JSON.stringify({ v: 1, ...state });
