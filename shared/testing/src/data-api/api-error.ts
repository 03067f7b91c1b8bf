/** An error as the SDK throws it: told by its name. */
export const apiError = (name: string, message: string): Error => Object.assign(new Error(message), { name });
