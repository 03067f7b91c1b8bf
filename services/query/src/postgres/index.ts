export { loadOrMakeCertificate, type Certificate } from './certificate.ts';
export type { Login, WireOptions } from './options.ts';
export { startWire, type Wire } from './server.ts';
