export const startSql = async (_: unknown) => ({ host: '127.0.0.1', port: 0, close: async () => {} });
