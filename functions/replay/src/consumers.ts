/** Who reads the streams, in the order in which records pass them; what one gives up lies under its name in the on-failure store. */
export const consumers = ['archive-raw', 'accepted', 'validate', 'archive-staged', 'store'] as const;

export type Consumer = (typeof consumers)[number];

export const isConsumer = (name: string): name is Consumer => consumers.some((known) => known === name);
