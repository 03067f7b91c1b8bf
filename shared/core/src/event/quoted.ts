const quotedNames = new Map<string, string>();

/** A name as a JSON string. Names recur from event to event: their quoted form is remembered, within bounds. */
export const quoted = (name: string): string => {
  let text = quotedNames.get(name);
  if (text === undefined) {
    text = JSON.stringify(name);
    if (quotedNames.size >= 10_000) quotedNames.clear();
    quotedNames.set(name, text);
  }
  return text;
};
