// What the managed runtime of Lambda does for a bundle: loads the handler, then asks the Runtime API for events one after the other.
const [, , module, handlerName, api] = process.argv;
const loaded = await import(module);
const handler = loaded[handlerName];
const post = (path, body) => fetch(`${api}${path}`, { method: 'POST', body });
for (;;) {
  const next = await fetch(`${api}/2018-06-01/runtime/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const event = await next.json();
  try {
    await post(`/2018-06-01/runtime/invocation/${id}/response`, JSON.stringify(await handler(event)));
  } catch (error) {
    await post(
      `/2018-06-01/runtime/invocation/${id}/error`,
      JSON.stringify({ errorMessage: String(error?.stack ?? error) }),
    );
  }
}
