import type { EtlServices } from './ports.ts';

/** Ports that work up to a call, and from then on never again; `after`: that call itself has its effect, and its answer is lost. */
export const mortal = (services: EtlServices, death: number, after: boolean) => {
  const life = { calls: 0 };
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        // What gives no promise is no call that a process can die in, or whose answer can be lost.
        if (typeof method !== 'function' || ['pathOf', 'keyOf', 'unread', 'list'].includes(String(name)))
          return method;
        return (...rest: unknown[]) => {
          const call = life.calls++;
          if (call > death || (call === death && !after)) throw new Error('died');
          const done: unknown = Reflect.apply(method, target, rest);
          return call === death ? Promise.resolve(done).then(() => Promise.reject(new Error('died'))) : done;
        };
      },
    });
  const { lake, objects, schemas, directory, archive, files, engine } = services;
  const wrapped: EtlServices = {
    ...services,
    lake: wrap(lake),
    objects: wrap(objects),
    schemas: wrap(schemas),
    directory: wrap(directory),
    archive: wrap(archive),
    files: wrap(files),
    engine: wrap(engine),
  };
  return { services: wrapped, life };
};
